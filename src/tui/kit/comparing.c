/* Comparisons on a screen: where there is room for it what was stands beside what is. */
#include "tui/kit/comparing.h"

#include "issue/diff.h"
#include "tui/kit/pager.h"

static bool in_two(const Comparing *c, int cols)
{
	return c->chosen ? c->two : cols > PAGE_BESIDE_OVER;
}

Doc *comparing_doc(const Comparing *c, Slice was, Slice now)
{
	return c->source ? diff_source_doc(was, now, false) : diff_doc(was, now);
}

Page *comparing_page(const Comparing *c, const Doc *d, int cols)
{
	PageOpts opts = { .width = pager_width(cols), .marks = true };
	return in_two(c, cols) ? page_beside(d, &opts) : page_make(d, &opts);
}

bool comparing_command(Comparing *c, int cols, Cmd cmd)
{
	if (cmd == CMD_COLUMNS) {
		c->two = !in_two(c, cols);
		c->chosen = true;
	} else if (cmd == CMD_SOURCE) {
		c->source = !c->source;
	} else {
		return false;
	}
	return true;
}
