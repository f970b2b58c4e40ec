/*
 * Drafts: text not yet recorded, one a file and branch, under the archive's private state.  The format's one home:
 * drafts/ID/ holds meta, base.N, text.N, journal.N and lock; renaming meta into place is the commit point.
 */
#ifndef BLAD_ARCHIVE_DRAFT_H
#define BLAD_ARCHIVE_DRAFT_H

#include "archive/issues.h"
#include "base/names.h"

typedef struct {
	char *id, *path, *address, *branch;	/* main */
	int nth;			/* 1; 2 and on: set aside by a conflict between two windows (@draft-2) */
	bool aside;			/* another one of the path comes before it: it is not the current text */
	Oid base_commit, base_blob;	/* zero: a new issue */
	Moment time;			/* of the last change */
	bool behind;			/* base_blob is not the tip's */
	bool recovered;			/* a journal holds typing that no save finished (after a crash) */
	long holder;			/* process that edits it now; 0: none */
	Moment held_since;
} DraftInfo;
typedef VEC(DraftInfo) DraftList;
const Err *drafts_list(Archive *a, DraftList *out);	/* newest first; an error about one leaves the others in out */
void drafts_list_free(DraftList *l);

typedef struct Draft Draft;
/* Opens the draft of a path, or begins one from the tip (nothing is on disk before the first change).  Holds its lock until closed;
 * ERR_BUSY names the process and since when. */
const Err *draft_open(Draft **out, Archive *a, const char *path);
/* For looking only: no lock; ERR_NONE when there is no draft. */
const Err *draft_peek(Draft **out, Archive *a, const char *path);
/* The n-th of a path, as DraftInfo counts; 0, draft_open and draft_peek take the first there is. */
const Err *draft_open_nth(Draft **out, Archive *a, const char *path, int nth);
const Err *draft_peek_nth(Draft **out, Archive *a, const char *path, int nth);
/* The one that is the current text: the first that is not done; 1 where there is none. */
int draft_first(Archive *a, const char *path);
/* ERR_DECIDE, with the way on, for one that waits until the first of its path is recorded or dropped. */
const Err *draft_waits(Archive *a, const char *path, int nth);
/* "draft-2" for one that is aside, as its addresses end; else NULL. */
const char *draft_version(const DraftInfo *info);
/* For people: why there are two, and what can be done. */
void draft_aside_words(const DraftInfo *info, Str *out);
/* The same of one that recording all left. */
void draft_left_words(const DraftInfo *info, Str *out);
Slice draft_text(const Draft *d);			/* text with its journal */
Slice draft_base(const Draft *d);
const DraftInfo *draft_info(const Draft *d);

/* The whole text, durable when it returns.  A text equal to the tip's ends the draft. */
const Err *draft_save(Draft *d, Slice text);
Charset draft_charset(const Draft *d);
/* The bytes that text would have in the file: an error names a character that its character set lacks. */
const Err *draft_encode(const Draft *d, Slice text, Str *bytes);
/* One change, ahead of the paint: n bytes at `at` became `with`.  Not yet synced: see draft_flush. */
const Err *draft_type(Draft *d, size_t at, size_t n, Slice with);
bool draft_unsynced(const Draft *d);
const Err *draft_flush(Draft *d);			/* fdatasync; call at latest a second or 20 keys after draft_type */
/* Where typing goes when the state folder cannot be written (another folder), or NULL while all is well. */
const char *draft_fallback(const Draft *d);
/* Sets a draft that is behind on the tip: ERR_DECIDE with the items named if that cannot be done surely; then nothing changed. */
const Err *draft_rebase(Draft *d);
/* After a recording: the base becomes the tip's, the text stays byte for byte; a text equal to the tip's ends the draft. */
const Err *draft_settle(Draft *d);
const Err *draft_drop(Draft *d);			/* kept 30 days in dropped/ */
const Err *draft_keep(Draft *d);			/* a copy as it stands is kept there, before something of it is taken back */
void draft_close(Draft *d);				/* what was typed becomes text; NULL is nothing */

/*
 * Items that went between issues: recording or dropping one draft does that item's change in both.  The item is `here` in this draft's text
 * (or, if it left, in its base), `there` in that of path.
 */
typedef struct {
	char *path, *here, *there;
	bool left;
} DraftMove;
typedef VEC(DraftMove) DraftMoves;
const DraftMoves *draft_moves(const Draft *d);
/* Both are written with the next draft_save. */
void draft_note_move(Draft *d, const char *path, bool left, Slice here, Slice there);
void draft_forget_move(Draft *d, size_t i);

#endif
