/* Reading and drawing rows of drafts. */
#include "tui/views/draft_rows.h"

#include <stdlib.h>

#include "base/words.h"

#define MARGIN 3

/* Without the item; a second draft's with its @draft-N. */
static char *issue_of(const char *address)
{
	const char *version = strrchr(address, '@');
	return mem_printf("%.*s%s", (int)strcspn(address, "#@"), address, version ? version : "");
}

static bool is_within(const char *address, const char *only)
{
	size_t n = only ? strlen(only) : 0;
	if (n && only[n - 1] == '#')
		return strcmp(address, only) == 0;
	return !n || (strncmp(address, only, n) == 0 && strchr("#/@", address[n]));
}

static char *title_of(const IssueList *l, const char *issue)
{
	Slice plain = slice(issue, strcspn(issue, "@"));
	for (size_t i = 0; i < l->rows.len; i++)
		if (slice_is(plain, l->rows.v[i].address))
			return mem_dup(l->rows.v[i].title);
	return mem_dup(issue);
}

const Err *draft_rows_read(DraftRows *r, Archive *a, bool aside, const char *only)
{
	IssueList l = { 0 };
	draft_rows_free(r);
	const Err *err = draft_items(a, &r->items);
	if (!err)
		err = issues_list(a, true, &l);
	for (size_t i = 0; i < r->items.len && !err; i++) {
		if (!is_within(r->items.v[i].address, only) || (r->items.v[i].aside && !aside))
			continue;
		char *issue = issue_of(r->items.v[i].address);
		if (!r->rows.len || strcmp(VEC_LAST(&r->rows)->issue, issue) != 0) {
			VEC_PUSH(&r->rows, ((DraftRow){ true, i, title_of(&l, issue), mem_dup(issue) }));
			r->issues += !r->items.v[i].aside;
		}
		VEC_PUSH(&r->rows, ((DraftRow){ false, i, NULL, issue }));
	}
	issues_list_free(&l);
	return err;
}

void draft_rows_free(DraftRows *r)
{
	for (size_t i = 0; i < r->rows.len; i++) {
		free(r->rows.v[i].title);
		free(r->rows.v[i].issue);
	}
	VEC_FREE(&r->rows);
	draft_items_free(&r->items);
	*r = (DraftRows){ 0 };
}

static void heading_flags(const DraftItem *d, Str *out)
{
	if (d->aside)
		str_add_c(out, _("second draft, set aside"));
	if (d->recovered)
		str_printf(out, "%s%s", out->len ? " · " : "", _("typed and not saved"));
	if (d->behind)
		str_printf(out, "%s%s", out->len ? " · " : "", _("behind"));
	if (d->holder) {
		str_add_c(out, out->len ? " · " : "");
		str_printf(out, _("being edited by process %ld"), d->holder);
	}
}

static void draw_heading(const DraftRow *w, const DraftItem *d, Area a, int row)
{
	Str flags = STR_EMPTY;
	heading_flags(d, &flags);
	int end = area_put_right(a, row, a.cols - 1, str_slice(&flags), ROLE_NOTE);
	area_put_cut(a, row, MARGIN, end - MARGIN - 2, slice_c(w->title), ROLE_TITLE);
	str_free(&flags);
}

static void draw_item(const DraftItem *d, bool selected, Area a, int row)
{
	Str words = STR_EMPTY;
	if (d->added)
		str_printf(&words, "+%zu", d->added);
	if (d->removed)
		str_printf(&words, "%s−%zu", words.len ? " " : "", d->removed);
	if (words.len)
		str_printf(&words, " %s", words_plural("word", "words", d->added + d->removed));
	int end = area_put_right(a, row, a.cols - 1, str_slice(&words), ROLE_TEXT) - 2, col = MARGIN + 2;
	str_clear(&words);
	str_add_c(&words, change_words(d->kind));
	int kind = area_width(str_slice(&words)), room = end - col - kind - 2;
	if (*d->title)	/* the lead has none */
		col += area_put_cut(a, row, col, room, slice_c(d->title), selected ? ROLE_STRONG : ROLE_TEXT) + 2;
	area_put_cut(a, row, col, end - col, str_slice(&words), *d->title ? ROLE_DIM : selected ? ROLE_STRONG : ROLE_TEXT);
	str_free(&words);
}

void draft_row_draw(const DraftRows *r, size_t at, bool selected, Area a, int row)
{
	const DraftRow *w = &r->rows.v[at];
	const DraftItem *d = &r->items.v[w->item];
	if (w->heading)
		draw_heading(w, d, a, row);
	else
		draw_item(d, selected, a, row);
	if (!selected)
		return;
	area_put_c(a, row, 1, ">", ROLE_MARKER);
	area_cursor(a, row, 1);
}
