/* Bringing drafts over from other branches. */
#include "archive/draft_adopt.h"

#include <stdlib.h>

#include "archive/draft_inside.h"
#include "base/words.h"

#define HEADS "refs/heads/"
#define NO_BRANCH "HEAD"

typedef VEC(StoredDraft) Away;

/* One that is on its way: held there and here. */
typedef struct {
	StoredDraft s;
	DraftLock locks[PRIVATE_ROOTS];
	Draft *here;
	bool came;		/* it was brought over before, and only has to be taken away there */
	bool stays;		/* it only would have gone along, and there is nothing in it */
} Move;
typedef VEC(Move) Moves;

/* ---- which there are ---- */

static const char *branch_name(const char *ref)
{
	return slice_starts(slice_c(ref), HEADS) ? ref + strlen(HEADS) : ref;
}

static int by_path(const void *pa, const void *pb)
{
	const StoredDraft *a = pa, *b = pb;
	int order = strcmp(a->meta.path, b->meta.path);

	if (!order)
		order = strcmp(a->meta.branch, b->meta.branch);
	return order ? order : store_nth(a->id) - store_nth(b->id);
}

/* Sorted by path and branch, the first draft before a second one. */
static void read_away(Archive *a, Away *out)
{
	Names ids = { 0 };

	store_ids(a, &ids);
	for (size_t i = 0; i < ids.len; i++) {
		StoredDraft s;

		if (store_load(a, ids.v[i], &s))
			continue;	/* told where drafts are listed */
		if (strcmp(s.meta.branch, archive_branch_ref(a)) == 0)
			stored_free(&s);
		else
			VEC_PUSH(out, s);
	}
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, by_path);
	names_free(&ids);
}

static void away_free(Away *l)
{
	for (size_t i = 0; i < l->len; i++)
		stored_free(&l->v[i]);
	VEC_FREE(l);
}

static char *issue_address(const char *path)
{
	Str s = STR_EMPTY;

	addr_path(slice_c(path), &s);
	return str_steal(&s);
}

static char *elsewhere_words(const Archive *a, const StoredDraft *s)
{
	char *address = issue_address(s->meta.path), *words;
	const char *branch = branch_name(s->meta.branch);

	if (archive_head(a)->kind == HEAD_DETACHED)
		words = mem_printf(_("%s has a draft on the branch %s; its text is in %s"), address, branch, s->dir);
	else if (strcmp(branch, NO_BRANCH) == 0)
		words = mem_printf(_("%s has a draft that was begun on no branch; “blad drafts adopt %s %s” brings it here (its text is in %s)"),
		    address, address, branch, s->dir);
	else
		words = mem_printf(_("%s has a draft on the branch %s; “blad drafts adopt %s %s” brings it here (its text is in %s)"),
		    address, branch, address, branch, s->dir);
	free(address);
	return words;
}

void drafts_elsewhere(Archive *a, Names *out)
{
	Away away = { 0 };

	read_away(a, &away);
	for (size_t i = 0; i < away.len; i++)
		names_take(out, elsewhere_words(a, &away.v[i]));
	away_free(&away);
}

/* ---- the one that is meant ---- */

static bool is_tail(Slice path, Slice tail)
{
	return path.len > tail.len && path.p[path.len - tail.len - 1] == '/' && slice_eq(slice_sub(path, path.len - tail.len, path.len), tail);
}

static bool is_on(const StoredDraft *s, const char *branch)
{
	return !branch || strcmp(branch, s->meta.branch) == 0 || strcmp(branch, branch_name(s->meta.branch)) == 0;
}

/* How well a name fits: 3 the path itself, 2 what the address means here, 1 the path's tail. */
static int fit(const StoredDraft *s, const char *name, const char *here)
{
	if (strcmp(s->meta.path, name) == 0)
		return 3;
	if (here && strcmp(s->meta.path, here) == 0)
		return 2;
	return is_tail(slice_c(s->meta.path), slice_c(name)) ? 1 : 0;
}

static const Err *several(const StoredDraft *one, const StoredDraft *other)
{
	char *address = issue_address(one->meta.path), *second = issue_address(other->meta.path);
	const Err *err;

	if (strcmp(address, second) != 0)
		err = err_new(ERR_AMBIGUOUS, _("that is more than one issue: %s, %s"), address, second);
	else
		err = err_new(ERR_AMBIGUOUS, _("%s has drafts on several branches (%s, %s); name the one: blad drafts adopt %s BRANCH"), address,
		    branch_name(one->meta.branch), branch_name(other->meta.branch), address);
	free(address);
	free(second);
	return err;
}

static const Err *choose(const Away *away, const char *name, const char *here, const char *branch, const StoredDraft **out)
{
	const StoredDraft *best = NULL, *other = NULL;
	int how = 0;

	for (size_t i = 0; i < away->len; i++) {
		const StoredDraft *s = &away->v[i];
		int f = is_on(s, branch) ? fit(s, name, here) : 0;

		if (f > how) {
			best = s;
			other = NULL;
			how = f;
		} else if (f && f == how && (strcmp(s->meta.path, best->meta.path) != 0 || strcmp(s->meta.branch, best->meta.branch) != 0)) {
			other = s;
		}
	}
	*out = best;
	if (other)
		return several(best, other);
	if (best)
		return NULL;
	return branch ? err_new(ERR_NONE, _("%s has no draft on the branch %s; “blad drafts” names those of other branches"), name, branch)
	    : err_new(ERR_NONE, _("%s has no draft on another branch; “blad drafts” names those that there are"), name);
}

static const Err *find(Archive *a, const Away *away, Slice issue, const char *branch, const StoredDraft **out)
{
	Addr addr;
	Target t = { 0 };
	const Err *err = addr_parse(issue, &addr);

	if (err)
		return err;
	if (addr.part != ADDR_ISSUE || addr.version) {
		err = err_new(ERR_USAGE, _("a draft is brought over as a whole: blad drafts adopt %s"), addr.issue);
	} else {
		(void)target_find(a, issue, &t);
		err = choose(away, addr.issue, t.path, branch, out);
	}
	target_free(&t);
	addr_free(&addr);
	return err;
}

/* ---- those that go along ---- */

static bool is_among(const Moves *l, const StoredDraft *s)
{
	for (size_t i = 0; i < l->len; i++)
		if (strcmp(l->v[i].s.id, s->id) == 0)
			return true;
	return false;
}

/* Held in all its folders; what it says now. */
static const Err *hold_there(Archive *a, Move *m, const char *id, const char *path)
{
	const Err *err = NULL;

	for (int r = 0; r < PRIVATE_ROOTS && !err; r++) {
		char *dir = store_look(a, (PrivateRoot)r, id);

		if (dir)
			err = draft_lock(&m->locks[r], dir, path);
		free(dir);
	}
	return err ? err : store_load(a, id, &m->s);
}

static const Err *add(Archive *a, const StoredDraft *s, Moves *out)
{
	Move m = { 0 };
	const Err *err;

	for (int r = 0; r < PRIVATE_ROOTS; r++)
		m.locks[r] = DRAFT_UNLOCKED;
	err = hold_there(a, &m, s->id, s->meta.path);
	if (err) {
		for (int r = 0; r < PRIVATE_ROOTS; r++)
			draft_unlock(&m.locks[r]);
		stored_free(&m.s);
		return err;
	}
	VEC_PUSH(out, m);
	return NULL;
}

/* Half of a move between issues would lose the item, or have it twice. */
static const Err *add_company(Archive *a, const Away *away, Moves *out)
{
	const Err *err = NULL;

	for (size_t i = 0; i < out->len; i++) {
		for (size_t k = 0; k < out->v[i].s.meta.moves.len; k++) {
			const char *path = out->v[i].s.meta.moves.v[k].path;
			const StoredDraft *s = NULL;

			for (size_t n = 0; n < away->len && !s; n++)
				if (strcmp(away->v[n].meta.path, path) == 0 && strcmp(away->v[n].meta.branch, out->v[i].s.meta.branch) == 0)
					s = &away->v[n];
			if (s && !is_among(out, s))
				err = add(a, s, out);
			if (err)
				return err;
		}
	}
	return NULL;
}

static void moves_free(Archive *a, Moves *l)
{
	for (size_t i = 0; i < l->len; i++) {
		Move *m = &l->v[i];

		draft_close(m->here);
		for (int r = 0; r < PRIVATE_ROOTS; r++) {
			if (m->locks[r].fd >= 0)
				store_tidy(a, (PrivateRoot)r, m->s.id);
			draft_unlock(&m->locks[r]);
		}
		stored_free(&m->s);
	}
	VEC_FREE(l);
}

/* ---- bringing over ---- */

/* Here it has the same base and text: it was brought over, and what did that was killed. */
static bool is_same(const Draft *d, const StoredDraft *s)
{
	return oid_eq(&d->s.meta.base_blob, &s->meta.base_blob) && slice_eq(draft_text(d), str_slice(&s->text));
}

static const Err *check(Archive *a, Move *m, bool company)
{
	const char *here = archive_head(a)->branch, *path = m->s.meta.path;
	Oid tip;
	const Err *err = draft_tip_blob(a, path, &tip);

	if (!err && oid_is_zero(&tip) && !oid_is_zero(&m->s.meta.base_blob))
		err = err_new(ERR_FAIL, _("%s is not on the branch %s, so a draft of it could not be recorded there"), path, here);
	if (!err)
		err = draft_open(&m->here, a, path);
	if (err)
		return err;
	m->came = m->here->s.root >= 0 && is_same(m->here, &m->s);
	if (m->here->s.root >= 0 && !m->came)
		return err_new(ERR_FAIL, _("%s has a draft on the branch %s already; record or drop that one first"), path, here);
	m->stays = !m->came && draft_equals_tip(m->here, str_slice(&m->s.text));
	if (m->stays && !company)
		return err_new(ERR_FAIL, _("the branch %s says the same of %s as that draft, so there is nothing to bring over"), here, path);
	return NULL;
}

/* Moves and all; the branch is the one that it was begun on here. */
static const Err *write_here(Move *m)
{
	DraftMeta *to = &m->here->s.meta;
	const DraftMeta *from = &m->s.meta;

	to->base_commit = from->base_commit;
	to->base_blob = from->base_blob;
	to->charset = from->charset;
	to->taken = from->taken;
	to->staged = from->staged;
	for (size_t i = 0; i < from->moves.len; i++) {
		const DraftMove *v = &from->moves.v[i];

		draft_meta_pair(to, v->path, v->left, slice_c(v->here), slice_c(v->there));
	}
	draft_set_text(&m->here->s.base, str_slice(&m->s.base));
	draft_set_text(&m->here->s.text, str_slice(&m->s.text));
	return draft_save_now(m->here);
}

static bool has_arrival(const StoredDraft *s)
{
	for (size_t i = 0; i < s->meta.moves.len; i++)
		if (!s->meta.moves.v[i].left)
			return true;
	return false;
}

/* Where an item came to is written before where it left: whatever happens then, it is somewhere.  Only then they go there. */
static const Err *bring(Archive *a, Moves *l, Adopted *out)
{
	const Err *err = NULL;

	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < l->len && !err; i++)
			if (!l->v[i].came && !l->v[i].stays && has_arrival(&l->v[i].s) == (turn == 0))
				err = write_here(&l->v[i]);
	for (size_t i = 0; i < l->len && !err; i++) {
		if (l->v[i].stays)
			continue;
		out->behind = out->behind || draft_info(l->v[i].here)->behind;
		names_add(&out->addresses, draft_info(l->v[i].here)->address);
		err = store_remove(a, l->v[i].s.id, false);
	}
	return err;
}

static const Err *may_adopt(Archive *a)
{
	const char *why = archive_read_only(a);

	if (why)
		return err_new(ERR_FAIL, "%s", why);
	if (archive_head(a)->kind == HEAD_DETACHED)
		return err_new(ERR_FAIL, _("no branch is checked out here (detached HEAD); “git switch BRANCH” first"));
	return NULL;
}

const Err *draft_adopt(Archive *a, Slice issue, const char *branch, Adopted *out)
{
	Away away = { 0 };
	Moves moves = { 0 };
	const StoredDraft *s = NULL;
	const Err *err = may_adopt(a);

	*out = (Adopted){ 0 };
	if (err)
		return err;
	read_away(a, &away);
	err = find(a, &away, issue, branch, &s);
	if (!err)
		err = add(a, s, &moves);
	if (!err)
		err = add_company(a, &away, &moves);
	for (size_t i = 0; i < moves.len && !err; i++)
		err = check(a, &moves.v[i], i > 0);
	if (!err)
		err = bring(a, &moves, out);
	moves_free(a, &moves);
	away_free(&away);
	return err_wrap(err, _("bringing a draft over"));
}

void adopted_free(Adopted *d)
{
	names_free(&d->addresses);
	*d = (Adopted){ 0 };
}
