/* Moving in rows. */
#include "tui/kit/list.h"

#define AROUND 2	/* rows kept in sight around the selection */
#define WHEEL 3

static ptrdiff_t clip(ptrdiff_t v, ptrdiff_t low, ptrdiff_t high)
{
	return v > high ? (high < low ? low : high) : v < low ? low : v;
}

static ptrdiff_t top_max(const List *l)
{
	return clip((ptrdiff_t)l->count - l->rows, 0, (ptrdiff_t)l->count);
}

void list_fit(List *l, size_t count, int rows)
{
	l->count = count;
	l->rows = rows > 0 ? rows : 1;
	if (l->at >= count)
		l->at = count ? count - 1 : 0;
	ptrdiff_t around = clip((l->rows - 1) / 2, 0, AROUND), at = (ptrdiff_t)l->at, top = (ptrdiff_t)l->top;
	top = clip(top, at - l->rows + 1 + around, at - around);
	l->top = (size_t)clip(top, 0, top_max(l));
}

void list_select(List *l, size_t at)
{
	l->at = at;
}

static void step(List *l, ptrdiff_t by)
{
	if (l->count)
		l->at = (size_t)clip((ptrdiff_t)l->at + by, 0, (ptrdiff_t)l->count - 1);
}

/* The window moves, and the selection with it only if it would be lost. */
static void turn(List *l, ptrdiff_t by)
{
	if (!l->count)
		return;
	ptrdiff_t around = clip((l->rows - 1) / 2, 0, AROUND), was = (ptrdiff_t)l->top;
	l->top = (size_t)clip(was + by, 0, top_max(l));
	if ((ptrdiff_t)l->top == was)
		return;
	ptrdiff_t top = (ptrdiff_t)l->top;
	l->at = (size_t)clip((ptrdiff_t)l->at, top + around, top + l->rows - 1 - around);
}

bool list_command(List *l, Cmd c)
{
	ptrdiff_t page = l->rows > 2 ? l->rows - 1 : 1, half = l->rows > 2 ? l->rows / 2 : 1;
	switch (c) {
	case CMD_UP: step(l, -1); return true;
	case CMD_DOWN: step(l, 1); return true;
	case CMD_PAGE_UP: l->top = (size_t)clip((ptrdiff_t)l->top - page, 0, top_max(l)); step(l, -page); return true;
	case CMD_PAGE_DOWN: l->top = (size_t)clip((ptrdiff_t)l->top + page, 0, top_max(l)); step(l, page); return true;
	case CMD_HALF_UP: step(l, -half); return true;
	case CMD_HALF_DOWN: step(l, half); return true;
	case CMD_TOP: l->at = 0; return true;
	case CMD_BOTTOM: l->at = l->count ? l->count - 1 : 0; return true;
	case CMD_WHEEL_UP: turn(l, -WHEEL); return true;
	case CMD_WHEEL_DOWN: turn(l, WHEEL); return true;
	default: return false;
	}
}
