/* Editing in a program of the user's: the text goes out to a private file and comes back, joined with what happened meanwhile. */
#ifndef BLAD_ARCHIVE_OUTSIDE_H
#define BLAD_ARCHIVE_OUTSIDE_H

#include "archive/revise.h"

typedef struct Outside Outside;

const char *outside_editor(void);		/* $VISUAL, else $EDITOR; NULL when neither is set */
const Err *outside_begin(Outside **out, Archive *a, const Target *t);
const char *outside_file(const Outside *o);
/* Runs the editor on the file in the foreground and waits for it. */
const Err *outside_run(const Outside *o, const char *editor);
/*
 * Takes the text back.  *changed: it differs.  When it cannot be taken (a conflict, a full disk) the file stays where it is and the error names
 * it; otherwise it is removed.
 */
const Err *outside_end(Outside *o, Archive *a, bool *changed, Str *said);
void outside_free(Outside *o);			/* leaves the file if it was not taken back */

#endif
