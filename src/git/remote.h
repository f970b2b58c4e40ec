/* Talking to shared repositories: fetch, push and clone through our own smart subtransport (git/transport.c). */
#ifndef BLAD_GIT_REMOTE_H
#define BLAD_GIT_REMOTE_H

#include "git/asker.h"
#include "git/object.h"

typedef struct {
	/* phase: "fetch", "resolve", "push", "files".  Returning true cancels.  May be NULL. */
	bool (*step)(void *data, const char *phase, size_t done, size_t total, size_t bytes);
	void *data;
	Asker *asker;		/* who can be asked for passwords and the like; NULL: nobody, and ssh must not ask either */
	/* Moves a ref of this repository; NULL: ref_move.  For one who has to survive a kill in the middle, or who forbids a move. */
	const Err *(*move)(void *data, const char *ref, const Oid *was, const Oid *now);
	/* remote_fetch: another ref of theirs, and ours that follows it wherever it goes (also away).  May be NULL. */
	const char *also, *also_here;
	const char *under;	/* remote_fetch: a folder of their branches, which refs/remotes/NAME/FOLDER/ follows likewise, as far as it can.  May be NULL. */
	size_t *skipped;	/* remote_clone: files that were not written (links, names no work tree should hold).  May be NULL. */
} RemoteOpts;

typedef struct {
	char *name;		/* origin */
	char *url;
	char *tracking;		/* refs/remotes/origin/main */
	char *merge;		/* refs/heads/main on the other side */
} Upstream;

const Err *upstream_get(Repo *r, const Head *head, Upstream *out);	/* ERR_NONE in words when there is none */
/* ERR_NONE in words where git would push the branch to another remote (branch.NAME.pushRemote, remote.pushDefault). */
const Err *upstream_both_ways(Repo *r, const Head *head, const Upstream *u);
void upstream_free(Upstream *u);
const char *upstream_short(const Upstream *u);		/* origin/main */
/* git/upstream.c: where a branch that is not shared yet would go: to this remote, under its own name.  What it is shared as already is given too. */
const Err *upstream_first(Repo *r, const Head *head, const char *remote, Upstream *out);
const Err *upstream_set(Repo *r, const Head *head, const Upstream *u);	/* from now on it is shared so */
/* The remote to share a branch with that never was: the only one there is; else NULL.  Owned by the caller. */
char *upstream_only(Repo *r, const Head *head);
/* Versions of a branch that nothing is known of elsewhere: none where there is no remote at all. */
size_t upstream_unsent(Repo *r, const Head *head);

const Err *remote_fetch(Repo *r, const Upstream *u, const RemoteOpts *o);
/* Pushes one commit to u->merge; ERR_MOVED when somebody was faster; other refusals carry the server's words, cleaned. */
const Err *remote_push(Repo *r, const Upstream *u, const Oid *commit, const RemoteOpts *o);
/* Takes u->merge away there, and here what follows it; ERR_MOVED where it stands elsewhere than seen.  That it is gone already is no error. */
const Err *remote_delete(Repo *r, const Upstream *u, const Oid *seen, const RemoteOpts *o);
const Err *remote_clone(Repo **out, const char *url, const char *dir, const RemoteOpts *o);

#endif
