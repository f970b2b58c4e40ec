/*
 * Issues that somebody changed in the work tree with plain git and any editor, without committing.  That text is never an issue's current text;
 * taken as a draft, it goes the way of all drafts.
 */
#ifndef BLAD_ARCHIVE_BY_HAND_H
#define BLAD_ARCHIVE_BY_HAND_H

#include "archive/archive.h"
#include "base/names.h"

typedef enum {
	BY_HAND_CHANGED,
	BY_HAND_DELETED,
	BY_HAND_NO_FILE,	/* a link or a folder stands there */
	BY_HAND_CONFLICT	/* git's index has it in several versions, from a join that nobody settled */
} ByHandWhat;

typedef struct {
	char *path;
	ByHandWhat what;
	char *draft;		/* the address of the draft that has this text; NULL: none */
} ByHand;
typedef VEC(ByHand) ByHands;

/*
 * In path order; new files that git does not know are not among them.  None in a bare archive, or while git is in the middle of a merge.
 * What it finds it adds also on an error.
 */
const Err *by_hand_list(Archive *a, ByHands *out);
/*
 * The same in slices: a step looks for at most ms milliseconds (0: to the end) and adds what it found; true when all has been looked at, and
 * only then *err may be set.
 */
typedef struct ByHandScan ByHandScan;
const Err *by_hand_begin(ByHandScan **out, Archive *a);
bool by_hand_step(ByHandScan *s, int ms, ByHands *out, const Err **err);
void by_hand_end(ByHandScan *s);			/* of NULL too; at latest when the archive is refreshed */
/* One file; *found: it was changed by hand, and is an issue. */
const Err *by_hand_look(Archive *a, const char *path, ByHand *out, bool *found);
void by_hand_free(ByHand *h);
void by_hands_free(ByHands *h);
const char *by_hand_name(ByHandWhat w);			/* "changed", as documents have it */
bool by_hand_may_take(const ByHand *h);
/* "klg/1.md was changed by hand and left as it is; its text is in the draft klg/1.md@draft-2", for people: what it is, and the way on.  Appends
 * one sentence without a full stop. */
void by_hand_say(const ByHand *h, Str *out);
/* The same of files that a move of the branch left, issues or not. */
void by_hand_say_left(Archive *a, const char *path, Str *out);

/*
 * What stands in the file at path becomes a draft; the file stays as it is.  The draft's base is the version that was changed.  A draft that is
 * there is joined with it; where that cannot be done surely it becomes a second one.  *address: of the draft, owned by the caller; *beside: it is
 * a second one.  Also files that git does not know yet.
 */
const Err *by_hand_take(Archive *a, const char *path, char **address, bool *beside);

#endif
