/*
 * A child at work: `blad -C DIR --child WHAT` ("fill", "sync", "history ADDRESS", "blame ADDRESS", "compare …"), which speaks lines on a pipe.  Cancelling is ending the child.
 *	at DONE TOTAL WORDS	how far it is; TOTAL 0: unknown
 *	say WORDS		what to tell at the end
 *	way ANYTHING		a way on, for the page that tells it to ask about: a line of its own below the words
 *	row ANYTHING		a piece of the result, for the view that asked
 *	terminal		it cannot go on without a terminal for another program's questions
 *	ask secret|line|yesno WORDS	it waits for an answer on its standard input: a line, where "yes" and "no" are answers too
 *	decide | fail | done	how it ended; the last line
 */
#ifndef BLAD_TUI_JOB_H
#define BLAD_TUI_JOB_H

#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"
#include "git/asker.h"

typedef enum { JOB_NONE, JOB_WORKS, JOB_DONE, JOB_FAILED, JOB_DECIDE, JOB_TERMINAL } JobState;

typedef struct {
	JobState state;
	pid_t pid;
	int fd;			/* readable when it says something; -1 */
	int answers;		/* where it reads */
	char *what;
	size_t done, total;
	Str doing, said, line;
	Str rows;		/* the pieces, a line each */
	Str question;
	AskKind asks;
	bool waits;		/* for the answer to question */
} Job;

/* at: the version that the archive is seen as of, or NULL. */
const Err *job_start(Job *j, const char *dir, const char *at, const char *what);
/* Reads what it said; call when fd is readable.  At its end state is no longer JOB_WORKS. */
void job_read(Job *j);
void job_answer(Job *j, Slice line);
void job_free(Job *j);		/* also ends it */

/* The other side: lines on standard output. */
void job_tell_at(size_t done, size_t total, const char *words);
void job_tell_say(const char *words);
void job_tell_way(const char *what);
void job_tell_row(const char *row);
void job_tell(const char *end);
/* false: there is no answer any more. */
bool job_tell_ask(AskKind kind, const char *words, Str *answer);

#endif
