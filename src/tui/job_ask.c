/* What a child at work asks, as a question of the interface. */
#include "tui/job_ask.h"

#include "base/words.h"

/* The careful one first: it is what a hasty Enter gives. */
static const char *const choices[] = { N_("n:no"), N_("y:yes") };

Reply job_ask(const Job *j, int what)
{
	const char *shown[] = { _(choices[0]), _(choices[1]) };
	const char *question = str_c(&j->question);
	Reply r = j->asks == ASK_YES_NO ? reply_choice(what, question, shown, 2) : reply_line(what, question, SLICE_LIT(""), false);
	r.ask.hidden = j->asks == ASK_SECRET;
	return r;
}

void job_ask_answer(Job *j, const Answer *a)
{
	if (j->asks == ASK_YES_NO)
		job_answer(j, a->choice ? SLICE_LIT("yes") : SLICE_LIT("no"));
	else
		job_answer(j, a->line);
}
