/* Files changed by hand, taken as drafts. */
#include "tui/views/take.h"

#include <stdlib.h>

#include "archive/nearest.h"
#include "base/words.h"

#define NAMED_MAX 3

void take_choose(Archive *a, const Names *paths, Names *out)
{
	for (size_t i = 0; i < paths->len; i++) {
		ByHand h;
		bool found = false;
		if (!by_hand_look(a, paths->v[i], &h, &found) && found && by_hand_may_take(&h))
			names_add(out, h.path);
		if (found)
			by_hand_free(&h);
	}
}

Reply take_ask(int what, const Names *files)
{
	const char *choices[] = { _("y:yes, take it"), _("n:no, leave it so") };
	Str names = STR_EMPTY, question = STR_EMPTY;
	names_join(files, NAMED_MAX, &names);
	str_printf(&question, words_plural("%s was changed by hand. Take that as a draft?", "%s were changed by hand. Take that as drafts?", files->len),
	    str_c(&names));
	Reply r = reply_choice(what, str_c(&question), choices, 2);
	str_free(&question);
	str_free(&names);
	return r;
}

void take_files(Archive *a, const Names *files, Reply *r)
{
	Str words = STR_EMPTY;
	for (size_t i = 0; i < files->len; i++) {
		char *address = NULL;
		bool beside = false;
		const Err *err = by_hand_take(a, files->v[i], &address, &beside);
		if (words.len)
			str_add_char(&words, ' ');
		if (err)
			reply_sentence(err_text(err), &words);
		else if (beside)
			str_printf(&words, _("%s is a second draft: the first has other changes of the same."), address);
		else
			str_printf(&words, _("%s is a draft now; R records it."), address);
		free(address);
	}
	reply_tell(r, "%s", str_c(&words));
	str_free(&words);
}
