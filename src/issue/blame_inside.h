/* What the files of the blame room share: parts of texts with their sentences, and what one part takes from another. */
#ifndef BLAD_ISSUE_BLAME_INSIDE_H
#define BLAD_ISSUE_BLAME_INSIDE_H

#include "base/intern.h"
#include "issue/blame.h"
#include "issue/similar.h"

/* A part's text with its sentences; texts of several versions share it as long as it stays. */
typedef struct {
	size_t refs;
	uint32_t number;	/* of its bytes */
	Sentences s;
	uint32_t *fold;		/* numbers, by sentence */
	Credit *credit;
	Bag *bags;		/* read when first asked for */
	bool *read, *telling;
	uint32_t title;		/* number of the folded title */
} Share;

/* Which version first wrote what stood there once. */
typedef struct {
	VEC(uint32_t) ever;	/* by number of a fold; trusted if it is telling */
	VEC(uint32_t) in_title;	/* by number in `known`: of a fold under a title */
} Memory;

struct BlameLife {
	Intern *bytes, *folds, *words, *known;
	Memory issue, item;	/* of the issue's texts; of the one item whose life is at hand */
	VEC(uint32_t) at;	/* by number of bytes: the part of the text at hand that has them */
	VEC(uint32_t) at_step;	/* and the step when that was written down */
	uint32_t step;
};

Share *share_new(BlameLife *l, Slice text, Slice title, uint32_t number);
void share_drop(Share *p);

/* Credits of now's sentences that have none yet, from those of was that are not used yet: the same ones, in order and out of it; edits. */
void share_take_same(Share *was, bool *used, Share *now);
void share_take_edits(BlameLife *l, Share *was, bool *used, Share *now, uint32_t version);
void share_take_known(BlameLife *l, const Memory *m, Share *now, uint32_t version);	/* restored ones */
void share_take_rest(Share *now, uint32_t version);		/* new ones */
void share_forget(Share *p);			/* as if it had no credits */
/* anew: its credits are right, whatever was known. */
void share_remember(BlameLife *l, Memory *m, const Share *p, bool anew);
void memory_free(Memory *m);

/* Sentences that went away from somewhere, to be found by their folds. */
typedef struct {
	uint32_t fold;
	size_t part, i;
} Gone;
typedef VEC(Gone) Gones;
void gone_add(const Share *was, const bool *used, size_t part, bool telling, Gones *out);
void gone_sort(Gones *g);
/* Takes what the open sentences of now find there; used: by part. */
void gone_take(Gones *g, Share *const *was, bool *const *used, Share *now);

#endif
