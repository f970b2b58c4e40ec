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

/* From the archive as of then it goes into that of now. */
static Reply restore_now(const Archive *a, const Target *then)
{
	Target was = *then;
	Archive *now = NULL;
	char *address = NULL;
	if (was.at != AT_COMMIT) {
		was.at = AT_COMMIT;
		was.commit = *archive_at(a);
	}
	const Err *err = archive_open_quick(&now, archive_dir(a));
	if (!err && archive_read_only(now))
		err = err_new(ERR_NONE, "%s", archive_read_only(now));
	if (!err)
		err = revise_restore(now, &was, &address);
	Reply r = err ? reply_err(err) : reply_now("reader", address);
	if (!err)
		reply_tell(&r, "%s", is_draft(now, address) ? _("This is now again: the older text is a draft; R records it.")
		    : _("This is now again, and it is what is recorded: nothing was changed."));
	free(address);
	archive_free(now);
	return r;
}

Reply restore_version(Archive *a, const Target *then)
{
	if (archive_at(a))
		return restore_now(a, then);
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
