/*
 * A text as sentences (rule R4): in prose one ends after . ! ? … and closing quotes or brackets, before white space and an upper-case
 * letter, digit or opening quote, or at a hard break; never after a number, a single letter or a known abbreviation, nor in code or links.
 * In lists, tables and code the unit is the line; what a bullet with a bold lead-in says is prose.
 */
#ifndef BLAD_ISSUE_SENTENCE_H
#define BLAD_ISSUE_SENTENCE_H

#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

typedef enum {
	SENTENCE_PROSE,
	SENTENCE_TITLE,		/* a heading, with its underline */
	SENTENCE_LINE,		/* of a list or table; a list's line may go on over several of the text */
	SENTENCE_CODE		/* a line of code, HTML, a rule, a definition */
} SentenceKind;

typedef struct {
	SentenceKind kind;
	bool first;		/* of its paragraph, or a line of its own: false means that the one before stands in the same block */
	bool words;		/* it holds a letter or digit, */
	size_t word;		/* the first of which stands at this byte */
	size_t from, to;	/* bytes; the white space and marks behind it included */
	size_t start, end;	/* of it alone */
	Slice text;		/* on one line, without the marks of quotes; in the arena */
	Slice fold;		/* the same in NFC, without the number or sign of a list's line, with the hard break that ends it */
} Sentence;

typedef struct {
	VEC(Sentence) all;
	Arena *arena;
} Sentences;

/*
 * Laws: the spans from..to join to the text; two texts that text_same() holds to be the same have the same row of folds; so
 * wrapping anew changes no fold.  A text of nothing but white space has none.
 */
void sentences_read(Slice text, Sentences *out);
void sentences_free(Sentences *s);

/* Does a sentence end behind text[at], where a full stop stands that ends a word?  Numbers, single letters and abbreviations: no. */
bool sentence_stop(Slice text, size_t at);

#endif
