/* Asking once who one is, before something that bears a name. */
#ifndef BLAD_TUI_VIEWS_IDENTITY_H
#define BLAD_TUI_VIEWS_IDENTITY_H

#include "archive/archive.h"
#include "tui/kit/view.h"

typedef struct {
	Str name, last_name;	/* the one just given; the one that was not taken */
} Identity;
void identity_free(Identity *i);

/*
 * True: *out asks for the name (a question numbered ask) or the address (ask + 1), or says what is wrong.  False: both are known, and *out is
 * as it was.
 */
bool identity_wanted(Identity *i, Archive *a, int ask, Reply *out);
/* The answer to one of the two, kept in this archive's own settings; true as above. */
bool identity_answer(Identity *i, Archive *a, int ask, const Answer *answer, Reply *out);

#endif
