/* Bulletins as people write them, and edits as people make them: a model whose every sentence, title and line is a number. */
#ifndef BLAD_TESTS_MERGE_GEN_H
#define BLAD_TESTS_MERGE_GEN_H

#include "base/str.h"

#define GEN_SENTENCES 8
#define GEN_BLOCKS 6
#define GEN_ITEMS 24
#define GEN_TAGS 6

typedef enum { GEN_PARAGRAPH, GEN_LIST, GEN_TABLE } GenKind;
typedef struct {
	GenKind kind;
	int n, s[GEN_SENTENCES];
	unsigned wrap;		/* columns; 0: one line */
} GenBlock;
typedef struct {
	int id, title, level, n;
	GenBlock b[GEN_BLOCKS];
} GenItem;
typedef struct {
	bool crlf;
	bool leadins;		/* items are bullets with a bold lead-in, not headings */
	int title, date, state, tags[GEN_TAGS], n_tags;
	GenBlock lead;
	int n;
	GenItem it[GEN_ITEMS];
} GenDoc;

void gen_reset(void);			/* forgets all sentences */
void gen_doc(GenDoc *out);
/* A few edits; hot: the item that both sides look at first. */
void gen_edit(GenDoc *d, int hot);
void gen_write(const GenDoc *d, Str *out);
void gen_write_item(const GenDoc *d, const GenItem *i, Str *out);	/* without the white space at its end */
bool gen_same_item(const GenItem *a, const GenItem *b);

#endif
