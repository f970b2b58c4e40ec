/* Who else is at what a place shows, told once when it comes to light. */
#include "tui/views/presence_tell.h"

#include "archive/presence.h"

void presence_tell(Archive *a, const char *address, Reply *r)
{
	Str line = STR_EMPTY, words = STR_EMPTY;
	Target t = { 0 };
	if (!target_find(a, slice_c(address), &t))
		presence_line(a, &t, &line);
	if (line.len) {
		reply_sentence(str_c(&line), &words);
		str_printf(&r->words, "%s%s", r->words.len ? " " : "", str_c(&words));
	}
	target_free(&t);
	str_free(&line);
	str_free(&words);
}
