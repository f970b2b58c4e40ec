/* Drafts of what a person wrote into the work tree: which file's text they took. */
#ifndef BLAD_ARCHIVE_DRAFT_TAKE_H
#define BLAD_ARCHIVE_DRAFT_TAKE_H

#include "archive/draft.h"

/* A file's text, and the one it was made from. */
typedef struct {
	Oid base_commit, base_blob;	/* zero: a new issue */
	Str base, text;
	Charset charset;
	Oid file, staged;		/* what git would store of the file; what its index has of it */
} HandText;
void hand_text_free(HandText *h);

/* Becomes the text of a draft that has none yet on disk, with its own base; durable when it returns. */
const Err *draft_take(Draft *d, const HandText *h);
/* Joined into a draft that is there.  ERR_DECIDE: that cannot be done surely, and the draft is as it was (but may have been set on the tip). */
const Err *draft_take_too(Draft *d, const HandText *h);
/* Beside the drafts that are there, as the next one free. */
const Err *draft_take_beside(Archive *a, const char *path, const HandText *h, char **address);

/* Has it taken a file's text? */
bool draft_taken(const Draft *d, Oid *file, Oid *staged);
/* The address of the draft of a path that took this text, owned by the caller; or NULL. */
char *draft_that_took(Archive *a, const char *path, const Oid *file);
/* Is it on disk, or only begun? */
bool draft_is_stored(const Draft *d);

#endif
