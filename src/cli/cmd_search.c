/* Searching: in the current texts, and in what was taken away. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/gone.h"
#include "archive/search.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"

/* Several arguments are several words, or phrases where the shell took their quotes. */
static void join_args(const Call *c, Str *out)
{
	for (int i = 0; i < c->count; i++) {
		bool phrase = c->count > 1 && strpbrk(c->args[i], " \t") && !strchr(c->args[i], '"');

		str_printf(out, phrase ? "%s\"%s\"" : "%s%s", i ? " " : "", c->args[i]);
	}
}

static void json_marks(Json *j, const QueryPlaces *marks)
{
	json_open(j, "marks", '[');
	for (size_t i = 0; i < marks->len; i++) {
		json_open(j, NULL, '{');
		json_int(j, "start", (int64_t)marks->v[i].from);
		json_int(j, "end", (int64_t)marks->v[i].to);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* The words between brackets. */
static void print_context(const char *context, const QueryPlaces *marks)
{
	Slice s = slice_c(context);
	size_t at = 0;

	print_f("   ");
	for (size_t i = 0; i < marks->len; i++) {
		print_gated(slice_sub(s, at, marks->v[i].from));
		print_f("[");
		print_gated(slice_sub(s, marks->v[i].from, marks->v[i].to));
		print_f("]");
		at = marks->v[i].to;
	}
	print_gated(slice_sub(s, at, s.len));
	print_f("\n");
}

static void print_head(const char *title, const char *issue, Date date)
{
	Str when = STR_EMPTY;

	date_iso(date, &when);
	print_f("%s", title);
	if (strcmp(title, issue) != 0)
		print_f(" · %s", issue);
	print_f("%s%s\n", when.len ? " · " : "", str_c(&when));
	str_free(&when);
}

/* ---- what stands ---- */

static void hits_json(const Archive *a, const char *query, const SearchHits *hits)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);

	print_json_at(&j, a);
	json_c(&j, "query", query);
	json_int(&j, "total", (int64_t)hits->len);
	json_open(&j, "hits", '[');
	for (size_t i = 0; i < hits->len; i++) {
		const SearchHit *h = &hits->v[i];

		json_open(&j, NULL, '{');
		json_c(&j, "address", h->address);
		json_c(&j, "title", h->title);
		json_c(&j, "issue", h->issue);
		json_date(&j, "date", h->date);
		json_c(&j, "context", h->context);
		json_marks(&j, &h->marks);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	print_json_end(&j);
}

static const Err *search_now(const Call *c, Archive *a, Query *q, const char *query)
{
	SearchHits hits = { 0 };
	const Err *err = search_texts(a, q, &hits);

	if (!err && call_has(c, "json"))
		hits_json(a, query, &hits);
	for (size_t i = 0; !err && !call_has(c, "json") && i < hits.len; i++) {
		print_head(hits.v[i].title, hits.v[i].issue, hits.v[i].date);
		print_context(hits.v[i].context, &hits.v[i].marks);
		print_f("   %s\n%s", hits.v[i].address, i + 1 < hits.len ? "\n" : "");
	}
	if (!err && !hits.len && !call_has(c, "json"))
		print_f("%s\n", archive_at(a) ? _("No text of then has that; “blad search --history” looks in what was taken away.") :
		    _("No current text has that; “blad search --history” looks in what was taken away."));
	search_hits_free(&hits);
	return err;
}

/* ---- what is gone ---- */

static void gone_json(const Archive *a, const char *query, const Gone *g)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);

	print_json_at(&j, a);
	json_c(&j, "query", query);
	json_int(&j, "total", (int64_t)g->hits.len);
	json_int(&j, "standing", (int64_t)g->standing);
	json_c(&j, "stands", g->stands);
	json_open(&j, "hits", '[');
	for (size_t i = 0; i < g->hits.len; i++) {
		const GoneHit *h = &g->hits.v[i];
		char hex[OID_HEX + 1];

		oid_hex(&h->id, hex);
		json_open(&j, NULL, '{');
		json_c(&j, "address", h->address);
		json_c(&j, "title", h->title);
		json_c(&j, "issue", h->issue);
		json_date(&j, "date", h->date);
		json_c(&j, "context", h->context);
		json_marks(&j, &h->marks);
		json_open(&j, "removed", '{');
		json_c(&j, "id", hex);
		json_moment(&j, "time", h->author.when);
		json_c(&j, "author", h->author.name);
		json_c(&j, "email", h->author.mail);
		json_c(&j, "message", h->message);
		json_close(&j, '}');
		json_close(&j, '}');
	}
	json_close(&j, ']');
	print_json_end(&j);
}

static void print_gone(const GoneHit *h)
{
	Slice rest = slice_c(h->message);
	char *first = slice_dup(slice_chomp(slice_line(&rest)));
	Str when = STR_EMPTY, id = STR_EMPTY;

	date_iso(moment_date(h->author.when), &when);
	str_add_char(&when, ' ');
	moment_clock(h->author.when, &when);
	oid_short(&h->id, &id);
	print_head(h->title, h->issue, h->date);
	print_context(h->context, &h->marks);
	print_f("   ");
	print_f(_("taken away %s by %s in %s: %s"), str_c(&when), h->author.name, str_c(&id), first);
	print_f("\n   blad restore %s\n", h->address);
	free(first);
	str_free(&when);
	str_free(&id);
}

static void tell_standing(const Gone *g, bool then, bool all)
{
	if (then && all)
		print_f(words_plural("It stood in %zu issue then, as in %s.", "It stood in %zu issues then, as in %s.", g->standing),
		    g->standing, g->stands);
	else if (then)
		print_f(words_plural("It stood in %zu issue then, as in %s; --all shows where it was taken away all the same.",
		    "It stood in %zu issues then, as in %s; --all shows where it was taken away all the same.", g->standing),
		    g->standing, g->stands);
	else if (all)
		print_f(words_plural("It stands in %zu issue today, as in %s.", "It stands in %zu issues today, as in %s.", g->standing),
		    g->standing, g->stands);
	else
		print_f(words_plural("It stands in %zu issue today, as in %s; --all shows where it was taken away all the same.",
		    "It stands in %zu issues today, as in %s; --all shows where it was taken away all the same.", g->standing),
		    g->standing, g->stands);
	print_f("\n");
}

/* What the hits alone do not tell. */
static void tell_rest(const Gone *g, bool then, bool all)
{
	if (g->standing)
		tell_standing(g, then, all);
	else if (!g->hits.len)
		print_f("%s\n", _("No version took that away."));
	if (g->unread) {
		print_f(words_plural("%zu text could not be read; “git fsck” tells more.", "%zu texts could not be read; “git fsck” tells more.",
		    g->unread), g->unread);
		print_f("\n");
	}
	if (g->cut)
		print_f("%s\n", _("This copy holds only the newest part of the history (a shallow clone): what went before is not found."));
}

static const Err *search_gone(const Call *c, Archive *a, Query *q, const char *query)
{
	GoneOpts o = { .all = call_has(c, "all") };
	Gone g = { 0 };
	const Err *err = gone_search(a, q, &o, &g);

	if (!err && call_has(c, "json"))
		gone_json(a, query, &g);
	if (!err && !call_has(c, "json")) {
		for (size_t i = 0; i < g.hits.len; i++) {
			print_gone(&g.hits.v[i]);
			print_f("\n");
		}
		tell_rest(&g, archive_at(a), o.all);
	}
	gone_free(&g);
	return err;
}

const Err *cmd_search(const Call *c)
{
	Archive *a = NULL;
	Query *q = NULL;
	Str query = STR_EMPTY;
	const Err *err = NULL;

	join_args(c, &query);
	if (call_has(c, "all") && !call_has(c, "history"))
		err = err_new(ERR_USAGE, _("--all goes with --history"));
	if (!err)
		err = query_make(&q, str_slice(&query));
	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = call_has(c, "history") ? search_gone(c, a, q, str_c(&query)) : search_now(c, a, q, str_c(&query));
	query_free(q);
	archive_free(a);
	str_free(&query);
	return err;
}
