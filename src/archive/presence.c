/* Who else is at the same text, as far as it is known here. */
#include "archive/presence.h"

#include <stdlib.h>

#include "archive/draft_items.h"
#include "archive/share_draft.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/ref.h"
#include "git/ref_list.h"
#include "git/remote.h"
#include "git/walk.h"
#include "git/work.h"
#include "issue/diff.h"

#define VERSIONS_MAX 200	/* that are not joined yet: further back nobody is at work */
#define DRAFTS_MAX 200
#define FILES_MAX 20		/* of one draft's commit; it is one, unless somebody else made it */
#define ALL_MAX 100

typedef struct {
	Archive *a;
	Upstream up;
	bool shared;		/* up is there */
	Oid theirs;		/* zero: nothing that is not joined */
	char *mail;		/* ours; "" where it is not known */
	Presences *out;
} Look;

/* ---- beginning ---- */

static void begin(Look *l)
{
	const Head *head = archive_head(l->a);
	char *name = NULL;
	size_t ahead, behind = 0;
	const Err *err;

	if (conf_identity(archive_repo(l->a), &name, &l->mail))
		l->mail = mem_dup("");
	free(name);
	if (archive_at(l->a) || head->kind != HEAD_BRANCH)
		return;
	if ((err = upstream_get(archive_repo(l->a), head, &l->up))) {
		err_forget(err);
		return;
	}
	l->shared = true;
	if (ref_read(archive_repo(l->a), l->up.tracking, &l->theirs) ||
	    git_ahead_behind(archive_repo(l->a), &head->tip, &l->theirs, &ahead, &behind) || !behind)
		l->theirs = (Oid){ { 0 } };
}

static void end(Look *l)
{
	upstream_free(&l->up);
	free(l->mail);
}

/* ---- is it changed? ---- */

typedef struct {
	Str text;
	Cut cut;
	bool there;
} Side;

static void side_read(Look *l, const Oid *commit, const char *path, Side *out)
{
	Charset cs;

	*out = (Side){ .text = STR_EMPTY };
	if (oid_is_zero(commit) || archive_text(l->a, commit, path, &out->text, &cs))
		return;
	cut_make(str_slice(&out->text), NULL, &out->cut);
	out->there = true;
}

static void side_free(Side *s)
{
	if (s->there)
		cut_free(&s->cut);
	str_free(&s->text);
}

/* What the target means in this text; p NULL: it is not there, or empty. */
static Slice side_part(const Side *s, const Target *t)
{
	size_t from = 0, to = s->text.len;
	Slice part_text;
	ptrdiff_t part;

	if (!s->there)
		return (Slice){ NULL, 0 };
	if (t->part == ADDR_ITEM) {
		if ((part = cut_find_chain(&s->cut, slice_c(t->chain))) < 0)
			return (Slice){ NULL, 0 };
		from = s->cut.parts.v[part].from;
		to = s->cut.parts.v[part].cover;
	} else if (t->part != ADDR_ISSUE) {
		const Part *p = &s->cut.parts.v[t->part == ADDR_LEAD ? PART_LEAD : PART_HEADER];

		from = p->from;
		to = p->to;
	}
	part_text = slice_trim(slice_sub(str_slice(&s->text), from, to));
	return part_text.len ? part_text : (Slice){ NULL, 0 };
}

static bool same_blob(Look *l, const Oid *a, const Oid *b, const char *path)
{
	Oid x = { { 0 } }, y = { { 0 } };

	if (!oid_is_zero(a) && tree_find(archive_repo(l->a), a, path, &x, NULL))
		x = (Oid){ { 0 } };
	if (!oid_is_zero(b) && tree_find(archive_repo(l->a), b, path, &y, NULL))
		y = (Oid){ { 0 } };
	return oid_eq(&x, &y);
}

/* Does what the target means stand otherwise in now than in was, and, unless recorded is zero, than in that? */
static bool differs(Look *l, const Oid *was, const Oid *now, const Oid *recorded, const Target *t)
{
	Side a, b, c;
	Slice x, y, z;
	bool is;

	if (same_blob(l, was, now, t->path) || (!oid_is_zero(recorded) && same_blob(l, now, recorded, t->path)))
		return false;
	side_read(l, was, t->path, &a);
	side_read(l, now, t->path, &b);
	side_read(l, recorded, t->path, &c);
	x = side_part(&a, t);
	y = side_part(&b, t);
	z = side_part(&c, t);
	is = (x.p || y.p) && (!x.p != !y.p || !slice_eq(x, y)) && (oid_is_zero(recorded) || !z.p != !y.p || !slice_eq(z, y));
	side_free(&a);
	side_free(&b);
	side_free(&c);
	return is;
}

/* ---- gathering ---- */

static char *place_of(const Target *t)
{
	Str s = STR_EMPTY;

	addr_format(slice_c(t->path), t->part, slice_c(t->chain), (Slice){ NULL, 0 }, &s);
	return str_steal(&s);
}

/* Of everybody what is newest. */
static void add(Look *l, const Person *who, bool draft, const Target *t, const char *version)
{
	char *address = place_of(t);

	for (size_t i = 0; i < l->out->len; i++) {
		Presence *p = &l->out->v[i];

		if (p->draft != draft || strcmp(p->who, who->name) != 0 || strcmp(p->address, address) != 0)
			continue;
		if (who->when.sec > p->when.sec) {
			p->when = who->when;
			free(p->version);
			p->version = mem_dup(version);
		}
		free(address);
		return;
	}
	VEC_PUSH(l->out, ((Presence){ mem_dup(who->name), who->when, draft, address, mem_dup(version), t->part }));
}

static void look_at_version(Look *l, const Oid *id, const Target *t)
{
	static const Oid none;
	Commit c;
	bool changed = true;
	char hex[OID_HEX + 1];

	if (commit_read(archive_repo(l->a), id, &c))
		return;
	for (size_t i = 0; i < c.parents.len && changed; i++)	/* what one side of a join has as well is not the join's */
		changed = differs(l, &c.parents.v[i], id, &none, t);
	if (changed && c.parents.len) {
		oid_hex(id, hex);
		add(l, &c.author, false, t, hex);
	}
	commit_free(&c);
}

static void look_at_versions(Look *l, const Target *t)
{
	const Oid *ours = &archive_head(l->a)->tip;
	const Err *err;
	Walk *w = NULL;
	Oid id;

	if (oid_is_zero(&l->theirs) || same_blob(l, ours, &l->theirs, t->path))
		return;
	err = walk_begin(&w, archive_repo(l->a), &l->theirs, ours);
	for (int i = 0; !err && i < VERSIONS_MAX && walk_next(w, &id, &err); i++)
		look_at_version(l, &id, t);
	walk_free(w);
}

/* The commit of a draft that somebody else shares; version gets what its addresses end with. */
static bool draft_of(Look *l, const char *ref, Commit *out, char **version)
{
	Oid id;

	if (ref_read(archive_repo(l->a), ref, &id) || commit_read(archive_repo(l->a), &id, out))
		return false;
	if (!out->parents.len || strcmp(out->author.mail, l->mail) == 0) {
		commit_free(out);
		return false;
	}
	*version = mem_dup(ref + strlen("refs/remotes/"));
	return true;
}

static void each_draft(Look *l, void (*fn)(Look *l, const Commit *c, const char *version, const void *data), const void *data)
{
	Names refs = { 0 };
	char *prefix = mem_printf("refs/remotes/%s/" SHARED_DRAFTS "/", l->shared ? l->up.name : "");

	if (l->shared)
		ref_list(archive_repo(l->a), prefix, &refs);
	for (size_t i = 0; i < refs.len && i < DRAFTS_MAX; i++) {
		char *version = NULL;
		Commit c;

		if (!draft_of(l, refs.v[i], &c, &version))
			continue;
		fn(l, &c, version, data);
		commit_free(&c);
		free(version);
	}
	names_free(&refs);
	free(prefix);
}

static void look_at_draft(Look *l, const Commit *c, const char *version, const void *data)
{
	const Target *t = data;

	if (differs(l, &c->parents.v[0], &c->id, &archive_head(l->a)->tip, t))
		add(l, &c->author, true, t, version);
}

static int newest_first(const void *a, const void *b)
{
	const Presence *x = a, *y = b;

	if (x->when.sec != y->when.sec)
		return x->when.sec < y->when.sec ? 1 : -1;
	return strcmp(x->who, y->who);
}

static void sort(Presences *p)
{
	if (p->len)
		qsort(p->v, p->len, sizeof *p->v, newest_first);
}

void presence_of(Archive *a, const Target *t, Presences *out)
{
	Look l = { .a = a, .out = out };

	if (t->at == AT_COMMIT || t->gone)
		return;
	begin(&l);
	if (l.shared) {
		look_at_versions(&l, t);
		each_draft(&l, look_at_draft, t);
	}
	end(&l);
	sort(out);
}

/* ---- all ---- */

static void add_items(Look *l, const Commit *c, const char *version, const char *path)
{
	Target issue = { .path = mem_dup(path), .part = ADDR_ISSUE };
	Changes changes = { 0 };
	Side was, now;

	side_read(l, &c->parents.v[0], path, &was);
	side_read(l, &c->id, path, &now);
	if (was.there && now.there)
		changes_read(str_slice(&was.text), str_slice(&now.text), false, &changes);
	else
		look_at_draft(l, c, version, &issue);
	for (size_t i = 0; i < changes.changes.len && l->out->len < ALL_MAX; i++) {
		const Change *ch = &changes.changes.v[i];
		char *chain = slice_dup(ch->chain);
		Target t = { .path = issue.path, .part = change_part(ch), .chain = chain };

		if (differs(l, &c->parents.v[0], &c->id, &archive_head(l->a)->tip, &t))
			add(l, &c->author, true, &t, version);
		free(chain);
	}
	if (was.there && now.there)
		changes_free(&changes);
	free(issue.path);
	side_free(&was);
	side_free(&now);
}

static void add_draft(Look *l, const Commit *c, const char *version, const void *data)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };

	(void)data;
	if (!git_changed_files(archive_repo(l->a), &c->parents.v[0], &c->id, &moves, paths))
		for (size_t i = 0; i < moves.len && i < FILES_MAX; i++)
			if (archive_is_issue(l->a, moves.v[i].path))
				add_items(l, c, version, moves.v[i].path);
	VEC_FREE(&moves);
	arena_free(paths);
}

static void add_versions_of_drafts(Look *l)
{
	DraftItems items = { 0 };

	if (oid_is_zero(&l->theirs) || draft_items(l->a, &items))
		goto done;
	for (size_t i = 0; i < items.len && l->out->len < ALL_MAX; i++) {
		Target t = { 0 };

		if (!items.v[i].aside && !target_find(l->a, slice_c(items.v[i].address), &t))
			look_at_versions(l, &t);
		target_free(&t);
	}
done:
	draft_items_free(&items);
}

void presence_all(Archive *a, Presences *out)
{
	Look l = { .a = a, .out = out };

	begin(&l);
	if (l.shared) {
		each_draft(&l, add_draft, NULL);
		add_versions_of_drafts(&l);
	}
	end(&l);
	sort(out);
}

void presences_free(Presences *p)
{
	for (size_t i = 0; i < p->len; i++) {
		free(p->v[i].who);
		free(p->v[i].address);
		free(p->v[i].version);
	}
	VEC_FREE(p);
}

/* ---- words ---- */

/* "14:02", with the day where it is another. */
static void when_words(Moment when, Str *out)
{
	Date day = moment_date(when);

	if (date_cmp(day, date_today()) != 0) {
		date_day(day, out);
		str_add_char(out, ' ');
	}
	moment_clock(when, out);
}

void presence_words(const Presence *p, bool named, Str *out)
{
	const char *place = named ? p->address : p->part == ADDR_ISSUE ? _("this issue") : p->part == ADDR_ITEM ? _("this item") : _("this part");
	Str when = STR_EMPTY;

	when_words(p->when, &when);
	if (p->draft)
		str_printf(out, _("%s has a draft of %s since %s"), p->who, place, str_c(&when));
	else
		str_printf(out, _("%s changed %s %s, in a version that is fetched and not joined yet"), p->who, place, str_c(&when));
	str_free(&when);
}

void presence_line(Archive *a, const Target *t, Str *out)
{
	Presences all = { 0 };

	presence_of(a, t, &all);
	if (all.len)
		presence_words(&all.v[0], false, out);
	if (all.len > 1)
		str_printf(out, words_plural(", and %zu other is at it", ", and %zu others are at it", all.len - 1), all.len - 1);
	presences_free(&all);
}
