/* Lines of a page in the making: what stands before the text, the text in spans, where it came from. */
#include "base/utf8.h"
#include "doc/page_set.h"

#define QUOTE_BAR "┆"

static PageLine *line_at_hand(Setter *s)
{
	return VEC_LAST(&s->page->lines);
}

void set_begin(Setter *s, const Node *block)
{
	if (block->from > s->source)
		s->source = block->from;
	if (block->from > s->source_at)
		s->source_at = block->from;
	s->source_end = block->to;
	s->mark = MARK_NONE;
	for (const Node *n = block; n && s->mark == MARK_NONE; n = n->parent)
		s->mark = n->mark;
}

void set_blank(Setter *s, int cols)
{
	s->pad += cols > 0 ? cols : 0;
}

static void add_span(Setter *s, Slice text, Ink ink, ptrdiff_t place)
{
	PageLine *l = line_at_hand(s);
	Span *span = VEC_ADD(&l->spans);

	*span = (Span){ .role = ink.role, .mark = ink.mark, .link = ink.link, .place = place };
	span->text = slice(arena_dup(s->page->arena, text.p, text.len), text.len);
	span->cols = (int)utf8_width(text);
	l->cols += span->cols;
	if (ink.link > 0 && s->page->links.v[ink.link - 1].line == SIZE_MAX)
		s->page->links.v[ink.link - 1].line = s->page->lines.len - 1;
}

void set_piece(Setter *s, Slice text, Ink ink, ptrdiff_t place)
{
	if (s->pad > 0) {
		Str blanks = STR_EMPTY;
		str_add_n(&blanks, ' ', (size_t)s->pad);
		s->pad = 0;
		add_span(s, str_slice(&blanks), (Ink){ .role = ROLE_TEXT }, -1);
		str_free(&blanks);
	}
	add_span(s, text, ink, place);
}

void set_bar(Setter *s, const char *stroke, int cols)
{
	Str bar = STR_EMPTY;

	for (int i = 0; i < cols; i++)
		str_add_c(&bar, stroke);
	set_piece(s, str_slice(&bar), (Ink){ .role = ROLE_RULE }, -1);
	str_free(&bar);
}

static void new_line(Setter *s)
{
	PageLine *l = VEC_ADD(&s->page->lines);

	l->source = s->source;
	l->source_at = s->source_at;
	s->pad = 0;
}

/* What marks a changed block, in the gutter. */
static const struct {
	const char *sign;
	Role role;
} signs[] = {
	[MARK_NONE] = { " ", ROLE_TEXT },
	[MARK_ADDED] = { "+", ROLE_ADDED },
	[MARK_REMOVED] = { "-", ROLE_REMOVED },
	[MARK_CHANGED] = { "~", ROLE_MARKER },
	[MARK_MOVED] = { "»", ROLE_MOVED },
	[MARK_AWAY] = { "«", ROLE_MOVED },
};

static void set_gutter(Setter *s, Mark mark)
{
	if (!s->gutter)
		return;
	if (mark == MARK_NONE)
		set_blank(s, 1);
	else
		set_piece(s, slice_c(signs[mark].sign), (Ink){ .role = signs[mark].role, .mark = mark }, -1);
	set_blank(s, 1);
}

static void set_box(Setter *s, Box *b)
{
	Ink ink = { .role = ROLE_MARKER };
	Slice first = b->first;
	int before = 0;

	if (b->quote) {
		set_piece(s, SLICE_LIT(QUOTE_BAR), ink, -1);
		set_blank(s, b->cols - 1);
	} else if (b->begun) {
		set_blank(s, b->cols);
	} else {
		while (first.len > 0 && first.p[0] == ' ') {
			first = slice_sub(first, 1, first.len);
			before++;
		}
		set_blank(s, before);
		set_piece(s, first, ink, -1);
		set_blank(s, b->cols - before - (int)utf8_width(first));
	}
}

/* A blank line between blocks shows the bars of the quotes it is in; it belongs to the block before it. */
static void set_gap(Setter *s)
{
	size_t source, source_at;

	if (!s->gap)
		return;
	s->gap = false;
	if (s->page->lines.len == 0)
		return;
	source = line_at_hand(s)->source;
	source_at = line_at_hand(s)->source_at;
	new_line(s);
	line_at_hand(s)->source = source;
	line_at_hand(s)->source_at = source_at;
	set_gutter(s, MARK_NONE);
	for (size_t i = 0; i < s->gap_boxes; i++) {
		if (s->boxes.v[i].quote)
			set_box(s, &s->boxes.v[i]);
		else
			set_blank(s, s->boxes.v[i].cols);
	}
}

void set_line(Setter *s, bool heading)
{
	set_gap(s);
	new_line(s);
	line_at_hand(s)->heading = heading;
	set_gutter(s, s->mark);
	for (size_t i = 0; i < s->boxes.len; i++) {
		set_box(s, &s->boxes.v[i]);
		s->boxes.v[i].begun = true;
	}
}

int set_room(const Setter *s, bool prose)
{
	return (prose ? s->limit : s->opts->width) - s->cols;
}

void set_lead(Setter *s)
{
	Flow f;

	if (s->lead.len == 0)
		return;
	flow_init(&f, s->place);
	set_flow(s, &f, false);
	flow_free(&f);
}

static void add_piece(void *ctx, Slice text, const FlowRun *run, ptrdiff_t place, size_t source)
{
	Setter *s = ctx;
	PageLine *l = line_at_hand(s);

	if (place >= 0 && source > s->source_at && source <= s->source_end) {
		bool first = true;
		s->source_at = source;
		for (size_t i = 0; i < l->spans.len; i++)
			first = first && l->spans.v[i].place < 0;
		if (first)
			l->source_at = source;
	}
	set_piece(s, text, run->ink, place);
}

void set_flow_line(Setter *s, const Flow *f, const FlowLine *line)
{
	flow_pieces(f, line, add_piece, s);
	if (line->hyphen) {
		PageLine *l = line_at_hand(s);
		Ink ink = { .role = l->spans.len ? VEC_LAST(&l->spans)->role : ROLE_TEXT };
		set_piece(s, SLICE_LIT("-"), ink, -1);
	}
}

int set_flow(Setter *s, Flow *f, bool heading)
{
	FlowLines lines = { 0 };
	Flow led;
	int widest = 0, room = set_room(s, true);

	if (s->lead.len > 0) {
		flow_init(&led, s->place);
		flow_decoration(&led, str_slice(&s->lead), (Ink){ .role = ROLE_MARKER }, HOLD_NONE);
		str_clear(&s->lead);
		s->lead_quotes = false;
		flow_join(&led, f);
		flow_free(f);
		*f = led;
	}
	flow_wrap(f, room, room, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		set_line(s, heading);
		set_flow_line(s, f, &lines.v[i]);
		int cols = line_at_hand(s)->cols - s->cols;
		widest = cols > widest ? cols : widest;
	}
	VEC_FREE(&lines);
	return widest;
}
