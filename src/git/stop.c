/* Signals that end the program while another one works for it: that one is ended first, and what was begun is cleared away. */
#include "git/stop.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE 3	/* seconds until the program ends all the same */

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define SIGNALS (sizeof signals / sizeof *signals)

static struct sigaction before[SIGNALS];
static volatile sig_atomic_t asked, children;
static int depth;

static void end_by(int sig)
{
	signal(sig, SIG_DFL);
	raise(sig);
}

static void handle(int sig)
{
	if (asked)
		return;		/* it is being cleared away, and the alarm is set */
	asked = sig;
	if (children)
		alarm(PATIENCE);
	else
		end_by(sig);	/* delivered when this returns */
}

void stop_begin(void)
{
	struct sigaction ours;

	if (depth++ > 0)
		return;
	memset(&ours, 0, sizeof ours);
	ours.sa_handler = handle;
	sigemptyset(&ours.sa_mask);
	/* What somebody has chosen to ignore, or handles, stays so. */
	for (size_t i = 0; i < SIGNALS; i++)
		if (sigaction(signals[i], NULL, &before[i]) == 0 && before[i].sa_handler == SIG_DFL)
			sigaction(signals[i], &ours, NULL);
}

void stop_end(void)
{
	if (--depth > 0)
		return;
	for (size_t i = 0; i < SIGNALS; i++)
		if (before[i].sa_handler == SIG_DFL)
			sigaction(signals[i], &before[i], NULL);
	if (asked)
		alarm(0);
}

void stop_child(bool there)
{
	children += there ? 1 : -1;
}

bool stop_asked(void)
{
	return asked != 0;
}

void stop_obey(void)
{
	if (asked)
		end_by(asked);
}
