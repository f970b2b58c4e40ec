/*
 * Words of a text as numbers, to be compared: letters and digits together, every other sign by itself,
 * white space not at all.
 */
#ifndef BLAD_ISSUE_DIFF_WORDS_H
#define BLAD_ISSUE_DIFF_WORDS_H

#include "base/intern.h"
#include "base/vec.h"
#include "doc/doc.h"

typedef struct {
	size_t from, to;	/* bytes in the text */
	uint32_t number;	/* equal words have equal ones */
	bool letters;		/* a word; else a sign */
	bool spaced;		/* white space stands before it */
} Word;
typedef VEC(Word) Words;

void words_read(Slice text, Intern *in, Words *out);
uint32_t word_number(Slice word, Slice link, Intern *in);	/* in a link of that address it is another word */

/*
 * What of each side the other lacks: 1 in gone[i] and come[k].  Islands too small to be read between
 * two changes go with them.  *rough becomes true where so much differs that not all that both have was found.
 */
void words_compare(const Words *was, const Words *now, unsigned char *gone, unsigned char *come, bool *rough);

/* Counts words, and signs only where no word changed. */
void words_count(Slice was, Slice now, Intern *in, size_t *added, size_t *removed, bool *rough);

/*
 * The same block then and now, paragraph, heading or cell: marks what came in now, puts in what is
 * gone.  False: no word differs.
 */
bool words_mark(Doc *d, const Node *was, Node *now, Intern *in, bool *rough);

#endif
