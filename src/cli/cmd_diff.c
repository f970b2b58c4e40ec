/* Comparing: diff, as a page or as a document. */
#include <stdlib.h>

#include "archive/draft_join.h"
#include "archive/history.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "issue/diff.h"

/* ---- what is compared ---- */

/* "diff ADDRESS X", where X is a version of it, else another address: then that is what is now. */
static const Err *pair_with(Archive *a, const Target *t, const char *with, VersionPair *out)
{
	Target other = { 0 };
	bool address = false;
	const Err *err = history_other(a, t, with, &other, &address);

	if (!err)
		err = address ? history_pair_of(a, t, &other, out) : history_pair_of(a, &other, t, out);
	target_free(&other);
	return err;
}

static const Err *pair_of(const Call *c, Archive *a, const Target *t, VersionPair *out)
{
	Target was = { 0 }, now = { 0 };
	const Err *err;

	if (c->count == 1)
		return history_default_pair(a, t, out);
	if (c->count == 2)
		return pair_with(a, t, c->args[1], out);
	err = history_as_of(a, t, c->args[1], &was);
	if (!err)
		err = history_as_of(a, t, c->args[2], &now);
	if (!err)
		err = history_pair_of(a, &was, &now, out);
	target_free(&was);
	target_free(&now);
	return err;
}

/* ---- as a page ---- */

static Doc *compared(const Call *c, Slice was, Slice now)
{
	bool all = call_has(c, "all");

	if (call_has(c, "source"))
		return diff_source_doc(was, now, all);
	return all ? diff_doc(was, now) : diff_doc_changed(was, now);
}

/* ---- as a document ---- */

/* One of the two that are compared: its address, taken apart. */
typedef struct {
	Addr addr;
	Str chain;
	bool there;
} Root;

static void root_read(const char *address, Root *out)
{
	*out = (Root){ .there = address != NULL };
	if (!address)
		return;
	err_forget(addr_parse(slice_c(address), &out->addr));	/* it is one of ours */
	for (size_t i = 0; i < out->addr.keys.len; i++)
		str_printf(&out->chain, "%s%s", i ? "/" : "", out->addr.keys.v[i]);
}

static void root_free(Root *r)
{
	addr_free(&r->addr);
	str_free(&r->chain);
}

/* In an item that is compared the first key is its own, whatever stands above it and beside it. */
static void chain_below(const Root *r, Slice chain, Str *out)
{
	ptrdiff_t slash = slice_find(chain, SLICE_LIT("/"), 0);

	if (r->addr.part == ADDR_ISSUE) {
		str_add_slice(out, chain);
		return;
	}
	str_add_slice(out, str_slice(&r->chain));
	if (r->addr.part == ADDR_ITEM && slash >= 0)
		str_add_slice(out, slice_sub(chain, (size_t)slash, chain.len));
}

static void json_address(Json *j, const char *key, const Root *r, const Change *c, Slice chain, bool there)
{
	AddrPart part = r->addr.part == ADDR_ISSUE ? change_part(c) : r->addr.part;
	Str below = STR_EMPTY, address = STR_EMPTY;

	if (!r->there || !there) {
		json_null(j, key);
		return;
	}
	chain_below(r, chain, &below);
	addr_format(slice_c(r->addr.issue), part, str_slice(&below), slice_c(r->addr.version), &address);
	json_c(j, key, str_c(&address));
	str_free(&below);
	str_free(&address);
}

static void json_text(Json *j, const char *key, Slice s)
{
	if (s.p)
		json_str(j, key, s);
	else
		json_null(j, key);
}

/* What is compared without its issue is told as what it is there. */
static const char *kind_of(const Change *c, AddrPart part)
{
	return c->kind != CHANGE_LEAD ? change_name(c) : part == ADDR_ITEM ? "edited" : part == ADDR_KEY ? "header" : change_name(c);
}

static void change_json(Json *j, const Change *c, const Root *was, const Root *now)
{
	bool whole = c->kind == CHANGE_FORM, retitled = c->was_title.len && !slice_eq(c->was_title, c->title);

	json_open(j, NULL, '{');
	json_c(j, "kind", kind_of(c, now->there ? now->addr.part : was->addr.part));
	json_address(j, "address", now, c, c->chain, whole || c->now.p);
	json_address(j, "was_address", was, c, c->was_chain, whole || c->was.p);
	json_text(j, "title", c->title.len ? c->title : (Slice){ NULL, 0 });
	json_text(j, "was_title", retitled ? c->was_title : (Slice){ NULL, 0 });
	json_c(j, "matched", change_part(c) == ADDR_ITEM ? match_name(c->how) : NULL);
	json_bool(j, "moved", c->moved);
	json_text(j, "was", c->was);
	json_text(j, "now", c->now);
	json_int(j, "added", (int64_t)c->added);
	json_int(j, "removed", (int64_t)c->removed);
	json_close(j, '}');
}

static void diff_json(const Archive *a, const VersionPair *pair)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);
	Changes c = { 0 };
	Root was, now;
	size_t added = 0, removed = 0;

	root_read(pair->was_address, &was);
	root_read(pair->now_address, &now);
	changes_compare(str_slice(&pair->was), str_slice(&pair->now), &c);
	for (size_t i = 0; i < c.changes.len; i++) {
		added += c.changes.v[i].added;
		removed += c.changes.v[i].removed;
	}
	print_json_at(&j, a);
	json_c(&j, "was", pair->was_address);
	json_c(&j, "now", pair->now_address);
	json_int(&j, "added", (int64_t)added);
	json_int(&j, "removed", (int64_t)removed);
	json_bool(&j, "rough", c.rough);
	json_open(&j, "changes", '[');
	for (size_t i = 0; i < c.changes.len; i++)
		change_json(&j, &c.changes.v[i], &was, &now);
	json_close(&j, ']');
	print_json_end(&j);
	changes_free(&c);
	root_free(&was);
	root_free(&now);
}

/* ---- the command ---- */

/* Where the archive changed the same, what is to be done about it. */
static const Err *tell_behind(Archive *a, const Target *t)
{
	const Err *err = draft_undecided(a, t->path, t->draft);

	if (!err || err_kind(err) != ERR_DECIDE)
		return err;
	print_told(err_text(err));
	return NULL;
}

const Err *cmd_diff(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	VersionPair pair = { 0 };
	Doc *d = NULL;
	const Err *err = print_check(c);

	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = target_find_past(a, slice_c(c->args[0]), &t);
	if (!err)
		err = pair_of(c, a, &t, &pair);
	if (err)
		goto done;
	if (call_has(c, "json")) {
		diff_json(a, &pair);
	} else {
		print_led_on(&t);
		d = compared(c, str_slice(&pair.was), str_slice(&pair.now));
		err = print_doc(c, d, true);
	}
	if (!err && t.at != AT_COMMIT)
		err = tell_behind(a, &t);
done:
	doc_free(d);
	version_pair_free(&pair);
	target_free(&t);
	archive_free(a);
	return err;
}
