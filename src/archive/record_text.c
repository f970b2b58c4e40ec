/* What a recording says. */
#include "archive/record_text.h"

#include <stdlib.h>

#include "archive/draft_items.h"
#include "base/names.h"
#include "base/utf8.h"
#include "base/words.h"
#include "issue/diff.h"

#define SUBJECT_COLUMNS 72

static char *issue_title(const Entry *e)
{
	Cut cut = { 0 };
	Meta meta = { 0 };
	Arena *arena = arena_new();
	Slice text = str_slice(&e->text);
	char *out;

	cut_make(text, NULL, &cut);
	meta_read(text, slice_c(draft_info(e->draft)->path), &cut, &meta, arena);
	out = slice_dup(meta.title);
	cut_free(&cut);
	arena_free(arena);
	return out;
}

static State state_of(const Entry *e, Slice text)
{
	Cut cut = { 0 };
	Meta meta = { 0 };
	Arena *arena = arena_new();

	cut_make(text, NULL, &cut);
	meta_read(text, slice_c(draft_info(e->draft)->path), &cut, &meta, arena);
	cut_free(&cut);
	arena_free(arena);
	return meta.state;
}

static void add_line(Names *lines, Slice title, const char *what)
{
	Str s = STR_EMPTY;

	str_add_slice(&s, title);
	str_add_c(&s, ": ");
	str_add_c(&s, what);
	names_take(lines, str_steal(&s));
}

static const Entry *entry_at(const Entries *es, const char *path)
{
	for (size_t i = 0; i < es->len; i++)
		if (strcmp(draft_info(es->v[i].draft)->path, path) == 0)
			return &es->v[i];
	return NULL;
}

/* The move between two issues of the version that this item, or one above it, made; *top: it is the item itself. */
static const DraftMove *move_of(const Entries *es, const Entry *e, const Change *c, bool *top)
{
	const DraftMoves *moves = draft_moves(e->draft);

	for (size_t i = 0; i < moves->len; i++) {
		const DraftMove *m = &moves->v[i];

		if (c->kind != (m->left ? CHANGE_DELETED : CHANGE_BORN) || !slice_starts(c->chain, m->here) || !entry_at(es, m->path))
			continue;
		*top = c->chain.len == strlen(m->here);
		if (*top || c->chain.p[strlen(m->here)] == '/')
			return m;
	}
	return NULL;
}

/* What a change of the header was, when it was one of the state. */
static void state_line(const Change *c, State was, State now, Slice issue, Names *lines)
{
	Str s = STR_EMPTY;

	if (was != STATE_NONE && now != STATE_NONE)
		str_printf(&s, "%s → ", state_words(was));
	str_add_c(&s, now != STATE_NONE ? state_words(now) : change_words(c->kind));
	add_line(lines, issue, str_c(&s));
	str_free(&s);
}

static bool tells_state(const Change *c)
{
	HeaderKey key = change_part(c) == ADDR_KEY ? header_key(c->chain) : KEY_OTHER;

	return key == KEY_STATE || key == KEY_DRAFT;
}

static void change_line(const Entries *es, const Entry *e, const Change *c, Slice issue, Names *lines)
{
	bool top = false, whole = change_part(c) != ADDR_ITEM;
	const DraftMove *m = move_of(es, e, c, &top);

	if (!m)
		add_line(lines, whole || !c->title.len ? issue : c->title, change_words(c->kind));
	else if (top && !m->left)	/* said once, where it went */
		add_line(lines, c->title, change_words(CHANGE_MOVED));
}

static void entry_lines(const Entries *es, const Entry *e, Names *lines)
{
	Changes changes = { 0 };
	char *title = issue_title(e);
	State was, now;

	if (oid_is_zero(&draft_info(e->draft)->base_blob)) {
		add_line(lines, slice_c(title), _("new issue"));
		goto done;
	}
	changes_read(draft_base(e->draft), str_slice(&e->text), true, &changes);
	was = state_of(e, draft_base(e->draft));
	now = state_of(e, str_slice(&e->text));
	for (size_t i = 0; i < changes.changes.len; i++) {
		const Change *c = &changes.changes.v[i];

		if (was != now && tells_state(c))
			state_line(c, was, now, slice_c(title), lines);
		else
			change_line(es, e, c, slice_c(title), lines);
	}
	if (!changes.changes.len)
		add_line(lines, slice_c(title), change_words(CHANGE_EDITED));
done:
	changes_free(&changes);
	free(title);
}

/* Two header fields of one issue say the same. */
static void drop_twins(Names *lines)
{
	size_t kept = 0;

	for (size_t i = 0; i < lines->len; i++) {
		if (kept && strcmp(lines->v[kept - 1], lines->v[i]) == 0)
			free(lines->v[i]);
		else
			lines->v[kept++] = lines->v[i];
	}
	lines->len = kept;
}

static void join(const Names *lines, const char *before, const char *between, Str *out)
{
	for (size_t i = 0; i < lines->len; i++) {
		str_add_c(out, i ? between : before);
		str_add_c(out, lines->v[i]);
	}
}

void entries_message(const Entries *es, Str *out)
{
	Names lines = { 0 };
	Str joined = STR_EMPTY;

	for (size_t i = 0; i < es->len; i++)
		entry_lines(es, &es->v[i], &lines);
	drop_twins(&lines);
	join(&lines, "", "; ", &joined);
	if (lines.len <= 1 || utf8_width(str_slice(&joined)) <= SUBJECT_COLUMNS) {
		str_add_slice(out, str_slice(&joined));
	} else {
		char *title = issue_title(&es->v[0]);

		if (es->len == 1)
			str_printf(out, words_plural("%s: %zu change", "%s: %zu changes", lines.len), title, lines.len);
		else
			str_printf(out, words_plural("%zu change in %zu issues", "%zu changes in %zu issues", lines.len), lines.len, es->len);
		join(&lines, "\n\n- ", "\n- ", out);
		free(title);
	}
	str_free(&joined);
	names_free(&lines);
}
