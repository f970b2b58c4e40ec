/* Help: the keys of the place one comes from, out of the table of commands. */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/keymap.h"
#include "tui/kit/pager.h"
#include "tui/places.h"

typedef struct {
	View view;
	const ViewOps *about;	/* NULL: a state of a place, such as its outline */
	unsigned where;
	Pager pager;
	int cols;
} Help;

static const Err *help_open(View **out, Archive *a, const char *address)
{
	(void)a;
	Help *h = mem_alloc(sizeof *h);
	h->view = (View){ &view_help, IN_HELP };
	h->about = place_view(address);
	h->where = keymap_scope_where(address);
	h->where = h->where ? h->where : IN_HELP;
	h->pager.marked = true;
	*out = &h->view;
	return NULL;
}

static void help_close(View *v)
{
	Help *h = (Help *)v;
	pager_free(&h->pager);
	free(h);
}

static Node *node_with_text(Doc *d, NodeKind kind, Slice text)
{
	Node *n = doc_node(d, kind);
	doc_append(n, doc_text(d, NODE_TEXT, text));
	return n;
}

static void add_para(Doc *d, const char *text)
{
	doc_append(d->root, node_with_text(d, NODE_PARA, slice_c(text)));
}

/* The text before the next tab, which is passed. */
static Slice field(Slice *line)
{
	ptrdiff_t tab = slice_find(*line, SLICE_LIT("\t"), 0);
	size_t n = tab < 0 ? line->len : (size_t)tab;
	Slice f = slice_sub(*line, 0, n);
	*line = slice_sub(*line, n + 1, line->len);
	return f;
}

#define ROOMY 60		/* columns from which the keys of all groups stand in one column */

static size_t widest_keys(Slice rows)
{
	size_t widest = 0;
	while (rows.len) {
		Slice line = slice_chomp(slice_line(&rows));
		field(&line);
		size_t width = utf8_width(field(&line));
		widest = width > widest ? width : widest;
	}
	return widest;
}

static Node *key_cell(Doc *d, Slice keys, size_t width)
{
	Str padded = STR_EMPTY;
	str_add_slice(&padded, keys);
	for (size_t cols = utf8_width(keys); cols < width; cols++)
		str_add_c(&padded, UTF8_NBSP);
	Node *cell = doc_node(d, NODE_CELL);
	doc_append(cell, node_with_text(d, NODE_STRONG, str_slice(&padded)));
	str_free(&padded);
	return cell;
}

/* A heading a group, under it a table of keys and what they do. */
static void add_keys(Doc *d, unsigned where, int cols)
{
	Str rows = STR_EMPTY;
	Slice group = SLICE_LIT("");
	Node *table = NULL;
	keymap_table(keymap_builtin(), where, &rows);
	size_t width = cols < ROOMY ? 0 : widest_keys(str_slice(&rows));
	for (Slice rest = str_slice(&rows); rest.len;) {
		Slice line = slice_chomp(slice_line(&rest)), g = field(&line), keys = field(&line);
		if (!table || !slice_eq(g, group)) {
			Node *heading = node_with_text(d, NODE_HEADING, g);
			heading->level = 2;
			doc_append(d->root, heading);
			table = doc_node(d, NODE_TABLE);
			doc_append(d->root, table);
			group = g;
		}
		Node *row = doc_node(d, NODE_ROW);
		doc_append(row, key_cell(d, keys, width));
		doc_append(row, node_with_text(d, NODE_CELL, line));
		doc_append(table, row);
	}
	str_free(&rows);
}

static Page *make_page(const Help *h)
{
	Doc *d = doc_new();
	add_para(d, _("What is written is never lost: drafts are kept as you type, and every version stays in the history. Esc always "
	    "goes back and discards nothing."));
	add_keys(d, h->where, h->cols);
	add_para(d, _("The manual: man blad. On the command line: blad --help."));
	Page *p = page_make(d, &(PageOpts){ .width = pager_width(h->cols) });
	doc_free(d);
	return p;
}

static void help_draw(View *v, Area a)
{
	Help *h = (Help *)v;
	if (a.cols != h->cols) {
		h->cols = a.cols;
		pager_set(&h->pager, make_page(h), true);
	}
	pager_draw(&h->pager, a);
}

static void help_title(View *v, Str *left, Str *right)
{
	Help *h = (Help *)v;
	str_add_c(left, _("Help"));
	if (h->about && h->about != &view_help && h->about->words)
		str_printf(left, " · %s", _(h->about->words));
	pager_where(&h->pager, right);
}

static Reply help_command(View *v, Cmd c)
{
	return pager_command(&((Help *)v)->pager, c);
}

static Reply help_answer(View *v, const Answer *a)
{
	return pager_answer(&((Help *)v)->pager, a);
}

static size_t help_hints(View *v, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_FIND };
	(void)v;
	return command_hints(out, max, cmds, sizeof cmds / sizeof *cmds);
}

const ViewOps view_help = {
	.name = "help", .words = N_("keys"), .where = IN_HELP, .open = help_open, .close = help_close, .title = help_title, .draw = help_draw,
	.command = help_command, .answer = help_answer, .hints = help_hints,
};
