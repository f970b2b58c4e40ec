/* What people said of which item is which (refs/notes/blad): it overrules what is derived from the texts. */
#ifndef BLAD_ARCHIVE_MATCH_NOTES_H
#define BLAD_ARCHIVE_MATCH_NOTES_H

#include "archive/archive.h"
#include "issue/note_lines.h"

#define MATCH_NOTES_REF "refs/notes/blad"

typedef struct MatchNotes MatchNotes;
/* A note that cannot be read counts as none; *out is never NULL without an error. */
const Err *match_notes_read(MatchNotes **out, Archive *a);
void match_notes_free(MatchNotes *n);

/* Is anything said of this version?  Where nothing is, the two below give NOTE_NONE for all. */
bool match_notes_on(MatchNotes *n, const Oid *commit);

/* Strings live as long as the notes.  Chains are of the texts as they are cut alone. */
typedef struct {
	NoteKind kind;
	const char *path, *chain;	/* NOTE_JOIN: the other item */
	Oid at;				/* the last version that had it; zero: the one before has it */
} MatchNote;
/*
 * What an item of this version was in the versions before it: NOTE_PART: nothing, it is new here (split); NOTE_JOIN: that item there (joined).
 * Of lines that contradict each other a join counts before a part, and of several the first by bytes.
 */
MatchNote match_notes_was(MatchNotes *n, const Oid *commit, const char *path, const char *chain);
/* Which item of this version an item of a version before it is: NOTE_JOIN, or NOTE_NONE.  No other item can be that one. */
MatchNote match_notes_now(MatchNotes *n, const Oid *commit, const char *path, const char *chain);

/* The version and the item of it that this one is by a note, where an older version was the last to have it; NOTE_NONE: none. */
MatchNote match_notes_later(MatchNotes *n, const Oid *last, const char *path, const char *chain);

/* Every line there is, by commit. */
typedef void (*MatchNoteFn)(void *data, const Oid *commit, const NoteLine *line);
void match_notes_each(MatchNotes *n, MatchNoteFn fn, void *data);

/* Says this of one item of a version, in place of what was said; NOTE_NONE takes it back (ERR_NONE where nothing was said). */
const Err *match_notes_say(Archive *a, const Oid *commit, const NoteLine *line);
/* A commit of notes that joins these two, line by line from where they parted. */
const Err *match_notes_join(Archive *a, const Oid *ours, const Oid *theirs, Oid *out);

#endif
