/* share-draft: drafts shown to others before they are recorded. */
#include <stdlib.h>

#include "archive/draft.h"
#include "archive/share_draft.h"
#include "base/words.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/print.h"

static void add_path(Names *paths, const char *path)
{
	for (size_t i = 0; i < paths->len; i++)
		if (strcmp(paths->v[i], path) == 0)
			return;
	names_add(paths, path);
}

/* A draft is of a file: an item's address means the draft that it is in. */
static const Err *add_address(Archive *a, const char *address, Names *paths)
{
	Target t = { 0 };
	const Err *err = target_find(a, slice_c(address), &t);

	if (!err)
		add_path(paths, t.path);
	target_free(&t);
	return err;
}

static const Err *all_drafts(Archive *a, Names *paths)
{
	DraftList drafts = { 0 };
	const Err *err = drafts_list(a, &drafts);

	for (size_t i = 0; !err && i < drafts.len; i++)
		if (!drafts.v[i].aside)
			add_path(paths, drafts.v[i].path);
	drafts_list_free(&drafts);
	return err;
}

static const Err *all_shared(Archive *a, Names *paths)
{
	Names mine = { 0 };
	const Err *err = share_draft_mine(a, &mine);

	for (size_t i = 0; i < mine.len; i++)
		add_path(paths, mine.v[i]);
	names_free(&mine);
	return err;
}

static const Err *find_paths(const Call *c, Archive *a, Names *paths)
{
	const Err *err = c->count ? NULL : call_has(c, "withdraw") ? all_shared(a, paths) : all_drafts(a, paths);

	for (int i = 0; i < c->count && !err; i++)
		err = add_address(a, c->args[i], paths);
	if (!err && !paths->len)
		print_f("%s\n", call_has(c, "withdraw") ? _("No draft is shared by you.") : _("There is no draft to share."));
	return err;
}

const Err *cmd_share_draft(const Call *c)
{
	Asker *asker = ask_asker();
	RemoteOpts o = { .asker = asker };
	Archive *a = NULL;
	Names paths = { 0 };
	const Err *err = call_archive(c, &a);

	if (!err)
		err = find_paths(c, a, &paths);
	for (size_t i = 0; i < paths.len && !err; i++) {
		Str words = STR_EMPTY;

		for (bool asked = false;; asked = true) {
			err = call_has(c, "withdraw") ? share_draft_withdraw(a, paths.v[i], &o, &words) : share_draft(a, paths.v[i], &o, &words);
			if (!err || asked || err_kind(err) != ERR_IDENTITY || (err = ask_identity(a, err)))
				break;
		}
		if (!err)
			print_f("%s\n", str_c(&words));
		str_free(&words);
	}
	names_free(&paths);
	archive_free(a);
	asker_free(asker);
	return err;
}
