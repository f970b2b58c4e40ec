/* Reading a page: where one is in it, and what is drawn. */
#include "tui/kit/pager.h"

#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/pager_find.h"

#define WHEEL 3
#define WIDTH_MIN 20

int pager_width(int cols)
{
	int width = cols - PAGER_MARGIN - 1;
	return width < WIDTH_MIN ? WIDTH_MIN : width;
}

static size_t line_count(const Pager *p)
{
	return p->page ? p->page->lines.len : 0;
}

static ptrdiff_t clip(ptrdiff_t v, ptrdiff_t low, ptrdiff_t high)
{
	return v > high ? (high < low ? low : high) : v < low ? low : v;
}

static ptrdiff_t top_max(const Pager *p)
{
	return clip((ptrdiff_t)line_count(p) - p->rows, 0, PTRDIFF_MAX);
}

/* Nothing to read on it: empty, or only a rule. */
static bool is_blank(const Pager *p, size_t line)
{
	const PageLine *l = &p->page->lines.v[line];
	for (size_t i = 0; i < l->spans.len; i++)
		if (l->spans.v[i].role != ROLE_RULE && slice_trim(l->spans.v[i].text).len)
			return false;
	return true;
}

size_t pager_source(const Pager *p)
{
	return p->at < line_count(p) ? p->page->lines.v[p->at].source_at : 0;
}

static size_t line_at(const Page *page, size_t source)
{
	size_t low = 0, high = page->lines.len;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (page->lines.v[mid].source_at <= source)
			low = mid + 1;
		else
			high = mid;
	}
	low -= low > 0;
	while (low > 0 && page->lines.v[low - 1].source_at == page->lines.v[low].source_at)
		low--;
	return low;
}

size_t pager_line_at(const Pager *p, size_t source)
{
	return p->page ? line_at(p->page, source) : 0;
}

/* The line of a new page that shows what the current one shows; a page without a source keeps how far it was read. */
static size_t same_line(const Pager *p, const Page *page)
{
	size_t n = page->lines.len, was = line_count(p);
	if (!n || !was)
		return 0;
	if (page->lines.v[n - 1].source_at == 0)
		return p->at * n / was;
	return line_at(page, pager_source(p));
}

static void set_page(Pager *p, Page *page, size_t at)
{
	size_t row = p->at >= p->top ? p->at - p->top : 0;
	page_free(p->page);
	p->page = page;
	p->link = 0;
	p->at = at;
	while (p->at > 0 && p->at < line_count(p) && is_blank(p, p->at))
		p->at--;
	p->top = p->at > row ? p->at - row : 0;
	p->bring = BRING_SEEN;
	pager_find_again(p);
}

void pager_set(Pager *p, Page *page, bool keep)
{
	set_page(p, page, keep ? same_line(p, page) : 0);
}

void pager_set_at(Pager *p, Page *page, size_t source)
{
	set_page(p, page, page->lines.len ? line_at(page, source) : 0);
}

void pager_free(Pager *p)
{
	page_free(p->page);
	str_free(&p->what);
	VEC_FREE(&p->hits);
	*p = (Pager){ 0 };
}

/* ---- movements ---- */

void pager_go(Pager *p, size_t line, Bring bring)
{
	size_t n = line_count(p);
	p->at = line < n ? line : n ? n - 1 : 0;
	p->bring = bring;
}

/* One row; blank ones are stepped over. */
static void step(Pager *p, int by)
{
	ptrdiff_t n = (ptrdiff_t)line_count(p), at = (ptrdiff_t)p->at + by;
	while (at > 0 && at < n - 1 && is_blank(p, (size_t)at))
		at += by;
	if (at >= 0 && at < n && !is_blank(p, (size_t)at))
		pager_go(p, (size_t)at, by > 0 ? BRING_DOWN : BRING_UP);
}

/* The window moves; the current line stays if it is still seen (mark_moves: keeps its row instead). */
static void turn(Pager *p, ptrdiff_t by, bool mark_moves)
{
	ptrdiff_t was = (ptrdiff_t)p->top, n = (ptrdiff_t)line_count(p);
	if (!n)
		return;
	p->top = (size_t)clip(was + by, 0, top_max(p));
	ptrdiff_t moved = (ptrdiff_t)p->top - was, at = (ptrdiff_t)p->at;
	if (mark_moves)
		at += moved ? moved : by;
	at = clip(at, (ptrdiff_t)p->top, (ptrdiff_t)p->top + p->rows - 1);
	at = clip(at, 0, n - 1);
	int back = at > 0 && by < 0 ? -1 : 1;
	while (at > 0 && at < n - 1 && is_blank(p, (size_t)at))
		at += back;
	p->at = (size_t)at;
	p->bring = BRING_NOT;
}

bool pager_scroll(Pager *p, Cmd c)
{
	ptrdiff_t page = p->rows > 3 ? p->rows - 2 : 1, half = p->rows > 3 ? p->rows / 2 : 1;
	switch (c) {
	case CMD_UP: p->marked ? step(p, -1) : turn(p, -1, false); break;
	case CMD_DOWN: p->marked ? step(p, 1) : turn(p, 1, false); break;
	case CMD_PAGE_UP: turn(p, -page, true); break;
	case CMD_PAGE_DOWN: turn(p, page, true); break;
	case CMD_HALF_UP: turn(p, -half, true); break;
	case CMD_HALF_DOWN: turn(p, half, true); break;
	case CMD_WHEEL_UP: turn(p, -WHEEL, false); break;
	case CMD_WHEEL_DOWN: turn(p, WHEEL, false); break;
	case CMD_TOP: pager_go(p, 0, BRING_TOP); break;
	case CMD_BOTTOM: pager_go(p, line_count(p), BRING_SEEN); break;
	default: return false;
	}
	p->link = 0;
	return true;
}

/*
 * Where the window must stand for the current line to be seen.  Row by row it moves when a third of it is left, so that what comes next
 * is seen too; jumps leave it alone where they can.
 */
static void bring_up(Pager *p)
{
	ptrdiff_t at = (ptrdiff_t)p->at, top = (ptrdiff_t)p->top, third = p->rows / 3, last = at - p->rows + 1;
	switch (p->bring) {
	case BRING_TOP: top = at; break;
	case BRING_DOWN: top = clip(top, last + third, at); break;
	case BRING_UP: top = clip(top, last, at - third); break;
	case BRING_SEEN:
		if (top < last + 1 || top > at)
			top = clip(top, last + third, at - third);
		break;
	case BRING_NOT: break;
	}
	p->top = (size_t)clip(top, 0, top_max(p));
	if (p->bring == BRING_NOT && p->marked)
		p->at = (size_t)clip(at, (ptrdiff_t)p->top, (ptrdiff_t)p->top + p->rows - 1);
	p->bring = BRING_NOT;
}

/* ---- drawing ---- */

static Role role_of(const Pager *p, const Span *s)
{
	static const Role marks[] = { [MARK_ADDED] = ROLE_ADDED, [MARK_REMOVED] = ROLE_REMOVED, [MARK_MOVED] = ROLE_MOVED, [MARK_AWAY] = ROLE_MOVED };
	if (p->link && s->link == (int)p->link)
		return ROLE_SELECTED;
	if (s->mark != MARK_NONE && s->mark != MARK_CHANGED)
		return marks[s->mark];
	return s->role;
}

/* Gives the column of the current link's first cell on this line, or -1. */
static int draw_line(const Pager *p, Area a, int row, size_t line)
{
	const PageLine *l = &p->page->lines.v[line];
	int col = 0, link_col = -1;
	for (size_t i = 0; i < l->spans.len; i++) {
		const Span *s = &l->spans.v[i];
		if (p->link && s->link == (int)p->link && link_col < 0)
			link_col = col;
		area_put(a, row, col, s->text, role_of(p, s));
		col += s->cols;
	}
	for (size_t i = 0; i < p->hits.len; i++) {
		const PageHit *h = &p->hits.v[i];
		if (h->line == line)
			area_role(a, row, h->col, h->cols, h->hit == p->hit ? ROLE_SELECTED : ROLE_FOUND);
	}
	return link_col;
}

void pager_draw(Pager *p, Area a)
{
	p->rows = a.rows > 0 ? a.rows : 1;
	bring_up(p);
	int hang = p->page ? p->page->hang : 0, mark = hang ? 0 : 1;
	Area text = area_part(a, 0, PAGER_MARGIN - hang, a.rows, a.cols - PAGER_MARGIN + hang);
	for (int row = 0; row < a.rows && p->top + (size_t)row < line_count(p); row++) {
		size_t line = p->top + (size_t)row;
		int link_col = draw_line(p, text, row, line);
		if (!p->marked || line != p->at)
			continue;
		area_put_c(a, row, mark, ">", ROLE_MARKER);
		area_cursor(a, row, mark);
		int hit_col = pager_hit_col(p, line);
		if (link_col >= 0)
			area_cursor(text, row, link_col);
		else if (hit_col >= 0)
			area_cursor(text, row, hit_col);
	}
	if (p->marked && !line_count(p))
		area_cursor(a, 0, 1);
}

void pager_where(const Pager *p, Str *out)
{
	size_t n = line_count(p), seen = p->top + (size_t)p->rows;
	if (p->nhits)
		str_printf(out, "%zu/%zu", p->hit + 1, p->nhits);
	else if (n > (size_t)p->rows && p->rows)
		str_printf(out, _("%zu%%"), (seen < n ? seen : n) * 100 / n);
}

/* ---- changes ---- */

static bool is_changed(const Pager *p, size_t line)
{
	const PageLine *l = &p->page->lines.v[line];
	for (size_t i = 0; i < l->spans.len; i++)
		if (l->spans.v[i].mark != MARK_NONE)
			return true;
	return false;
}

/* Does a run of changed lines begin here?  Empty lines do not end one. */
static bool begins_change(const Pager *p, size_t line)
{
	if (!is_changed(p, line))
		return false;
	while (line > 0 && !p->page->lines.v[line - 1].spans.len)
		line--;
	return line == 0 || !is_changed(p, line - 1);
}

bool pager_go_change(Pager *p, int step)
{
	ptrdiff_t n = (ptrdiff_t)line_count(p), at = step ? (ptrdiff_t)p->at + step : 0;
	while (at >= 0 && at < n && !begins_change(p, (size_t)at))
		at += step < 0 ? -1 : 1;
	if (at < 0 || at >= n)
		return false;
	pager_go(p, (size_t)at, BRING_SEEN);
	return true;
}

int pager_change_side(const Pager *p)
{
	size_t n = line_count(p), end = p->top + (size_t)p->rows, above = 0, below = 0;
	for (size_t i = p->top; i < end && i < n; i++)
		if (is_changed(p, i))
			return 0;
	for (size_t i = p->top; i-- > 0 && !above;)
		above = is_changed(p, i) ? p->top - i : 0;
	for (size_t i = end; i < n && !below; i++)
		below = is_changed(p, i) ? i - end + 1 : 0;
	return !above && !below ? 0 : !above || (below && below <= above) ? 1 : -1;
}

/* ---- links ---- */

const PageLink *pager_link(const Pager *p)
{
	return p->link && p->link <= p->page->links.len ? &p->page->links.v[p->link - 1] : NULL;
}

static size_t next_link(const Pager *p, int by)
{
	size_t n = p->page->links.len;
	if (p->link)
		return by > 0 ? p->link % n + 1 : (p->link + n - 2) % n + 1;
	for (size_t i = 0; i < n && by > 0; i++)
		if (p->page->links.v[i].line >= p->at)
			return i + 1;
	for (size_t i = n; i > 0 && by < 0; i--)
		if (p->page->links.v[i - 1].line <= p->at)
			return i;
	return by > 0 ? 1 : n;
}

static Reply go_link(Pager *p, int by)
{
	if (!p->page || !p->page->links.len)
		return reply_say(_("There is no link on this page."));
	p->link = next_link(p, by);
	const PageLink *l = pager_link(p);
	pager_go(p, l->line, BRING_SEEN);
	return reply_say("[%zu] %.*s", p->link, (int)l->url.len, l->url.p);
}

/* ---- commands ---- */

Reply pager_command(Pager *p, Cmd c)
{
	if (pager_scroll(p, c))
		return reply_stay();
	switch (c) {
	case CMD_NEXT_LINK: return go_link(p, 1);
	case CMD_PREV_LINK: return go_link(p, -1);
	case CMD_BACK:
		if (!p->link)
			break;
		p->link = 0;
		return reply_stay();
	default: break;
	}
	return pager_find_command(p, c);
}
