/* The command line does it, on our terminal. */
#include "tui/views/edit_outside.h"

#include "archive/outside.h"
#include "base/words.h"

Reply edit_outside(const char *address)
{
	const char *args[] = { "edit", address };
	if (!outside_editor())
		return reply_say(_("Neither $VISUAL nor $EDITOR names an editor; e changes it here."));
	return reply_run(args, 2);
}
