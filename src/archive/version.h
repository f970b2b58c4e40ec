/*
 * Making a version as git would: the hooks that look at it, and may change it, are asked; it is signed; then its objects are there.  Nothing
 * moves.  Whoever calls holds no lock meanwhile: a hook may take its time.
 */
#ifndef BLAD_ARCHIVE_VERSION_H
#define BLAD_ARCHIVE_VERSION_H

#include "git/object.h"
#include "git/run.h"

typedef struct {
	bool join;			/* of two histories: pre-merge-commit instead of pre-commit */
	bool no_sign, no_verify;	/* without signature; without any hook */
	const RunWatch *watch;		/* may be NULL */
	bool *sign_failed;		/* set where it is the signature that could not be made; may be NULL */
} VersionOpts;

/* Would a program of the user's run?  Then it may last. */
bool version_may_last(Repo *r, const VersionOpts *o);
/* ERR_FAIL in words where git would run what blad does not. */
const Err *version_may_be(Repo *r, const VersionOpts *o);
/*
 * state: the private folder.  pre-commit and commit-msg may change c->tree (through the index they are given) and c->message.  An error leaves
 * everything as it was.
 */
const Err *version_make(Repo *r, const char *state, Commit *c, const VersionOpts *o, Oid *out);
/* After the branch has it: post-commit, or post-merge.  What they say is told; that they fail changes nothing. */
void version_made(Repo *r, const VersionOpts *o);

/* Clears away what killed processes left in the private folder. */
void version_sweep(const char *state);

#endif
