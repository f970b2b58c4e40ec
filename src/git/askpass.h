/*
 * ssh's questions to us: it runs the program that SSH_ASKPASS names, which is this one under another name (the link in a private folder), and
 * that asks whoever started ssh through a socket beside the link.
 *	question: the hint (SSH_ASKPASS_PROMPT), a line end, the prompt, end of file
 *	answer: '+' and the words; nothing else: none
 */
#ifndef BLAD_GIT_ASKPASS_H
#define BLAD_GIT_ASKPASS_H

#include "base/err.h"
#include "git/asker.h"

typedef struct Askpass Askpass;
const Err *askpass_open(Askpass **out);
void askpass_close(Askpass *p);			/* and nothing of it is left */
const char *askpass_program(const Askpass *p);	/* for SSH_ASKPASS */
int askpass_fd(const Askpass *p);		/* readable: somebody asks */
/* Takes one question; false: the person would rather stop. */
bool askpass_take(Askpass *p, Asker *a);

/* The other side: was this process started as the helper, under that name?  Then its exit status. */
bool askpass_is(const char *argv0);
int askpass_main(const char *argv0, const char *prompt);

#endif
