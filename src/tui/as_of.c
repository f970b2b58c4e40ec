/* The archive as of another day can only be looked at. */
#include "tui/as_of.h"

#include "base/words.h"

#define NARROW 60		/* columns below which few words say what is seen as of when */

static bool is_of_now(Cmd c)
{
	return command_get(c)->group == GROUP_WRITE || c == CMD_SYNC;
}

bool as_of_never(const Archive *a, Cmd c)
{
	return archive_at(a) && is_of_now(c) && c != CMD_RESTORE;
}

size_t as_of_possible(const Archive *a, Cmd *cmds, size_t n)
{
	size_t kept = 0;
	bool then = archive_at(a);
	if (!archive_read_only(a))
		return n;
	for (size_t i = 0; i < n; i++)
		if (is_of_now(cmds[i]) ? then && cmds[i] == CMD_RESTORE : true)
			cmds[kept++] = cmds[i];
	if (then)
		cmds[kept++] = CMD_AT;
	return kept;
}

void as_of_title(const Archive *a, int cols, Str *right)
{
	Str words = STR_EMPTY;
	const char *at = archive_at_words(a);
	if (!at)
		return;
	str_printf(&words, cols < NARROW ? "@%s" : _("as of %s"), at);
	if (right->len)
		str_printf(&words, " · %s", str_c(right));
	str_free(right);
	*right = words;
}

Reply as_of_refuse(const Archive *a, const char *key)
{
	return reply_say(_("This is the archive as of %s, where nothing can be changed; %s and Enter come back to now."), archive_at_words(a), key);
}
