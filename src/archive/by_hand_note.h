/*
 * What is remembered of files that did not follow the branch, beside git's index, which has gone on: the file `by-hand` in the state's folder.
 *
 *	blad-by-hand 1
 *	left <blob> <commit> <path>		(what the person had before them; percent-encoded as in addresses)
 */
#ifndef BLAD_ARCHIVE_BY_HAND_NOTE_H
#define BLAD_ARCHIVE_BY_HAND_NOTE_H

#include "git/work.h"

typedef struct {
	char *path;
	Oid base, commit;	/* the text that was changed, and a commit from its time; zero: there was none */
} HandNote;
typedef VEC(HandNote) HandNotes;

/* One that cannot be read counts as none. */
void hand_notes_read(const char *dir, const char *name, HandNotes *out);
const HandNote *hand_notes_find(const HandNotes *n, const char *path);
void hand_notes_free(HandNotes *n);
/* After the branch went from the commit was: what moves left behind is noted, what followed is forgotten. */
const Err *hand_notes_follow(const char *dir, const char *name, const Oid *was, const WorkMove *moves, size_t n);

#endif
