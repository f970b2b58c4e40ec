/*
 * What the files of the join share: a set of issues in three versions, cut into parts, and which parts are one item (a Node).  The steps, in
 * order: nodes (who is who), fates (what stands), texts (what it says), order (where), build (bytes, and the proof by reading them again).
 */
#ifndef BLAD_ISSUE_MERGE_PARTS_H
#define BLAD_ISSUE_MERGE_PARTS_H

#include "issue/merge_body.h"

typedef MergeSide Who;
#define BASE MERGE_BASE
#define OURS MERGE_OURS
#define THEIRS MERGE_THEIRS
#define EACH(who) (Who who = BASE; who <= THEIRS; who++)
#define OTHER(who) ((who) == OURS ? THEIRS : OURS)

typedef struct {
	Slice text;
	Cut cut;
	Match m;		/* base → this; not for base itself */
	size_t *node;		/* by part */
} Version;

typedef struct {
	const MergeFile *given;
	Version v[MERGE_SIDES];
	ItemTitles *titles;
	bool gone;		/* the result has it not */
	const MergeAnswer *text;	/* it was written anew as a whole */
	VEC(size_t) top;	/* nodes, in the result's order */
} File;

/* Where a side has an item. */
typedef struct {
	Who in;			/* the version: its own, or base's where what it did does not count */
	size_t file;
	ptrdiff_t part;		/* -1: it lacks it */
} Spot;

typedef struct {
	Spot at[MERGE_SIDES];
	bool moved[MERGE_SIDES];
	bool alive;		/* it stands in the result */
	bool copy;		/* of one that both carried, to two issues: ours */
	ptrdiff_t twin;		/* both added it under one title: the other side's; -1 */
	ptrdiff_t hangs;	/* it stays because that deletion is open; -1 */
	const MergeAnswer *text;	/* its own text was written anew */
	bool both;		/* of twins: theirs' blocks, then ours' */
	Slice own;		/* … or joined; without the white space at its end */
	bool spans;		/* it takes bytes, be it blank lines */
	BodyMoves moves;	/* blocks that came from other items, or went there */
	Who title;		/* whose title own begins with; BASE: nobody's */
	/* where */
	size_t home;		/* file */
	Who place;
	ptrdiff_t parent;	/* node; -1: none */
	bool put;
	int level;
	VEC(size_t) kids;
} Node;

typedef struct {
	File *files;
	size_t n;
	VEC(Node) nodes;
	const MergeAnswer *answers;
	size_t n_answers;
	Arena *arena;
	Merged *out;
} Merge;

/* ---- merge_nodes.c ---- */

void merge_open(Merge *m, const MergeFile *files, size_t n);
void merge_close(Merge *m);
bool node_is_in(const Merge *m, size_t node, Who who);
bool node_is_fixed(const Merge *m, size_t node);	/* header, title part, lead */
const Version *node_version(const Merge *m, size_t node, Who who);
const Part *node_part(const Merge *m, size_t node, Who who);
Slice node_own(const Merge *m, size_t node, Who who);	/* empty if the side lacks it */
Slice node_body(const Merge *m, size_t node, Who who);
Slice node_head(const Merge *m, size_t node, Who who);	/* what is before the body, white space included */
ptrdiff_t node_parent(const Merge *m, size_t node, Who who);
bool node_below(const Merge *m, size_t node, size_t above, Who who);
bool node_retitled(const Merge *m, size_t node, Who who);
bool node_changed(const Merge *m, size_t node, Who who);	/* its title or body, not its place or level */
void node_undo(Merge *m, size_t node, Who who);		/* what the side did to it does not count */
bool title_same(Slice a, Slice b);

/* ---- merge_ask.c ---- */

/* The answer to this; else it is asked, and NULL. */
const MergeAnswer *merge_ask(Merge *m, const char *kind, size_t node);
const MergeAnswer *merge_ask_key(Merge *m, size_t file, Slice name);
const MergeAnswer *merge_ask_file(Merge *m, const char *kind, size_t file);
const MergeAnswer *merge_answer_to(const Merge *m, const char *kind, const char *path, const char *chain);
void merge_tell(Merge *m, const char *kind, size_t node);
void merge_tell_of(Merge *m, const char *kind, size_t file, Slice item);
void merge_sort(Conflicts *c);
void merge_forget_file(Merge *m, size_t file);	/* what was asked and told of it */

/* ---- the steps ---- */

void merge_published(Merge *m);		/* merge_fate.c: R10, where a side gave the issue out */
void merge_fates(Merge *m);
void merge_blocks(Merge *m);		/* merge_blocks.c */
void merge_texts_join(Merge *m);	/* merge_text.c */
void merge_order(Merge *m);		/* merge_order.c */
bool merge_header_join(Merge *m, size_t file, Str *out);	/* merge_header.c */
void merge_build(Merge *m, size_t file, Str *out);	/* merge_build.c */
void merge_approved(Merge *m, size_t file, Str *text);

Slice merge_keep(Merge *m, Slice s);	/* in the arena */

#endif
