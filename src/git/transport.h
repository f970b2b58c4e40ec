/* Our own smart subtransport: ssh, or git's server programs, at the other end of pipes; private to this room. */
#ifndef BLAD_GIT_TRANSPORT_H
#define BLAD_GIT_TRANSPORT_H

#include <signal.h>

#include <git2.h>
#include <git2/sys/transport.h>

#include "git/askpass.h"
#include "git/git2.h"
#include "git/remote.h"

/* What a server of https was told; all of it is wiped at the end. */
typedef struct {
	Str given, refused;		/* lines of "git credential": the last one, and the one before */
	int tries;
	bool taken;			/* the server was content with it */
} Login;

/* One conversation with a shared repository: the payload of all of libgit2's callbacks. */
typedef struct {
	Repo *r;
	const RemoteOpts *opts;
	bool push;
	const char *phase;		/* last told, and told again while we wait */
	size_t done, total, bytes;
	char *proxy;			/* of http and https; NULL: none */
	char *via_host, *via_port;	/* where all connections go instead, or NULL */
	Login login;
	Askpass *askpass;		/* where ssh's questions come in; NULL: nowhere */
	Str words;			/* of ssh or the server's program, on standard error */
	Str remote;			/* of the server's hooks, in the side band */
	const Err *err;			/* ours, where libgit2 only knows -1 */
	bool cancelled;
	int64_t patience;		/* ms without a byte before we give up; 0: no end */
	bool answered;			/* the server said what became of our push */
	char *refusal;			/* and why it refused */
	struct sigaction sigpipe;	/* as it was before */
} Talk;

void talk_begin(Talk *t, Repo *r, const RemoteOpts *o);
void talk_end(Talk *t);
/* Tells how far we are; true: the user wants to stop. */
bool talk_step(Talk *t);
/* The same from somebody who waits for a byte since then (clock_ms); true also after t->patience times `times`, and err says so. */
bool talk_waits(Talk *t, int64_t since, int times);
/* What went wrong: our own words first, then ssh's or the server's, then libgit2's. */
const Err *talk_err(const Talk *t, int rc, const char *what);

/* The stream alone, for who needs no more of libgit2. */
const Err *transport_open(git_smart_subtransport_stream **out, Talk *t, const char *address, const char *program);
/* git_transport_cb; leaves http, https and git to libgit2. */
int transport_new(git_transport **out, git_remote *owner, void *talk);

#endif
