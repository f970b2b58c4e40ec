/* Searching in a page that is being read: all hits are marked, one is the current one. */
#include "tui/kit/pager_find.h"

#include "base/words.h"

static void search(Pager *p, Slice what)
{
	p->hits.len = 0;
	p->nhits = what.len && p->page ? page_find(p->page, what, &p->hits) : 0;
	p->hit = 0;
}

void pager_find_again(Pager *p)
{
	search(p, p->nhits ? str_slice(&p->what) : SLICE_LIT(""));
	for (size_t i = 0; i < p->hits.len && p->hits.v[i].line < p->at; i++)
		p->hit = p->hits.v[i].hit;
}

static const PageHit *hit_at(const Pager *p, size_t number)
{
	for (size_t i = 0; i < p->hits.len; i++)
		if (p->hits.v[i].hit == number)
			return &p->hits.v[i];
	return NULL;
}

int pager_hit_col(const Pager *p, size_t line)
{
	for (size_t i = 0; i < p->hits.len; i++)
		if (p->hits.v[i].hit == p->hit && p->hits.v[i].line == line)
			return p->hits.v[i].col;
	return -1;
}

static void go_hit(Pager *p, size_t number)
{
	const PageHit *h = hit_at(p, number);
	if (!h)
		return;
	p->hit = number;
	p->link = 0;
	pager_go(p, h->line, BRING_SEEN);
}

/* The hit nearest to where the search began, in its direction. */
static size_t first_hit(const Pager *p)
{
	size_t best = p->backwards ? p->nhits - 1 : 0;
	for (size_t i = 0; i < p->hits.len; i++) {
		const PageHit *h = &p->hits.v[i];
		if (p->backwards && h->line <= p->origin)
			best = h->hit;
		if (!p->backwards && h->line >= p->origin)
			return h->hit;
	}
	return best;
}

static void clear(Pager *p)
{
	p->hits.len = 0;
	p->nhits = p->hit = 0;
}

static Reply next(Pager *p, bool backwards)
{
	if (!p->what.len)
		return reply_say(_("Nothing is searched for yet; / does that."));
	if (!p->nhits) {
		search(p, str_slice(&p->what));
		p->origin = p->at;
		if (!p->nhits)
			return reply_say(_("“%s” is not on this page."), str_c(&p->what));
		go_hit(p, first_hit(p));
		return reply_stay();
	}
	bool round = backwards ? p->hit == 0 : p->hit + 1 == p->nhits;
	go_hit(p, backwards ? (p->hit + p->nhits - 1) % p->nhits : (p->hit + 1) % p->nhits);
	if (!round || p->nhits == 1)
		return reply_stay();
	return backwards ? reply_say(_("From the end again.")) : reply_say(_("From the beginning again."));
}

Reply pager_find_command(Pager *p, Cmd c)
{
	switch (c) {
	case CMD_FIND:
	case CMD_FIND_BACK:
		p->backwards = c == CMD_FIND_BACK;
		p->origin = p->at;
		return reply_line(ASK_FIND, p->backwards ? _("Find backwards") : _("Find"), SLICE_LIT(""), true);
	case CMD_FIND_NEXT: return next(p, p->backwards);
	case CMD_FIND_PREV: return next(p, !p->backwards);
	case CMD_BACK:
		if (!p->nhits)
			return reply_pass();
		clear(p);
		return reply_stay();
	default: return reply_pass();
	}
}

static void look_for(Pager *p, Slice what)
{
	search(p, what);
	if (p->nhits)
		go_hit(p, first_hit(p));
	else
		pager_go(p, p->origin, BRING_SEEN);
}

Reply pager_answer(Pager *p, const Answer *a)
{
	if (a->what != ASK_FIND)
		return reply_pass();
	if (a->kind == ANSWER_ESC) {
		clear(p);
		pager_go(p, p->origin, BRING_SEEN);
		return reply_stay();
	}
	if (a->kind == ANSWER_LIVE) {
		look_for(p, a->line);
		return reply_stay();
	}
	if (!a->line.len)	/* only Enter: the last words once more */
		return next(p, p->backwards);
	str_clear(&p->what);
	str_add_slice(&p->what, a->line);
	look_for(p, a->line);
	return p->nhits ? reply_stay() : reply_say(_("“%s” is not on this page."), str_c(&p->what));
}
