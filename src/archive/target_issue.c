/* From the word for an issue to its path. */
#include "archive/target_issue.h"

#include <stdlib.h>

#include "archive/draft.h"
#include "archive/draft_store.h"
#include "archive/every_change.h"
#include "archive/nearest.h"
#include "archive/settings.h"
#include "archive/track.h"
#include "archive/trail.h"
#include "base/utf8.h"
#include "base/words.h"

#define LISTED_MAX 6
#define LATEST "latest"

static bool has_draft(Archive *a, const char *path)
{
	StoreNumbers all = { 0 };
	bool has;

	store_numbers(a, path, &all);
	has = all.len > 0;
	VEC_FREE(&all);
	return has;
}

bool target_is_exact(Archive *a, const char *path)
{
	return archive_file(a, path) || has_draft(a, path);
}

const Err *target_draft_there(Archive *a, const Target *t)
{
	IssueText it;
	const Err *err = target_text(a, t, &it);

	issue_text_free(&it);
	return err;
}

/* Is the path there, in the version that is meant? */
static const Err *there(Archive *a, const char *path, const Target *t, bool *out)
{
	Oid blob;
	const Err *err;

	*out = t->at != AT_COMMIT && target_is_exact(a, path);
	if (t->at != AT_COMMIT || !archive_is_issue(a, path))
		return NULL;
	err = tree_find(archive_repo(a), &t->commit, path, &blob, NULL);
	*out = !err;
	return err && err_kind(err) != ERR_NONE ? err : NULL;
}

/* What the branch has lost may be there by another name. */
static const Err *renamed_since(Archive *a, const char *path, Target *out)
{
	Onward on = { .gone = false };
	const Err *err = track_onward(a, &archive_head(a)->tip, &out->found_at, path, ADDR_ISSUE, NULL, &on);

	if (!err && strcmp(on.path, out->path) != 0) {
		out->gone = on.gone;
		out->found_at = on.gone ? on.found_at : out->found_at;
		out->asked_path = out->path;
		out->path = mem_dup(on.path);
	}
	onward_free(&on);
	return err;
}

/* A path that the branch has lost: history may know it. */
static const Err *in_history(Archive *a, const char *path, Target *out)
{
	PathHistory h = { 0 };
	const Oid *tip = &archive_head(a)->tip;
	const Err *err = NULL;

	if (archive_is_issue(a, path) && !oid_is_zero(tip))
		err = trail_all(a, tip, path, &h);
	for (size_t i = 0; i < h.versions.len && !out->path; i++) {
		if (oid_is_zero(&h.versions.v[i].blob))
			continue;
		out->path = mem_dup(path);
		out->gone = true;
		out->found_at = h.versions.v[i].commit;
		err = renamed_since(a, h.versions.v[i].path, out);
	}
	path_history_free(&h);
	return err;
}

/* ---- errors ---- */

static void as_addresses(const Names *paths, Names *out)
{
	for (size_t i = 0; i < paths->len; i++) {
		Str s = STR_EMPTY;

		addr_path(slice_c(paths->v[i]), &s);
		names_take(out, str_steal(&s));
	}
}

static const Err *ambiguous(const char *name, const Names *found)
{
	Names addresses = { 0 };
	Str list = STR_EMPTY;
	const Err *err;

	as_addresses(found, &addresses);
	names_join(&addresses, LISTED_MAX, &list);
	err = err_new(ERR_AMBIGUOUS, _("“%s” is more than one issue: %s"), name, str_c(&list));
	str_free(&list);
	names_free(&addresses);
	return err;
}

/* ---- tails ---- */

static void add_file_names(const Archive *a, const TreeFiles *f, Names *out)
{
	for (size_t i = 0; i < f->files.len; i++)
		if (archive_is_issue(a, f->files.v[i].path))
			names_add(out, f->files.v[i].path);
}

/* All issues that there are to choose from. */
static const Err *all_paths(Archive *a, const Target *t, Names *out)
{
	Names ids = { 0 };

	if (t->at == AT_COMMIT) {
		TreeFiles f = { 0 };
		const Err *err = tree_files(archive_repo(a), &t->commit, &f);

		if (!err)
			add_file_names(a, &f, out);
		tree_files_free(&f);
		return err;
	}
	for (size_t i = 0; i < archive_files(a)->files.len; i++)
		names_add(out, archive_files(a)->files.v[i].path);
	store_ids(a, &ids);
	for (size_t i = 0; i < ids.len; i++) {
		StoredDraft s;

		if (store_load(a, ids.v[i], &s))
			continue;
		if (strcmp(s.meta.branch, archive_branch_ref(a)) == 0 && !archive_file(a, s.meta.path) &&
		    store_nth(s.id) == draft_first(a, s.meta.path))
			names_add(out, s.meta.path);
		stored_free(&s);
	}
	names_free(&ids);
	return NULL;
}

static bool is_tail(Slice path, Slice tail)
{
	return path.len >= tail.len && memcmp(path.p + path.len - tail.len, tail.p, tail.len) == 0 &&
	    (path.len == tail.len || path.p[path.len - tail.len - 1] == '/');
}

static bool has_tail(Slice path, Slice tail)
{
	return is_tail(path, tail) || is_tail(slice_sub(path, 0, path.len - markdown_suffix(path)), tail);
}

static void find_tails(const Names *all, Slice tail, Names *found)
{
	for (size_t i = 0; i < all->len && tail.len; i++)
		if (has_tail(slice_c(all->v[i]), tail))
			names_add(found, all->v[i]);
}

/* Who types "å" need not know how the file's name spells it. */
static void find_spelled(const Names *all, Slice tail, Names *found)
{
	Str want = STR_EMPTY, path = STR_EMPTY;

	utf8_nfc(tail, &want);
	for (size_t i = 0; i < all->len && tail.len; i++) {
		str_clear(&path);
		utf8_nfc(slice_c(all->v[i]), &path);
		if (has_tail(str_slice(&path), str_slice(&want)))
			names_add(found, all->v[i]);
	}
	str_free(&path);
	str_free(&want);
}

/* The same of issues that the branch has lost. */
static const Err *tails_in_history(Archive *a, const char *name, Target *out)
{
	Names all = { 0 }, paths = { 0 }, found = { 0 };
	const Err *err = every_path(a, &all);

	find_tails(&all, slice_c(name), &paths);
	if (paths.len == 0)
		find_spelled(&all, slice_c(name), &paths);
	for (size_t i = 0; i < paths.len && !err; i++) {
		Target t = { .at = out->at };

		err = in_history(a, paths.v[i], &t);
		if (!err && t.path && out->path && strcmp(t.path, out->path) == 0) {
			target_free(&t);
		} else if (!err && t.path) {
			names_add(&found, t.path);
			target_free(out);
			*out = t;
		}
	}
	if (!err && found.len > 1) {
		target_free(out);
		err = ambiguous(name, &found);
	}
	names_free(&all);
	names_free(&paths);
	names_free(&found);
	return err;
}

/* ---- what the list knows ---- */

static bool fold_same(const char *a, Slice folded)
{
	Str s = STR_EMPTY;
	bool same;

	if (!a)
		return false;
	utf8_fold_space(slice_c(a), &s);
	same = slice_eq(str_slice(&s), folded);
	str_free(&s);
	return same;
}

static bool is_series(const Series *s, Slice folded)
{
	bool same = s && (fold_same(s->name, folded) || fold_same(s->title, folded));

	for (size_t i = 0; s && i < s->aliases.len && !same; i++)
		same = fold_same(s->aliases.v[i], folded);
	return same;
}

static bool same_number(const char *a, const char *b)
{
	char *end_a, *end_b;
	long x, y;

	if (!a)
		return false;
	x = strtol(a, &end_a, 10);
	y = strtol(b, &end_b, 10);
	return strcmp(a, b) == 0 || (end_a > a && end_b > b && !*end_a && !*end_b && x == y);
}

static void find_number(const IssueList *l, const char *name, Names *found)
{
	const char *slash = strrchr(name, '/');
	Str series = STR_EMPTY;

	if (!slash || slash == name || !slash[1])
		return;
	utf8_fold_space(slice(name, (size_t)(slash - name)), &series);
	for (size_t i = 0; i < l->rows.len; i++)
		if (same_number(l->rows.v[i].number, slash + 1) && is_series(l->rows.v[i].series, str_slice(&series)))
			names_add(found, l->rows.v[i].path);
	str_free(&series);
}

static void find_date(const IssueList *l, const char *name, Names *found)
{
	Date day;

	if (!date_parse(slice_c(name), &day))
		return;
	for (size_t i = 0; i < l->rows.len; i++)
		if (l->rows.v[i].date_from != DATE_COMMIT && date_cmp(l->rows.v[i].date, day) == 0)
			names_add(found, l->rows.v[i].path);
}

/* Dates and numbers stand in the issues: all must have been read. */
static const Err *find_by_list(Archive *a, const char *name, Names *found)
{
	IssueList l;
	Date day;
	const Err *err = NULL;
	bool latest = strcmp(name, LATEST) == 0;

	if (!latest && !strchr(name, '/') && !date_parse(slice_c(name), &day))
		return NULL;
	err = issues_list(a, true, &l);
	if (!err && l.unknown > 0) {
		issues_list_free(&l);
		err = issues_list(a, false, &l);
	}
	if (err)
		return err;
	if (latest && l.rows.len)
		names_add(found, l.rows.v[0].path);
	else
		find_date(&l, name, found);
	if (!latest && found->len == 0)
		find_number(&l, name, found);
	issues_list_free(&l);
	return NULL;
}

static const Err *unknown(Archive *a, const char *name, Names *all, const Target *t)
{
	Names near = { 0 }, addresses = { 0 };
	Str list = STR_EMPTY;
	Oid blob;
	const Err *err;

	if (all->len == 0)
		err = err_new(ERR_NONE, _("there is no issue “%s”: the archive holds none"), name);
	else if (t->at != AT_COMMIT && !oid_is_zero(&archive_head(a)->tip) &&
	    !tree_find(archive_repo(a), &archive_head(a)->tip, name, &blob, NULL))
		err = err_new(ERR_NONE, _("%s is a file of the archive, but its settings do not make it an issue"), name);
	else {
		names_add(all, LATEST);
		nearest(slice_c(name), (const char *const *)all->v, all->len, &near);
		as_addresses(&near, &addresses);
		names_join(&addresses, LISTED_MAX, &list);
		err = near.len ? err_new(ERR_NONE, _("there is no issue “%s”; the nearest: %s"), name, str_c(&list))
		    : err_new(ERR_NONE, _("there is no issue “%s”; “blad list” shows them all"), name);
	}
	names_free(&near);
	names_free(&addresses);
	str_free(&list);
	return err;
}

/* ---- the whole ---- */

static const Err *by_other_names(Archive *a, const char *name, const Names *all, const Target *t, Names *found)
{
	const Err *err = NULL;

	if (strcmp(name, LATEST) != 0)
		find_tails(all, slice_c(name), found);
	if (found->len == 0)
		find_spelled(all, slice_c(name), found);
	if (found->len == 0)
		err = find_by_list(a, name, found);
	/* What the list knows of today may not have been there then. */
	for (size_t i = found->len; i-- > 0 && !err;) {
		bool here = false;

		err = there(a, found->v[i], t, &here);
		if (!err && !here) {
			free(found->v[i]);
			memmove(found->v + i, found->v + i + 1, (found->len - i - 1) * sizeof *found->v);
			found->len--;
		}
	}
	return err;
}

const Err *target_issue(Archive *a, const char *name, bool exact, bool past, Target *out)
{
	Names all = { 0 }, found = { 0 };
	bool here;
	const Err *err = archive_read_files(a);

	if (!err)
		err = there(a, name, out, &here);
	if (err)
		return err;
	if (here) {
		out->path = mem_dup(name);
		return NULL;
	}
	if (exact)
		return err_new(ERR_NONE, _("there is no issue “%s”"), name);
	err = all_paths(a, out, &all);
	if (!err)
		err = by_other_names(a, name, &all, out, &found);
	if (err)
		goto done;
	if (found.len == 1)
		out->path = mem_dup(found.v[0]);
	else if (found.len > 1)
		err = ambiguous(name, &found);
	else if (past && out->at == AT_CURRENT)
		err = in_history(a, name, out);
	if (!err && !out->path && past && out->at == AT_CURRENT)
		err = tails_in_history(a, name, out);
	if (!err && !out->path)
		err = unknown(a, name, &all, out);
done:
	names_free(&all);
	names_free(&found);
	return err;
}
