/* The two questions of who one is. */
#include "tui/views/identity.h"

#include <stdlib.h>

#include "base/words.h"
#include "git/conf.h"

void identity_free(Identity *i)
{
	str_free(&i->name);
	str_free(&i->last_name);
}

bool identity_wanted(Identity *i, Archive *a, int ask, Reply *out)
{
	char *name = NULL, *mail = NULL;
	const Err *err = conf_identity(archive_repo(a), &name, &mail);
	bool wanted = err;
	if (err && err_kind(err) != ERR_IDENTITY)
		*out = reply_err(err);
	else if (err)
		*out = i->name.len ? reply_line(ask + 1, _("Your e-mail address"), SLICE_LIT(""), false)
		    : reply_line(ask, _("Your name, as the history will show it (asked once)"), name ? slice_c(name) : str_slice(&i->last_name), false);
	free(name);
	free(mail);
	return wanted;
}

/* What git will not take is asked again. */
static bool keep(Identity *i, Archive *a, int ask, Slice mail, Reply *out)
{
	char *name = slice_dup(slice_trim(str_slice(&i->name))), *address = slice_dup(slice_trim(mail));
	Repo *repo = archive_repo(a);
	const Err *err = conf_set(repo, "user.name", name);
	if (!err)
		err = conf_set(repo, "user.email", address);
	free(name);
	free(address);
	str_clear(&i->last_name);
	str_add_slice(&i->last_name, str_slice(&i->name));
	str_clear(&i->name);
	if (err)
		*out = reply_err(err);
	bool more = err || identity_wanted(i, a, ask, out);
	if (more && out->kind == REPLY_ASK && out->ask.what == ask)
		reply_tell(out, "%s", _("A name and an e-mail address are needed, without < and >."));
	return more;
}

bool identity_answer(Identity *i, Archive *a, int ask, const Answer *answer, Reply *out)
{
	if (answer->what != ask)
		return keep(i, a, ask, answer->line, out);
	str_clear(&i->name);
	str_add_slice(&i->name, slice_trim(answer->line));
	return identity_wanted(i, a, ask, out);
}
