/* What is told of a sentence beside it: who wrote it and when, and who made it what it is. */
#ifndef BLAD_ARCHIVE_BLAME_NOTE_H
#define BLAD_ARCHIVE_BLAME_NOTE_H

#include "archive/blame.h"
#include "doc/page_note.h"

typedef struct {
	VEC(PageNote) notes;
	VEC(size_t) of;		/* by note: its sentence */
	Arena *arena;
} BlameNotes;

/*
 * In the order of the text; base is added to their places.  A sentence that has the same to say as the one before it in its paragraph
 * says nothing.
 */
void blame_notes(const Blame *b, size_t base, BlameNotes *out);
void blame_notes_free(BlameNotes *n);

/* "12 aug Kansliet", "you, not recorded"; long: the year too. */
void blame_who(const BlameVersion *v, bool year, Str *out);

#endif
