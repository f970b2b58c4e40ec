/* What a sync that stopped has to ask on the page that says why: whether to share a branch, or to set versions aside. */
#include "tui/views/stopped.h"

#include <stdlib.h>

#include "base/words.h"

#define TO "to "
#define ASIDE "aside "

static Reply ask_share(const char *remote, const char *branch)
{
	const char *choices[] = { _("n:no"), _("y:yes, share it") };
	Str question = STR_EMPTY;
	str_printf(&question, _("Share %s with %s from now on?"), branch, remote);
	Reply r = reply_choice(ASK_SHARE, str_c(&question), choices, 2);
	str_free(&question);
	return r;
}

static Reply ask_aside(const char *branch)
{
	const char *choices[] = { _("n:no, leave all as it is"), _("y:yes, set them aside") };
	Str question = STR_EMPTY;
	str_printf(&question, _("Put your versions on a branch of their own, and let %s follow the shared one?"), branch);
	Reply r = reply_choice(ASK_ASIDE, str_c(&question), choices, 2);
	str_free(&question);
	return r;
}

Reply stopped_ask(const char *what, const char *branch)
{
	Slice s = slice_c(what);
	if (slice_starts(s, TO))
		return ask_share(what + strlen(TO), branch);
	return slice_starts(s, ASIDE) ? ask_aside(branch) : reply_stay();
}

static Reply sync_job(const char *how, Slice value)
{
	char *job = mem_printf("sync %s%.*s", how, (int)value.len, value.p);
	Reply r = reply_job(job);
	free(job);
	reply_tell(&r, "%s", _("Asking the shared archive …"));
	return r;
}

Reply stopped_answer(const char *what, const Answer *a)
{
	bool yes = a->kind == ANSWER_CHOICE && a->choice == 1;
	if (a->what == ASK_SHARE && yes)
		return sync_job(TO, slice_c(what + strlen(TO)));
	if (a->what == ASK_ASIDE && yes)
		return reply_line(ASK_ASIDE_NAME, _("The branch for your versions"), slice_c(what + strlen(ASIDE)), false);
	if (a->what == ASK_ASIDE_NAME && a->kind == ANSWER_LINE)
		return sync_job(ASIDE, slice_trim(a->line));
	return reply_say(_("Nothing was changed."));
}
