/*
 * What people say of which item is which, a line each, as a note of one version: "part PATH#CHAIN", "join PATH#CHAIN FROM-PATH#CHAIN[@ID]".  The form
 * is in blad-archive(5).  Lines of any other kind are kept as they are.
 */
#ifndef BLAD_ISSUE_NOTE_LINES_H
#define BLAD_ISSUE_NOTE_LINES_H

#include <stdbool.h>

#include "base/str.h"

typedef enum { NOTE_NONE, NOTE_PART, NOTE_JOIN } NoteKind;

typedef struct {
	NoteKind kind;
	char *path, *chain;		/* an item of the version */
	char *from_path, *from_chain;	/* NOTE_JOIN: of a version before it, which it is */
	char *from_id;			/* NULL: the one right before; else the last that had it, in full */
} NoteLine;

bool note_line_read(Slice line, NoteLine *out);		/* false: of another kind */
void note_line_write(const NoteLine *n, Str *out);	/* appends, without a line end */
void note_line_free(NoteLine *n);

/* The text with all that was said of this item of the version gone, and the line (NOTE_NONE: nothing) said instead; lines sorted, each once. */
void note_lines_say(Slice text, const NoteLine *n, Str *out);
/* A line that one side added or took away, added or taken away; lines sorted, each once. */
void note_lines_merge(Slice base, Slice ours, Slice theirs, Str *out);

#endif
