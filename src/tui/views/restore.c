/* Restoring. */
#include "tui/views/restore.h"

#include <stdlib.h>

#include "archive/revise.h"
#include "base/words.h"

static bool is_draft(Archive *a, const char *address)
{
	Target t = { 0 };
	IssueText text = { 0 };
	bool draft = !target_find(a, slice_c(address), &t) && !target_text(a, &t, &text) && text.draft;
	issue_text_free(&text);
	target_free(&t);
	return draft;
}

Reply restore_version(Archive *a, const Target *then)
{
	char *address = NULL;
	const char *why = archive_read_only(a);
	if (why)
		return reply_why(why);
	const Err *err = revise_restore(a, then, &address);
	if (err)
		return reply_err(err);
	Reply r = reply_open("reader", address);
	if (then->at == AT_DRAFT)
		reply_tell(&r, "%s", _("It is in the draft now. D shows the second one; x drops it there when nothing more is needed."));
	else if (is_draft(a, address))
		reply_tell(&r, "%s", _("The older text is a draft now; R records it."));
	else
		reply_tell(&r, "%s", _("It is what is recorded now: nothing was changed."));
	free(address);
	return r;
}
