/* Inlines of a block become a flow: looks, numbers of links, pictures as words, and the brackets of changes. */
#include <stdio.h>

#include "base/words.h"
#include "doc/page_set.h"

typedef struct {
	Setter *s;
	Flow *out;
	Role base;
	int emph, strong, images;	/* how many of them are open */
	const Node *link;		/* the open link */
	int number;			/* its number */
	Mark open;			/* brackets that are open */
	Str blanks;			/* not yet written: a closing bracket goes before them */
	size_t blanks_source;
	bool fresh;			/* nothing was written since a bracket was closed */
} Inliner;

Role set_mark_role(Mark mark, Role role)
{
	switch (mark) {
	case MARK_ADDED:	return ROLE_ADDED;
	case MARK_REMOVED:	return ROLE_REMOVED;
	case MARK_MOVED:
	case MARK_AWAY:		return ROLE_MOVED;
	default:		return role;
	}
}

static Mark mark_of(const Inliner *in, const Node *n)
{
	for (; n && !doc_is_block(n); n = n->parent)
		if (n->mark != MARK_NONE)
			return n->mark;
	return in->s->mark;
}

static Role role_of(const Inliner *in, const Node *n)
{
	if (n->kind == NODE_CODESPAN)
		return ROLE_CODE;
	if (n->kind == NODE_HTML_INLINE)
		return ROLE_DIM;
	if (in->images > 0)
		return ROLE_IMAGE;
	if (in->link)
		return ROLE_LINK;
	if (in->base != ROLE_TEXT && in->base != ROLE_QUOTE)
		return in->base;
	if (in->strong > 0)
		return in->emph > 0 ? ROLE_STRONG_EMPH : ROLE_STRONG;
	return in->emph > 0 ? ROLE_EMPH : in->base;
}

static Ink ink_of(const Inliner *in, const Node *n)
{
	Mark mark = mark_of(in, n);

	return (Ink){ .role = set_mark_role(mark, role_of(in, n)), .mark = mark, .link = in->number };
}

/* ---- brackets of changes ---- */

static const struct {
	const char *open, *close;
} brackets[] = {
	[MARK_ADDED] = { "{+", "+}" },
	[MARK_REMOVED] = { "[-", "-]" },
	[MARK_CHANGED] = { NULL, NULL },
};

static bool has_brackets(Mark m)
{
	return m == MARK_ADDED || m == MARK_REMOVED;
}

static Ink bracket_ink(Mark m)
{
	return (Ink){ .role = set_mark_role(m, ROLE_MARKER), .mark = m };
}

static void write_blanks(Inliner *in)
{
	Ink ink = { .role = in->base };

	if (in->blanks.len == 0)
		return;
	flow_text(in->out, str_slice(&in->blanks), ink, in->blanks_source);
	str_clear(&in->blanks);
	in->fresh = false;
}

static void close_bracket(Inliner *in)
{
	if (!has_brackets(in->open))
		return;
	flow_decoration(in->out, slice_c(brackets[in->open].close), bracket_ink(in->open), HOLD_BEFORE);
	in->open = MARK_NONE;
	in->fresh = true;
}

static void change_bracket(Inliner *in, Mark mark)
{
	close_bracket(in);
	write_blanks(in);
	if (!has_brackets(mark))
		return;
	if (in->fresh)
		flow_decoration(in->out, SLICE_LIT(" "), (Ink){ .role = in->base }, HOLD_NONE);
	flow_decoration(in->out, slice_c(brackets[mark].open), bracket_ink(mark), HOLD_BEHIND);
	in->open = mark;
}

static void keep_blanks(Inliner *in, Slice blanks, size_t source)
{
	if (in->blanks.len == 0)
		in->blanks_source = source;
	str_add_slice(&in->blanks, blanks);
}

/* The mark within the block: a bracket for the whole block would say what its sign says. */
static Mark own_mark(const Node *n)
{
	for (; n && !doc_is_block(n); n = n->parent)
		if (n->mark != MARK_NONE)
			return n->mark;
	return MARK_NONE;
}

/* Blanks and break hints at the beginning: their bytes. */
static size_t white_before(Slice s)
{
	size_t n = 0, hint;

	while (n < s.len && ((hint = doc_break_hint(s, n)) > 0 || s.p[n] == ' '))
		n += hint ? hint : 1;
	return n;
}

/* Where those at the end begin. */
static size_t white_behind(Slice s)
{
	size_t end = s.len;

	for (;;) {
		if (end > 0 && s.p[end - 1] == ' ')
			end--;
		else if (end > 1 && doc_break_hint(slice_sub(s, 0, end), end - 2) == 2)
			end -= 2;
		else if (end > 2 && doc_break_hint(slice_sub(s, 0, end), end - 3) == 3)
			end -= 3;
		else
			return end;
	}
}

static void write_text(Inliner *in, const Node *n)
{
	size_t from = 0, to = n->text.len;
	Mark mark = in->s->opts->marks ? own_mark(n) : MARK_NONE;

	if (!in->s->opts->marks) {
		flow_text(in->out, n->text, ink_of(in, n), n->from);
		return;
	}
	from = white_before(n->text);
	to = from + white_behind(slice_sub(n->text, from, to));
	keep_blanks(in, slice_sub(n->text, 0, from), n->from);
	if (from == to)
		return;
	if (!has_brackets(mark))
		mark = MARK_NONE;
	if (mark != in->open)
		change_bracket(in, mark);
	write_blanks(in);
	flow_text(in->out, slice_sub(n->text, from, to), ink_of(in, n), n->from + from);
	in->fresh = false;
	keep_blanks(in, slice_sub(n->text, to, n->text.len), n->from + to);
}

/* A bullet that was typed as such begins a line, as its author meant it to. */
static bool is_before_bullet(const Node *n)
{
	return n->next && n->next->kind == NODE_TEXT && slice_starts(n->next->text, "•");
}

static void write_break(Inliner *in, const Node *n)
{
	Slice s = n->kind == NODE_HARDBREAK || is_before_bullet(n) ? SLICE_LIT("\n") : SLICE_LIT(" ");

	if (in->s->opts->marks && n->kind == NODE_HARDBREAK && own_mark(n) != in->open)	/* a line end of both is in no bracket */
		close_bracket(in);
	if (in->s->opts->marks)
		keep_blanks(in, s, n->from);
	else
		flow_text(in->out, s, (Ink){ .role = in->base, .link = in->number }, n->from);
}

/* ---- links and pictures ---- */

static int link_number(Setter *s, const Node *n)
{
	uint32_t id;
	Str text = STR_EMPTY;
	PageLink *l;

	if (n->url.len == 0)
		return 0;
	id = intern_put(s->urls, n->url);
	if (id < s->page->links.len)
		return (int)id + 1;
	doc_words(n, &text);
	l = VEC_ADD(&s->page->links);
	l->url = slice(arena_dup(s->page->arena, n->url.p, n->url.len), n->url.len);
	l->title = slice(arena_dup(s->page->arena, n->title.p, n->title.len), n->title.len);
	l->text = slice(arena_dup(s->page->arena, str_c(&text), text.len), text.len);
	l->line = SIZE_MAX;
	l->image = n->kind == NODE_IMAGE;
	str_free(&text);
	return (int)id + 1;
}

static void write_number(Inliner *in, int number)
{
	char text[16];

	if (number == 0 || !set_is_numbered(in->s, number))
		return;
	snprintf(text, sizeof(text), "[%d]", number);
	flow_decoration(in->out, slice_c(text), (Ink){ .role = ROLE_MARKER, .link = number }, HOLD_BEFORE);
}

/* What is ours of a picture stands with its own change. */
static void write_image_word(Inliner *in, const Node *n, bool begin)
{
	Ink ink = { .role = ROLE_IMAGE, .link = in->number };
	Str word = STR_EMPTY;

	if (begin) {
		close_bracket(in);
		write_blanks(in);
		str_printf(&word, n->first ? "[%s: " : "[%s", _("picture"));
	} else {
		str_add_char(&word, ']');
	}
	flow_decoration(in->out, str_slice(&word), ink, begin ? HOLD_NONE : HOLD_BEFORE);
	in->fresh = false;
	str_free(&word);
}

static void enter(Inliner *in, const Node *n)
{
	switch (n->kind) {
	case NODE_EMPH:
		in->emph++;
		break;
	case NODE_STRONG:
		in->strong++;
		break;
	case NODE_LINK:
		if (in->link || in->images > 0)
			break;
		in->link = n;
		in->number = link_number(in->s, n);
		if (!n->first)
			flow_decoration(in->out, n->url, ink_of(in, n), HOLD_NONE);
		break;
	case NODE_IMAGE:
		if (in->images++ > 0)
			break;
		if (!in->link)
			in->number = link_number(in->s, n);
		write_image_word(in, n, true);
		break;
	case NODE_SOFTBREAK:
	case NODE_HARDBREAK:
		write_break(in, n);
		break;
	default:
		write_text(in, n);
	}
}

static void leave(Inliner *in, const Node *n)
{
	switch (n->kind) {
	case NODE_EMPH:
		in->emph--;
		break;
	case NODE_STRONG:
		in->strong--;
		break;
	case NODE_LINK:
		if (in->link != n)
			break;
		write_number(in, in->number);
		in->link = NULL;
		in->number = 0;
		break;
	case NODE_IMAGE:
		if (--in->images > 0)
			break;
		close_bracket(in);
		write_image_word(in, n, false);
		if (in->link)
			break;
		write_number(in, in->number);
		in->number = 0;
		break;
	default:
		break;
	}
}

void set_inlines(Setter *s, const Node *block, Role base, Flow *out)
{
	Inliner in = { .s = s, .out = out, .base = base };
	const Node *n = block->first;

	while (n) {
		enter(&in, n);
		if (n->first) {
			n = n->first;
			continue;
		}
		leave(&in, n);
		while (!n->next && n->parent != block) {
			n = n->parent;
			leave(&in, n);
		}
		n = n->next;
	}
	close_bracket(&in);
	write_blanks(&in);
	str_free(&in.blanks);
	s->place = out->place + 1;
}
