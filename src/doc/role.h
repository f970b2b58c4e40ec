/* Roles: what a run of text is, for a look to decide how it appears.  Nothing is told by a look alone. */
#ifndef BLAD_DOC_ROLE_H
#define BLAD_DOC_ROLE_H

#include "base/str.h"

/* One row a role, with its name in theme.conf. */
#define ROLES(X) \
	X(ROLE_TEXT, "text") X(ROLE_TITLE, "title") X(ROLE_HEADING, "heading") X(ROLE_SUBHEADING, "subheading") \
	X(ROLE_EMPH, "emph") X(ROLE_STRONG, "strong") X(ROLE_STRONG_EMPH, "strong-emph") X(ROLE_CODE, "code") \
	X(ROLE_QUOTE, "quote") X(ROLE_LINK, "link") X(ROLE_IMAGE, "image") X(ROLE_MARKER, "marker") \
	X(ROLE_RULE, "rule") X(ROLE_DIM, "dim") X(ROLE_NOTE, "note") X(ROLE_TABLE_HEAD, "table-head") \
	X(ROLE_ADDED, "added") X(ROLE_REMOVED, "removed") X(ROLE_MOVED, "moved") X(ROLE_FOUND, "found") \
	X(ROLE_BAR, "bar") X(ROLE_BAR_STRONG, "bar-strong") X(ROLE_KEY, "key") X(ROLE_SELECTED, "selected") \
	X(ROLE_DATE, "date") X(ROLE_DRAFT, "draft") X(ROLE_ERROR, "error") X(ROLE_PROMPT, "prompt")

typedef enum {
#define X(id, name) id,
	ROLES(X)
#undef X
	ROLE_COUNT
} Role;

const char *role_name(Role r);
int role_find(Slice name);	/* -1 if there is none */

#endif
