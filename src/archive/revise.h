/* What a person does to the text of an issue, each an edit of its draft: new, add, replace, delete, move, set. */
#ifndef BLAD_ARCHIVE_REVISE_H
#define BLAD_ARCHIVE_REVISE_H

#include "archive/draft.h"

typedef struct {
	const char *series, *template, *title;	/* NULL: the newest issue's series, its template, asked for nothing */
	Date date;				/* none: today */
	const char *path;			/* NULL: by the series' pattern, as the newest is named, or under issues/ */
} NewIssue;
/* A new issue as a draft; *address and *path are owned by the caller. */
const Err *revise_new(Archive *a, const NewIssue *n, char **address);

/* A new item after the target (an issue: at the end; its lead: first) in its neighbours' form and level; without a title it has the one that
 * body begins with. */
const Err *revise_add(Archive *a, const Target *after, const char *title, Slice body, char **address);
/* The target's text replaced; said (may be NULL): what is to be told, such as that it is now two items. */
const Err *revise_replace(Archive *a, const Target *t, Slice with, Str *said);
const Err *revise_delete(Archive *a, const Target *t);
const Err *revise_move(Archive *a, const Target *t, const Target *after, char **address);	/* also into another issue */
const Err *revise_set(Archive *a, const Target *issue, const char *key, Slice value);
/* The text of what the target was at that version put where it stands now, or back where it stood. */
const Err *revise_restore(Archive *a, const Target *then, char **address);
/* What is not recorded of the target taken back: an issue's whole draft, or one item's, lead's or key's change (kept 30 days in dropped/).  An
 * item that came from another issue goes back there. */
const Err *revise_drop(Archive *a, const Target *t, Str *said);

#endif
