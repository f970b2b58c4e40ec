/* What an address means: first the version, then the issue, then the part of it. */
#include "archive/issues.h"

#include <stdlib.h>

#include "archive/draft.h"
#include "archive/inside.h"
#include "archive/nearest.h"
#include "archive/target_issue.h"
#include "archive/track.h"
#include "archive/trail.h"
#include "base/words.h"

#define ID_DIGITS 7
#define LISTED_MAX 5
#define DRAFT_WORD "draft"
#define DRAFT_DIGITS 6

/* ---- the version ---- */

/* As short as it can be without meaning two. */
static void short_id(Archive *a, const Oid *id, Str *out)
{
	char hex[OID_HEX + 1];
	Oid found;

	oid_hex(id, hex);
	for (size_t n = ID_DIGITS; n < OID_HEX; n++) {
		if (!commit_find(archive_repo(a), slice(hex, n), &found)) {
			str_add(out, hex, n);
			return;
		}
	}
	str_add_c(out, hex);
}

/* "draft", or "draft-2" and on. */
static bool is_draft_word(const char *v, int *nth)
{
	const char *number = v + strlen(DRAFT_WORD) + 1;
	size_t digits;

	*nth = 0;
	if (strcmp(v, DRAFT_WORD) == 0)
		return true;
	if (strncmp(v, DRAFT_WORD "-", strlen(DRAFT_WORD) + 1) != 0)
		return false;
	digits = strspn(number, "0123456789");
	if (digits == 0 || digits > DRAFT_DIGITS || number[digits] || number[0] == '0')
		return false;
	*nth = (int)strtol(number, NULL, 10);
	return *nth > 1;
}

/* Reads what stands behind '@'; version: how it is written canonically. */
static const Err *find_version(Archive *a, const char *v, Target *out, Str *version)
{
	const Oid *tip = &archive_head(a)->tip;
	const Err *err;
	Date day;

	out->at = AT_CURRENT;
	if (!v)
		return NULL;
	if (is_draft_word(v, &out->draft)) {
		out->at = AT_DRAFT;
		str_add_c(version, v);
		return NULL;
	}
	out->at = AT_COMMIT;
	if (oid_is_zero(tip))
		return err_new(ERR_NONE, _("nothing is recorded yet, so there is no version “%s”"), v);
	if (strcmp(v, "HEAD") == 0) {
		out->commit = *tip;
		str_add_c(version, v);
		return NULL;
	}
	if (strlen(v) == 10 && date_parse_iso(slice_c(v), &day)) {
		err = git_commit_at(archive_repo(a), tip, day, &out->commit);
		if (err && err_kind(err) == ERR_NONE && !repo_is_shallow(archive_repo(a)))
			err = err_new(ERR_NONE, _("nothing was recorded yet on %s"), v);
	} else {
		err = commit_find(archive_repo(a), slice_c(v), &out->commit);
		if (err && err_kind(err) == ERR_NONE)
			err = err_new(ERR_NONE, _("there is no version “%s”: name one by its id (at least 4 digits), a day "
			    "(2024-05-20), HEAD or draft"), v);
	}
	if (!err)
		short_id(a, &out->commit, version);
	return err;
}

/* ---- the part ---- */

static void add_chain_names(const Cut *c, Names *out)
{
	for (size_t i = PART_FIRST; i < c->parts.len; i++) {
		Str chain = STR_EMPTY;

		cut_chain(c, i, &chain);
		names_take(out, str_steal(&chain));
	}
}

static const Err *key_unknown(const char *path, const char *asked, const Cut *c)
{
	Names all = { 0 }, near = { 0 };
	Str list = STR_EMPTY;
	const Err *err;

	add_chain_names(c, &all);
	nearest(slice_c(asked), (const char *const *)all.v, all.len, &near);
	if (near.len == 0)
		for (size_t i = 0; i < all.len && i < LISTED_MAX + 1; i++)
			names_add(&near, all.v[i]);
	names_join(&near, LISTED_MAX, &list);
	if (near.len)
		err = err_new(ERR_NONE, _("%s has no item “%s”; it has: %s"), path, asked, str_c(&list));
	else
		err = err_new(ERR_NONE, _("%s has no item “%s”: it has none at all"), path, asked);
	names_free(&all);
	names_free(&near);
	str_free(&list);
	return err;
}

/* All whose own key is the one that was typed last. */
static const Err *key_ambiguous(const char *path, const Addr *addr, const Cut *c)
{
	const char *last = addr->keys.v[addr->keys.len - 1];
	Names found = { 0 };
	Str list = STR_EMPTY;
	const Err *err;

	for (size_t i = PART_FIRST; i < c->parts.len; i++) {
		Str chain = STR_EMPTY;

		if (!slice_is(c->parts.v[i].key, last))
			continue;
		addr_path(slice_c(path), &chain);
		str_add_char(&chain, '#');
		cut_chain(c, i, &chain);
		names_take(&found, str_steal(&chain));
	}
	names_join(&found, LISTED_MAX, &list);
	err = err_new(ERR_AMBIGUOUS, _("“%s” is more than one item: %s"), last, str_c(&list));
	names_free(&found);
	str_free(&list);
	return err;
}

static char *chain_of(const Cut *c, size_t part)
{
	Str chain = STR_EMPTY;

	cut_chain(c, part, &chain);
	return str_steal(&chain);
}

static char *asked_chain(const Addr *addr)
{
	Str s = STR_EMPTY;

	for (size_t i = 0; i < addr->keys.len; i++)
		str_printf(&s, "%s%s", i ? "/" : "", addr->keys.v[i]);
	return str_steal(&s);
}

/* The part of text that the keys name: its chain, or NULL; *several: they name more than one. */
static char *chain_in(const Addr *addr, const Cut *c, bool *several)
{
	VEC(Slice) keys = { 0 };
	ptrdiff_t i;
	const HeaderField *f;

	*several = false;
	if (addr->part == ADDR_KEY) {
		f = header_name(&c->header, slice_c(addr->keys.v[0]));
		return !f ? NULL : f->key == KEY_OTHER ? slice_dup(f->name) : mem_dup(header_key_name(f->key));
	}
	for (size_t k = 0; k < addr->keys.len; k++)
		VEC_PUSH(&keys, slice_c(addr->keys.v[k]));
	i = cut_find(c, keys.v, keys.len);
	VEC_FREE(&keys);
	*several = i == -2;
	return i >= 0 ? chain_of(c, (size_t)i) : NULL;
}

/* Seeks the keys in an older text; where it has them, what they are in the current one. */
static bool seek_in(const Addr *addr, Slice then, Slice now, const Oid *commit, Target *out)
{
	bool several;
	char *chain;
	Cut c;

	cut_make(then, NULL, &c);
	chain = chain_in(addr, &c, &several);
	cut_free(&c);
	if (!chain)
		return false;
	out->chain = addr->part == ADDR_ITEM ? track_chain(then, ADDR_ITEM, chain, now) : NULL;
	out->gone = !out->chain;
	out->found_at = *commit;
	if (out->gone)
		out->chain = chain;
	else
		out->asked = chain;
	return true;
}

/* The draft's base, then the tip. */
static bool seek_near(Archive *a, const Addr *addr, Slice now, Target *out)
{
	Draft *d = NULL;
	Str tip = STR_EMPTY;
	Charset cs;
	bool found = false;

	if (out->at == AT_COMMIT || draft_peek_nth(&d, a, out->path, out->draft))
		return false;
	found = seek_in(addr, draft_base(d), now, &draft_info(d)->base_commit, out);
	if (!found && draft_info(d)->behind && !archive_text(a, &archive_head(a)->tip, out->path, &tip, &cs))
		found = seek_in(addr, str_slice(&tip), now, &archive_head(a)->tip, out);
	str_free(&tip);
	draft_close(d);
	return found;
}

/* What is here now may have stood in that version by another title, or in another issue. */
static bool seek_now(Archive *a, const Addr *addr, const char *path, Target *out)
{
	Target now = { .path = mem_dup(path), .part = ADDR_ITEM, .at = AT_COMMIT, .commit = archive_head(a)->tip };
	Onward on = { .gone = false };
	IssueText it = { 0 };
	bool several, found = false;
	Cut c;

	if (out->at == AT_COMMIT && addr->part == ADDR_ITEM && !target_text(a, &now, &it)) {
		cut_make(str_slice(&it.text), NULL, &c);
		now.chain = chain_in(addr, &c, &several);
		cut_free(&c);
		found = now.chain && !track_back(a, &now.commit, path, ADDR_ITEM, now.chain, &out->commit, &on);
	}
	if (found) {
		out->asked = mem_dup(now.chain);
		out->asked_path = strcmp(path, on.path) == 0 ? NULL : mem_dup(path);
		free(out->path);
		out->path = on.path;
		out->chain = on.chain;
	}
	issue_text_free(&it);
	target_free(&now);
	return found;
}

/* What the chain of a recorded text is in the current one, which may be a draft's; *gone: the draft lacks it. */
static const Err *to_current(Archive *a, const Onward *on, char **chain, bool *gone)
{
	Target t = { .path = on->path, .at = AT_CURRENT };
	IssueText it = { 0 };
	Str tip = STR_EMPTY;
	Charset cs;
	const Err *err = target_text(a, &t, &it);

	*gone = false;
	*chain = NULL;
	if (!err && it.draft && !(err = archive_text(a, &archive_head(a)->tip, on->path, &tip, &cs))) {
		*chain = track_chain(str_slice(&tip), ADDR_ITEM, on->chain, str_slice(&it.text));
		*gone = !*chain;
	}
	if (!*chain)
		*chain = mem_dup(on->chain);
	str_free(&tip);
	issue_text_free(&it);
	return err;
}

/* Found there in history: now it is what R1 makes of it, in whatever file; on is used up. */
static const Err *take_onward(Archive *a, const Oid *found_at, Onward *on, Target *out)
{
	char *chain = mem_dup(on->chain);
	const Err *err = NULL;

	out->gone = on->gone;
	out->parted = on->gone && on->parted;
	out->parted_by = on->gone_by;
	out->found_at = on->gone ? on->found_at : *found_at;
	if (!on->gone && out->part == ADDR_ITEM && out->at == AT_CURRENT) {
		free(chain);
		if (!(err = to_current(a, on, &chain, &out->gone)) && out->gone)
			out->found_at = archive_head(a)->tip;
	}
	free(out->chain);
	out->chain = chain;
	if (strcmp(out->path, on->path) != 0) {
		if (!out->asked_path)
			out->asked_path = mem_dup(out->path);
		free(out->path);
		out->path = mem_dup(on->path);
	}
	if (out->asked_path && strcmp(out->asked_path, out->path) == 0) {
		free(out->asked_path);
		out->asked_path = NULL;
	}
	onward_free(on);
	return err;
}

static const Err *found_then(Archive *a, const Addr *addr, const Oid *from, const PathVersion *v, char *chain, Target *out)
{
	Onward on = { .gone = true, .found_at = v->commit };
	const Err *err = NULL;

	if (addr->part == ADDR_ITEM) {
		if ((err = track_onward(a, from, &v->commit, v->path, ADDR_ITEM, chain, &on)))
			return err;
	} else {
		on.path = mem_dup(out->path);
		on.chain = mem_dup(chain);
	}
	if ((err = take_onward(a, &v->commit, &on, out)))
		return err;
	if (!out->gone && (out->asked_path || strcmp(chain, out->chain) != 0))
		out->asked = mem_dup(chain);
	return NULL;
}

/* Where no version of now has the keys: the newest that has. */
static const Err *seek_history(Archive *a, const Addr *addr, Target *out, bool *found)
{
	PathHistory h = { 0 };
	const Oid *from = out->at == AT_COMMIT ? &out->commit : &archive_head(a)->tip;
	const Err *err = NULL;

	if (!oid_is_zero(from))
		err = trail_all(a, from, out->asked_path ? out->asked_path : out->path, &h);
	for (size_t i = 0; i < h.versions.len && !err && !*found; i++) {
		const PathVersion *v = &h.versions.v[i];
		Charset cs;
		Str text = STR_EMPTY;
		bool several;
		char *chain;
		Cut c;

		if (oid_is_zero(&v->blob))
			continue;
		if ((err = archive_blob_text(a, &v->blob, v->path, &text, &cs)))
			break;
		cut_make(str_slice(&text), NULL, &c);
		if ((chain = chain_in(addr, &c, &several))) {
			*found = true;
			err = found_then(a, addr, from, v, chain, out);
		}
		free(chain);
		cut_free(&c);
		str_free(&text);
	}
	path_history_free(&h);
	return err;
}

const Err *target_onward(Archive *a, const Target *then, Target *now)
{
	const Oid *tip = &archive_head(a)->tip;
	Onward on = { .gone = false };
	Str address = STR_EMPTY;
	Oid base;
	const Err *err = walk_merge_base(archive_repo(a), &then->commit, tip, &base);

	*now = (Target){ .part = then->part, .at = AT_COMMIT, .commit = *tip };	/* whatever a draft calls it */
	if ((err && err_kind(err) == ERR_NONE) || (!err && !oid_eq(&base, &then->commit)))
		return err_new(ERR_NONE, _("%s is not in the history of this branch"), then->address);
	if (!err)
		err = track_onward(a, tip, then->gone ? &then->found_at : &then->commit, then->path, then->part, then->chain, &on);
	if (err)
		return err;
	now->path = mem_dup(then->path);
	err = take_onward(a, &then->commit, &on, now);
	if (!err && then->chain && (now->asked_path || strcmp(then->chain, now->chain) != 0))
		now->asked = mem_dup(then->chain);
	addr_format(slice_c(now->path), now->part, slice_c(now->chain), slice_c(NULL), &address);
	now->address = str_steal(&address);
	if (err)
		target_free(now);
	return err;
}

/* "that one has it": what to say of a version that lacks the item. */
static const Err *not_in_version(Archive *a, const Addr *addr, const char *asked, const Target *t)
{
	Target last = { .path = mem_dup(t->path), .part = t->part, .at = AT_COMMIT };
	Str id = STR_EMPTY;
	bool found = false;
	const Err *err;

	last.commit = t->at == AT_COMMIT ? t->commit : archive_head(a)->tip;
	err = seek_history(a, addr, &last, &found);
	if (!err && !found) {	/* it came later */
		last.at = AT_CURRENT;
		err = seek_history(a, addr, &last, &found);
	}

	if (!err && found) {
		short_id(a, &last.found_at, &id);
		err = err_new(ERR_NONE, _("that version of %s has no item “%s”; the last one that has it is %s"), t->path, asked, str_c(&id));
	}
	target_free(&last);
	str_free(&id);
	return err;
}

static const Err *find_part(Archive *a, const Addr *addr, bool past, Target *out)
{
	IssueText it;
	Cut c;
	bool several = false, found = false;
	char *asked;
	const Err *err;

	out->part = addr->part;
	if (addr->part == ADDR_ISSUE || addr->part == ADDR_LEAD)
		return NULL;
	if (out->gone)
		memset(&it, 0, sizeof it);
	else if ((err = target_text(a, out, &it)))
		return err;
	cut_make(str_slice(&it.text), NULL, &c);
	err = NULL;
	asked = asked_chain(addr);
	out->chain = chain_in(addr, &c, &several);
	if (several)
		err = key_ambiguous(out->path, addr, &c);
	else if (!out->chain)
		found = seek_near(a, addr, str_slice(&it.text), out) || seek_now(a, addr, out->path, out);
	if (!err && !out->chain && out->at == AT_COMMIT && addr->part == ADDR_ITEM && past)
		err = seek_history(a, addr, out, &found);	/* the version may be the one that took it away */
	if (!err && !out->chain && !found && addr->part == ADDR_ITEM && (out->at == AT_COMMIT || (archive_at(a) && !past)))
		err = not_in_version(a, addr, asked, out);
	if (!err && !out->chain && !found && past && out->at != AT_COMMIT)
		err = seek_history(a, addr, out, &found);
	if (!err && !out->chain && addr->part == ADDR_KEY)
		err = err_new(ERR_NONE, _("the header of %s has no key “%s”"), out->path, asked);
	else if (!err && !out->chain)
		err = key_unknown(out->path, asked, &c);
	free(asked);
	cut_free(&c);
	issue_text_free(&it);
	return err;
}

/* ---- the whole ---- */

/* What is an issue of now may have had another path in that version. */
static bool seek_path(Archive *a, const char *path, Target *out)
{
	Onward on = { .gone = false };

	if (track_back(a, &archive_head(a)->tip, path, ADDR_ISSUE, NULL, &out->commit, &on))
		return false;
	out->asked_path = mem_dup(path);
	out->path = on.path;
	return true;
}

/* The version may have it in an issue that came before this one, or by another path.  *found: of an issue that there is now. */
static const Err *find_earlier(Archive *a, const Addr *addr, bool exact, bool past, Target *out, bool *found)
{
	Target now = { .at = AT_CURRENT };
	const Err *err = NULL;

	out->part = addr->part;
	if (out->at != AT_COMMIT || target_issue(a, addr->issue, exact, false, &now))
		return NULL;
	*found = addr->part == ADDR_ITEM && seek_now(a, addr, now.path, out);
	if (!*found && seek_path(a, now.path, out))
		err = find_part(a, addr, past, out);
	else if (!*found)
		err = err_new(ERR_NONE, _("%s is not there in that version"), now.path);
	*found = true;
	target_free(&now);
	return err;
}

static const Err *find_in_version(Archive *a, const Addr *addr, bool exact, bool past, Target *out)
{
	const Err *err = target_issue(a, addr->issue, exact, past, out);

	bool found = false;

	if (!err)
		return find_part(a, addr, past, out);
	if (err_kind(err) != ERR_NONE)
		return err;
	err = find_earlier(a, addr, exact, past, out, &found);
	return found ? err : target_issue(a, addr->issue, exact, past, out);	/* said again: seeking may have made many errors */
}

static const Err *resolve(Archive *a, const Addr *addr, bool exact, bool past, Target *out)
{
	Str version = STR_EMPTY, address = STR_EMPTY;
	const Err *err;

	memset(out, 0, sizeof *out);
	err = find_version(a, addr->version, out, &version);
	if (!err)
		err = find_in_version(a, addr, exact, past, out);
	if (!err) {
		addr_format(slice_c(out->path), out->part, slice_c(out->chain),
		    slice_c(version.len ? str_c(&version) : NULL), &address);
		out->address = str_steal(&address);
		if (out->at == AT_DRAFT && (addr->part == ADDR_ISSUE || addr->part == ADDR_LEAD))
			err = target_draft_there(a, out);
	}
	str_free(&version);
	if (err)
		target_free(out);
	return err;
}

/* A path may be typed as it is, with its '#' and '@'; the longest that is one counts. */
static const Err *resolve_raw(Archive *a, Slice address, bool past, Target *out, bool *tried)
{
	for (size_t n = address.len; n > 0; n--) {
		char *path;
		Str s = STR_EMPTY;
		Addr addr;
		const Err *err;

		if (n < address.len && address.p[n] != '#' && address.p[n] != '@')
			continue;
		path = slice_dup(slice_sub(address, 0, n));
		*tried = target_is_exact(a, path);
		addr_path(slice_c(path), &s);
		free(path);
		if (*tried) {
			str_add_slice(&s, slice_sub(address, n, address.len));
			err = addr_parse(str_slice(&s), &addr);
			if (!err) {
				err = resolve(a, &addr, true, past, out);
				addr_free(&addr);
			}
			str_free(&s);
			return err;
		}
		str_free(&s);
	}
	return NULL;
}

static const Err *find(Archive *a, Slice address, bool past, Target *out)
{
	Addr addr = { 0 };
	bool raw = false;
	const Err *parsed, *err;

	memset(out, 0, sizeof *out);
	parsed = addr_parse(address, &addr);
	if (!parsed && !resolve(a, &addr, true, past, out))
		goto found;
	err = resolve_raw(a, address, past, out, &raw);
	if (!raw)
		err = parsed ? parsed : resolve(a, &addr, false, past, out);
	addr_free(&addr);
	return err;
found:
	addr_free(&addr);
	return NULL;
}

const Err *target_find(Archive *a, Slice address, Target *out)
{
	return find(a, address, false, out);
}

const Err *target_find_past(Archive *a, Slice address, Target *out)
{
	return find(a, address, true, out);
}
