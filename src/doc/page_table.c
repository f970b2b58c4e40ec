/* Tables onto the page: columns that fit, cells that wrap, numbers right; where nothing fits, "head: value" lines. */
#include "base/utf8.h"
#include "doc/page_set.h"

#define GAP_WIDE 3
#define GAP_NARROW 2
#define COLUMN_LEAST 20		/* a table that would break words in columns narrower than this gives way to lines */

typedef struct {
	const Node *node;
	Flow flow;
	FlowLines lines;
	int whole, part;
} Cell;

typedef struct {
	const Node *node;
	size_t first, len;	/* its cells */
	bool head;
} Row;

typedef struct {
	int whole, part;	/* widest cell, widest word */
	int cols;		/* decided */
	Align align;
	int numbers, words;	/* body cells that are numbers, and that are not */
} Column;

typedef struct {
	VEC(Cell) cells;
	VEC(Row) rows;
	VEC(Column) columns;
	int gap;
	bool wraps;		/* some body cell has more than one line */
} Table;

/* ---- measuring ---- */

/* Units that may stand behind a number, and the last byte before one. */
#define BEFORE_UNIT " \xa0" "0123456789"
static const char *const units[] = { "%", "kr", "tkr", "mkr", "mnkr", "mdkr", "st", "km", "ha", "€", NULL };

static bool is_number(const Node *cell)
{
	Str words = STR_EMPTY;
	Slice s;
	bool digit = false, other = false;

	doc_words(cell, &words);
	s = slice_trim(str_slice(&words));
	for (const char *const *u = units; *u; u++)
		if (s.len > strlen(*u) && slice_ends(s, *u) && strchr(BEFORE_UNIT, s.p[s.len - strlen(*u) - 1])) {
			s.len -= strlen(*u);
			break;
		}
	for (size_t i = 0; i < s.len && !other;) {
		uint32_t cp;
		bool begins = i == 0;
		i += utf8_next(s.p + i, s.len - i, &cp);
		if (cp >= '0' && cp <= '9')
			digit = true;
		else if ((cp == '-' || cp == '+' || cp == 0x2212 || cp == 0x2013 || cp == 0xb1) && begins)
			continue;
		else
			other = !(cp == ' ' || cp == ',' || cp == '.' || cp == '%' || cp == 0xa0 || cp == 0x202f ||
			    cp == 0x2009);
	}
	str_free(&words);
	return digit && !other;
}

static bool is_empty(const Node *cell)
{
	Str words = STR_EMPTY;
	Slice s;
	bool is;

	doc_words(cell, &words);
	s = slice_trim(str_slice(&words));
	is = s.len == 0 || slice_is(s, "-") || slice_is(s, "–") || slice_is(s, "—");
	str_free(&words);
	return is;
}

/* A number stays on one line. */
static void measure_cell(Table *t, size_t col, const Cell *c, bool head)
{
	bool number = !head && is_number(c->node);
	int part = number ? c->whole : c->part;
	Column *column;

	while (t->columns.len <= col)
		(void)VEC_ADD(&t->columns);
	column = &t->columns.v[col];
	column->whole = c->whole > column->whole ? c->whole : column->whole;
	column->part = part > column->part ? part : column->part;
	if (column->align == ALIGN_NONE)
		column->align = c->node->align;
	if (head || is_empty(c->node))
		return;
	if (number)
		column->numbers++;
	else
		column->words++;
}

static void read_table(Setter *s, const Node *table, Table *t)
{
	size_t source = s->source, source_at = s->source_at;

	for (const Node *r = table->first; r; r = r->next) {
		Row *row = VEC_ADD(&t->rows);
		row->node = r;
		row->head = r->head;
		row->first = t->cells.len;
		set_begin(s, r);
		for (const Node *n = r->first; n; n = n->next) {
			Cell *c = VEC_ADD(&t->cells);
			c->node = n;
			flow_init(&c->flow, s->place);
			set_inlines(s, n, row->head ? ROLE_TABLE_HEAD : ROLE_TEXT, &c->flow);
			flow_width(&c->flow, &c->whole, &c->part);
			measure_cell(t, row->len++, c, row->head);
		}
	}
	s->source = source;		/* the rows are set after they were all read */
	s->source_at = source_at;
	for (size_t i = 0; i < t->columns.len; i++) {
		Column *c = &t->columns.v[i];
		if (c->align == ALIGN_NONE && c->numbers > 0 && c->words == 0)
			c->align = ALIGN_RIGHT;
	}
}

/* ---- deciding ---- */

static int min(int a, int b)
{
	return a < b ? a : b;
}

static long sum_capped(const Table *t, int cap, bool whole)
{
	long sum = 0;

	for (size_t i = 0; i < t->columns.len; i++)
		sum += min(whole ? t->columns.v[i].whole : t->columns.v[i].part, cap);
	return sum;
}

/* The widest columns for their words, at most cap each, that room has. */
static int find_cap(const Table *t, long room)
{
	int low = 1, high = (int)room;

	while (low < high) {
		int mid = (low + high + 1) / 2;
		if (sum_capped(t, mid, false) <= room)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

/* What is left goes to the columns by what they lack. */
static void share_rest(Table *t, long room)
{
	long lack = 0, rest = room, given = 0;

	for (size_t i = 0; i < t->columns.len; i++) {
		lack += t->columns.v[i].whole - t->columns.v[i].cols;
		rest -= t->columns.v[i].cols;
	}
	for (size_t i = 0; i < t->columns.len && lack > 0; i++) {
		Column *c = &t->columns.v[i];
		long more = rest * (c->whole - c->cols) / lack;
		c->cols += (int)more;
		given += more;
	}
	for (size_t i = 0; i < t->columns.len && given < rest; i++)
		if (t->columns.v[i].cols < t->columns.v[i].whole) {
			t->columns.v[i].cols++;
			given++;
		}
}

static bool decide(Table *t, int width)
{
	long gaps = (long)t->columns.len - 1, room;
	int cap, widest = 0;

	t->gap = sum_capped(t, width, true) + gaps * GAP_WIDE <= width ? GAP_WIDE : GAP_NARROW;
	room = width - gaps * t->gap;
	if (room < (long)t->columns.len)
		return false;
	if (sum_capped(t, width, true) <= room) {
		for (size_t i = 0; i < t->columns.len; i++)
			t->columns.v[i].cols = min(t->columns.v[i].whole, width);
		return true;
	}
	cap = find_cap(t, room);
	for (size_t i = 0; i < t->columns.len; i++)
		widest = t->columns.v[i].part > widest ? t->columns.v[i].part : widest;
	if (cap < widest && cap < COLUMN_LEAST)
		return false;
	for (size_t i = 0; i < t->columns.len; i++)
		t->columns.v[i].cols = min(t->columns.v[i].part, cap);
	share_rest(t, room);
	return true;
}

/* ---- setting ---- */

static void set_cell_line(Setter *s, const Cell *c, const FlowLine *line, const Column *column)
{
	int cols = flow_cols(&c->flow, line), slack = column->cols - cols, before = 0;

	if (column->align == ALIGN_RIGHT)
		before = slack;
	else if (column->align == ALIGN_CENTRE)
		before = slack / 2;
	set_blank(s, before);
	set_flow_line(s, &c->flow, line);
	set_blank(s, slack - (before > 0 ? before : 0));
}

static void wrap_row(Table *t, const Row *row, size_t *height)
{
	*height = 0;
	for (size_t i = 0; i < row->len; i++) {
		Cell *c = &t->cells.v[row->first + i];
		int cols = t->columns.v[i].cols;
		flow_wrap(&c->flow, cols > 0 ? cols : 1, cols > 0 ? cols : 1, &c->lines);
		if (c->lines.len > *height)
			*height = c->lines.len;
	}
	if (!row->head && *height > 1)
		t->wraps = true;
}

static void set_row(Setter *s, Table *t, const Row *row)
{
	size_t height = 1;

	for (size_t i = 0; i < row->len; i++)
		if (t->cells.v[row->first + i].lines.len > height)
			height = t->cells.v[row->first + i].lines.len;
	for (size_t k = 0; k < height; k++) {
		set_line(s, false);
		for (size_t i = 0; i < row->len; i++) {
			const Cell *c = &t->cells.v[row->first + i];
			if (i > 0)
				set_blank(s, t->gap);
			if (k < c->lines.len)
				set_cell_line(s, c, &c->lines.v[k], &t->columns.v[i]);
			else
				set_blank(s, t->columns.v[i].cols);
		}
	}
}

static void set_bars(Setter *s, const Table *t)
{
	set_line(s, false);
	for (size_t i = 0; i < t->columns.len; i++) {
		if (i > 0)
			set_blank(s, t->gap);
		set_bar(s, "─", t->columns.v[i].cols);
	}
}

static bool says_nothing(const Table *t, const Row *row)
{
	for (size_t i = 0; i < row->len; i++)
		if (t->cells.v[row->first + i].flow.text.len > 0)
			return false;
	return true;
}

static void row_gap(Setter *s)
{
	s->gap = true;
	s->gap_boxes = s->boxes.len;
}

static void set_columns(Setter *s, Table *t)
{
	size_t height;

	for (size_t i = 0; i < t->rows.len; i++)
		wrap_row(t, &t->rows.v[i], &height);
	for (size_t i = 0; i < t->rows.len; i++) {
		const Row *row = &t->rows.v[i];
		if (row->head && says_nothing(t, row))
			continue;
		set_begin(s, row->node);
		if (t->wraps && i > 0 && !t->rows.v[i - 1].head)
			row_gap(s);
		set_row(s, t, row);
		if (row->head)
			set_bars(s, t);
	}
}

/* The head of a column is said once as words, and then repeated as decoration. */
static void add_label(Flow *f, const Flow *head, bool words)
{
	flow_join(f, head);
	for (size_t i = 0; i < f->runs.len && !words; i++) {
		f->runs.v[i].decoration = true;
		f->runs.v[i].place = -1;
	}
	if (head->text.len > 0)
		flow_decoration(f, SLICE_LIT(": "), (Ink){ .role = ROLE_TABLE_HEAD }, HOLD_BEFORE);
}

static void set_pair(Setter *s, const Cell *head, const Cell *value, bool words)
{
	FlowLines lines = { 0 };
	int room = set_room(s, true);
	Flow f;

	flow_init(&f, 0);
	if (head)
		add_label(&f, &head->flow, words);
	if (value)
		flow_join(&f, &value->flow);
	flow_wrap(&f, room, room - 2, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		set_line(s, false);
		set_blank(s, i > 0 ? 2 : 0);
		set_flow_line(s, &f, &lines.v[i]);
	}
	VEC_FREE(&lines);
	flow_free(&f);
}

static void set_pairs(Setter *s, Table *t)
{
	const Row *head = t->rows.len > 0 && t->rows.v[0].head ? &t->rows.v[0] : NULL;
	size_t first = head ? 1 : 0;

	if (head && t->rows.len == 1)
		first = 0;
	for (size_t i = first; i < t->rows.len; i++) {
		const Row *row = &t->rows.v[i];
		bool labels = head && i > 0, words = i == first;
		set_begin(s, row->node);
		if (i > first)
			row_gap(s);
		for (size_t k = 0; k < row->len || (labels && words && k < head->len); k++) {
			const Cell *value = k < row->len ? &t->cells.v[row->first + k] : NULL;
			const Cell *label = labels && k < head->len ? &t->cells.v[head->first + k] : NULL;
			if ((value && value->flow.text.len > 0) || (words && label))
				set_pair(s, label, value, words);
		}
	}
}

void set_table(Setter *s, const Node *table)
{
	Table t = { 0 };

	set_lead(s);
	read_table(s, table, &t);
	set_begin(s, table);
	if (decide(&t, set_room(s, false)))
		set_columns(s, &t);
	else
		set_pairs(s, &t);
	for (size_t i = 0; i < t.cells.len; i++) {
		flow_free(&t.cells.v[i].flow);
		VEC_FREE(&t.cells.v[i].lines);
	}
	VEC_FREE(&t.cells);
	VEC_FREE(&t.rows);
	VEC_FREE(&t.columns);
}
