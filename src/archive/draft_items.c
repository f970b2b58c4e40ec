/* What is not recorded, an item at a time. */
#include "archive/draft_items.h"

#include <stdlib.h>

#include "base/words.h"

static const char *const kind_words[] = {
	[CHANGE_BORN] = NC_("change", "new"),
	[CHANGE_EDITED] = NC_("change", "changed"),
	[CHANGE_RETITLED] = NC_("change", "new title"),
	[CHANGE_MOVED] = NC_("change", "moved"),
	[CHANGE_DELETED] = NC_("change", "deleted"),
	[CHANGE_HEADER] = NC_("change", "header"),
	[CHANGE_LEAD] = NC_("change", "lead"),
	[CHANGE_FORM] = NC_("change", "form"),
};

const char *change_words(ChangeKind k)
{
	return C_("change", kind_words[k]);
}

static char *change_address(const DraftInfo *info, const Change *c)
{
	Str s = STR_EMPTY;

	addr_format(slice_c(info->path), change_part(c), c->chain, slice_c(draft_version(info)), &s);
	return str_steal(&s);
}

static void add_draft(const DraftInfo *info, Slice was, Slice now, DraftItems *out)
{
	Changes changes = { 0 };

	changes_read(was, now, true, &changes);
	for (size_t i = 0; i < changes.changes.len; i++) {
		const Change *c = &changes.changes.v[i];
		DraftItem *item = VEC_ADD(out);

		*item = (DraftItem){
			.address = change_address(info, c),
			.title = slice_dup(c->title.len ? c->title : c->was_title),
			.kind = c->kind,
			.base = info->base_commit,
			.time = info->time,
			.added = c->added,
			.removed = c->removed,
			.behind = info->behind,
			.recovered = info->recovered,
			.holder = info->holder,
			.aside = info->aside,
		};
	}
	/* A change of form alone has no item; it is unrecorded text all the same. */
	if (!changes.changes.len)
		VEC_PUSH(out, ((DraftItem){
			.address = mem_dup(info->address), .title = mem_dup(""), .kind = CHANGE_EDITED,
			.base = info->base_commit, .time = info->time,
			.behind = info->behind, .recovered = info->recovered, .holder = info->holder, .aside = info->aside }));
	changes_free(&changes);
}

const Err *draft_items(Archive *a, DraftItems *out)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	for (size_t i = 0; !err && i < list.len; i++) {
		Draft *d = NULL;

		err = draft_peek_nth(&d, a, list.v[i].path, list.v[i].nth);
		if (!err)
			add_draft(&list.v[i], draft_base(d), draft_text(d), out);
		else if (err_kind(err) == ERR_NONE)
			err = NULL;	/* recorded or dropped by another process meanwhile */
		draft_close(d);
	}
	drafts_list_free(&list);
	return err;
}

void draft_items_free(DraftItems *d)
{
	for (size_t i = 0; i < d->len; i++) {
		free(d->v[i].address);
		free(d->v[i].title);
	}
	VEC_FREE(d);
}
