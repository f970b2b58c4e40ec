/* Blocks onto the page: headings, paragraphs, lists, quotes, code, rules, and the air between them. */
#include <stdio.h>

#include "base/utf8.h"
#include "doc/page_set.h"

#define HEADING_LEVELS_UNDERLINED 2
#define ROOMY 60		/* columns from which lists and code are indented by more */
#define RULE_LONGEST 24

/* ---- air ---- */

static bool is_tight(const Node *n)
{
	const Node *item = n->parent;

	if (n->kind == NODE_LISTITEM)
		return item && item->tight;
	if (n->tight && n->prev->kind == n->kind && (n->kind == NODE_CODE || n->kind == NODE_HTML || n->kind == NODE_SOURCE))
		return true;
	return item && item->kind == NODE_LISTITEM && item->parent && item->parent->kind == NODE_LIST &&
	    item->parent->tight;
}

static void ask_for_gap(Setter *s, const Node *n)
{
	const Node *before = n->prev;

	if (!before || is_tight(n) || (before->kind == NODE_HEADING && n->kind != NODE_HEADING))
		return;
	if (!s->gap || s->boxes.len < s->gap_boxes)
		s->gap_boxes = s->boxes.len;
	s->gap = true;
}

/* ---- boxes: quotes and items ---- */

/* "(12) •": of quotes in quotes only the last says its level. */
static void lead_level(Setter *s, Slice marker)
{
	if (s->lead_quotes)
		str_truncate(&s->lead, s->lead_from);
	s->lead_from = s->lead.len;
	s->lead_quotes = marker.len == 0;
	str_printf(&s->lead, "(%zu) ", s->boxes.len + s->deep);
	if (marker.len > 0) {
		str_add_slice(&s->lead, marker);
		str_add_char(&s->lead, ' ');
	}
}

/* Indents stop at half the width: from there a marker says its level as a number and stands in the line. */
static void push_box(Setter *s, Str *first, bool quote)
{
	int cols = (int)utf8_width(str_slice(first));

	s->quotes += quote;
	if (s->deep > 0 || s->cols + cols > s->limit / 2) {
		s->deep++;
		lead_level(s, quote ? SLICE_LIT("") : slice_trim(str_slice(first)));
	} else {
		Box *b = VEC_ADD(&s->boxes);
		b->quote = quote;
		b->cols = cols;
		b->first = slice(arena_dup(s->page->arena, str_c(first), first->len), first->len);
		s->cols += cols;
	}
	str_free(first);
}

/* If nothing was in it, its marker stands alone. */
static void pop_box(Setter *s, const Node *n)
{
	bool deep = s->deep > 0;

	if (deep ? s->lead.len > 0 : !VEC_LAST(&s->boxes)->begun) {
		set_begin(s, n);
		if (deep)
			set_lead(s);
		else
			set_line(s, false);
	}
	s->quotes -= n->kind == NODE_QUOTE;
	if (deep) {
		s->deep--;
		return;
	}
	s->cols -= VEC_LAST(&s->boxes)->cols;
	s->boxes.len--;
	if (s->gap && s->gap_boxes > s->boxes.len)
		s->gap_boxes = s->boxes.len;
}

static void push_quote(Setter *s)
{
	Str first = STR_EMPTY;

	str_add_c(&first, "┆ ");
	push_box(s, &first, true);
}

static int digits(int n)
{
	int d = 1;

	for (; n >= 10; n /= 10)
		d++;
	return d;
}

static int widest_number(const Node *list)
{
	int widest = 1;

	for (const Node *n = list->first; n; n = n->next)
		if (digits(n->start) > widest)
			widest = digits(n->start);
	return widest;
}

static const char *const bullets[] = { "•", "–", "·" };

static void push_item(Setter *s, const Node *item, int number_cols)
{
	const Node *list = item->parent;
	bool numbered = list->kind == NODE_LIST && list->start >= 0;
	bool roomy = s->limit >= ROOMY, inner = s->boxes.len > 0 && !VEC_LAST(&s->boxes)->quote;
	Str first = STR_EMPTY;

	/* a list in an item stands under the item's text */
	if (!inner)
		str_add_c(&first, roomy ? "  " : " ");
	if (!numbered)
		str_add_c(&first, bullets[s->bullets > 0 ? (s->bullets - 1) % 3 : 0]);
	else
		str_printf(&first, "%*d%c", number_cols, item->start, list->delim);
	str_add_c(&first, roomy ? "  " : " ");
	push_box(s, &first, false);
}

/* ---- leaves ---- */

static void set_heading(Setter *s, const Node *n)
{
	static const Role roles[] = { ROLE_TITLE, ROLE_HEADING, ROLE_SUBHEADING };
	bool underlined = n->level <= HEADING_LEVELS_UNDERLINED;
	Role role = roles[underlined && n->level > 0 ? n->level - 1 : 2];
	Flow f;
	int cols;

	flow_init(&f, s->place);
	for (int i = HEADING_LEVELS_UNDERLINED; i < n->level; i++)
		flow_decoration(&f, i + 1 < n->level ? SLICE_LIT("·") : SLICE_LIT("· "), (Ink){ .role = ROLE_MARKER },
		    HOLD_BEHIND);
	set_inlines(s, n, role, &f);
	cols = set_flow(s, &f, true);
	flow_free(&f);
	if (underlined && cols > 0) {
		set_line(s, false);
		set_bar(s, n->level == 1 ? "═" : "─", cols);
	}
}

/* A paragraph of one no-break space, as web editors leave them, is air. */
static bool is_white(Slice s)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		n = doc_break_hint(s, i);
		if (n == 0 && s.p[i] == ' ')
			n = 1;
		else if (n == 0 && slice_starts(slice_sub(s, i, s.len), UTF8_NBSP))
			n = strlen(UTF8_NBSP);
		if (n == 0)
			return false;
	}
	return true;
}

static void set_para(Setter *s, const Node *n)
{
	Flow f;

	flow_init(&f, s->place);
	set_inlines(s, n, s->quotes > 0 ? ROLE_QUOTE : ROLE_TEXT, &f);
	if (!is_white(str_slice(&f.text)))
		set_flow(s, &f, false);
	flow_free(&f);
}

/* Text that is its own words: a note of ours, HTML, source (which may have them below it).  Lines stay, and wrap. */
static void set_plain(Setter *s, const Node *n, Role role)
{
	Flow f;

	flow_init(&f, s->place);
	if (n->first) {
		set_inlines(s, n, ROLE_TEXT, &f);
	} else {
		flow_text(&f, n->text, (Ink){ .role = set_mark_role(s->mark, role), .mark = s->mark }, n->from);
		s->place = f.place + 1;
	}
	set_flow(s, &f, false);
	flow_free(&f);
}

static void without_hints(Slice s, Str *out)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		n = (s.p[i] & 0x80) ? doc_break_hint(s, i) : 0;
		if (n > 0)
			continue;
		str_add_char(out, s.p[i]);
		n = 1;
	}
}

/* Code keeps its blanks; a line too long goes on below. */
static void set_code(Setter *s, const Node *n)
{
	Str clean = STR_EMPTY;
	Slice rest, line;
	Ink ink = { .role = set_mark_role(s->mark, ROLE_CODE), .mark = s->mark };
	int indent = s->limit >= ROOMY ? 4 : 2, room = set_room(s, false) - indent;

	if (n->text.len == 0)
		return;
	set_lead(s);
	without_hints(n->text, &clean);
	rest = str_slice(&clean);
	do {
		line = slice_chomp(slice_line(&rest));
		do {
			size_t fit = utf8_fit(line, (size_t)room);
			fit = fit > 0 || line.len == 0 ? fit : utf8_grapheme(line, 0);
			set_line(s, false);
			set_blank(s, indent);
			if (fit > 0)
				set_piece(s, slice_sub(line, 0, fit), ink, s->place + (line.p - clean.p));
			line = slice_sub(line, fit, line.len);
		} while (line.len > 0);
	} while (rest.len > 0);
	s->place += (ptrdiff_t)clean.len + 1;
	str_free(&clean);
}

static void set_rule(Setter *s)
{
	int room = set_room(s, true);

	set_lead(s);
	set_line(s, false);
	set_bar(s, "─", room < RULE_LONGEST ? room : RULE_LONGEST);
}

/* True if n is a leaf, and set. */
static bool set_leaf(Setter *s, const Node *n)
{
	switch (n->kind) {
	case NODE_HEADING:
		set_heading(s, n);
		return true;
	case NODE_PARA:
		set_para(s, n);
		return true;
	case NODE_CODE:
		set_code(s, n);
		return true;
	case NODE_HTML:
	case NODE_SOURCE:
		set_plain(s, n, ROLE_DIM);
		return true;
	case NODE_NOTE:
		set_plain(s, n, ROLE_NOTE);
		return true;
	case NODE_RULE:
		set_rule(s);
		return true;
	case NODE_TABLE:
		set_table(s, n);
		return true;
	default:
		return false;
	}
}

static void enter(Setter *s, const Node *n, int *number_cols)
{
	ask_for_gap(s, n);
	if (n->kind == NODE_QUOTE) {
		push_quote(s);
	} else if (n->kind == NODE_LIST) {
		s->bullets += n->start < 0;
		*number_cols = n->start < 0 ? 0 : widest_number(n);
	} else if (n->kind == NODE_LISTITEM) {
		push_item(s, n, number_cols ? *number_cols : 0);
	} else {
		set_begin(s, n);
	}
}

static void leave(Setter *s, const Node *n)
{
	if (n->kind == NODE_QUOTE || n->kind == NODE_LISTITEM)
		pop_box(s, n);
	else if (n->kind == NODE_LIST)
		s->bullets -= n->start < 0;
}

void set_blocks(Setter *s, const Node *root)
{
	const Node *n = root->first;
	VEC(int) number_cols = { 0 };

	while (n) {
		if (n->kind == NODE_LIST)
			VEC_PUSH(&number_cols, 0);
		enter(s, n, number_cols.len ? VEC_LAST(&number_cols) : NULL);
		if (!set_leaf(s, n) && n->first) {
			n = n->first;
			continue;
		}
		for (;;) {
			leave(s, n);
			if (n->kind == NODE_LIST)
				number_cols.len--;
			if (n->next || n->parent == root)
				break;
			n = n->parent;
		}
		n = n->next;
	}
	VEC_FREE(&number_cols);
}

static void add_title(Flow *f, Slice title)
{
	Ink ink = { .role = ROLE_TEXT };

	if (title.len == 0)
		return;
	flow_decoration(f, SLICE_LIT(" ("), ink, HOLD_NONE);
	flow_decoration(f, title, ink, HOLD_NONE);
	flow_decoration(f, SLICE_LIT(")"), ink, HOLD_NONE);
}

bool set_is_numbered(const Setter *s, int link)
{
	return s->opts->link_numbers && !(s->opts->osc8 && page_may_follow(s->page->links.v[link - 1].url));
}

/* The addresses of numbered links, at the end. */
void set_addresses(Setter *s)
{
	int widest = digits((int)s->page->links.len) + 2;
	char number[16];

	s->mark = MARK_NONE;
	s->gap = s->page->lines.len > 0;
	s->gap_boxes = 0;
	for (size_t i = 0; i < s->page->links.len; i++) {
		Ink ink = { .role = ROLE_LINK, .link = (int)i + 1 };
		Flow f;
		FlowLines lines = { 0 };

		if (!set_is_numbered(s, ink.link))
			continue;
		snprintf(number, sizeof(number), "[%d]", (int)i + 1);
		flow_init(&f, s->place);
		flow_decoration(&f, s->page->links.v[i].url, ink, HOLD_NONE);
		add_title(&f, s->page->links.v[i].title);
		flow_wrap(&f, set_room(s, false) - widest - 1, set_room(s, false) - widest - 1, &lines);
		for (size_t k = 0; k < lines.len; k++) {
			set_line(s, false);
			if (k == 0) {
				set_piece(s, slice_c(number), (Ink){ .role = ROLE_MARKER, .link = ink.link }, -1);
				set_blank(s, widest + 1 - (int)strlen(number));
			} else {
				set_blank(s, widest + 1);
			}
			set_flow_line(s, &f, &lines.v[k]);
		}
		VEC_FREE(&lines);
		flow_free(&f);
	}
}
