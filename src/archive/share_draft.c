/* Drafts that others may see before they are recorded, on branches of their own. */
#include "archive/share_draft.h"

#include <stdlib.h>

#include "archive/draft.h"
#include "archive/sync_check.h"
#include "archive/tip.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/hook.h"
#include "git/ref.h"
#include "git/ref_list.h"
#include "issue/addr.h"

#define KEPT "refs/blad/shared/"	/* what was shared from here: KEPT REMOTE/NAME/SLUG */
#define MARK_PATH "Blad-Draft: "
#define MARK_BRANCH "Blad-Branch: "
#define NAME_BYTES 60
#define SLUG_BYTES 100
#define SLUGS_MAX 50			/* of one name */
#define TRIES 5

typedef struct {
	Archive *a;
	const RemoteOpts *asked;
	RemoteOpts o;
	const Upstream *up;		/* of the branch that the drafts are on */
	Upstream own;			/* that, where nobody gave it */
	Upstream at;			/* of a draft's own */
	char *name, *mail, *folder;	/* "Bo Ek", "bo@ek.se", "bo-ek" */
	char *kept;			/* the ref that remembers it */
	Oid there;			/* what stands there, as far as is known; zero: nothing */
} Share;

/* ---- the mark ---- */

static char *mark_value(const char *message, const char *key)
{
	Slice rest = slice_c(message);
	char *out = NULL;

	while (rest.len) {
		Slice line = slice_chomp(slice_line(&rest));

		if (slice_starts(line, key)) {
			free(out);
			out = slice_dup(slice_sub(line, strlen(key), line.len));
		}
	}
	return out;
}

/* A path is written as addresses have it. */
static char *plain_path(char *written)
{
	Addr addr;
	char *out = NULL;

	if (!addr_parse(slice_c(written), &addr)) {
		out = mem_dup(addr.issue);
		addr_free(&addr);
	}
	free(written);
	return out;
}

bool draft_mark_read(const char *message, DraftMark *out)
{
	char *path = mark_value(message, MARK_PATH);

	*out = (DraftMark){ path ? plain_path(path) : NULL, mark_value(message, MARK_BRANCH) };
	if (out->path && out->branch)
		return true;
	draft_mark_free(out);
	return false;
}

void draft_mark_free(DraftMark *m)
{
	free(m->path);
	free(m->branch);
	*m = (DraftMark){ NULL, NULL };
}

/* ---- refs ---- */

static const Err *move_ref(Archive *a, const char *ref, const Oid *was, const Oid *now)
{
	TipLock *lock = NULL;
	const Err *err = tip_lock(&lock, a);

	if (!err)
		err = tip_ref(a, lock, ref, was, now, "blad share-draft");
	tip_unlock(lock);
	return err;
}

static const Err *ref_or_zero(Archive *a, const char *ref, Oid *out)
{
	const Err *err = ref_read(archive_repo(a), ref, out);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (Oid){ { 0 } };
	return NULL;
}

static const Err *set_ref(Archive *a, const char *ref, const Oid *to)
{
	Oid at;
	const Err *err = ref_or_zero(a, ref, &at);

	return err || oid_eq(&at, to) ? err : move_ref(a, ref, &at, to);
}

static char *slug(const char *of, size_t most)
{
	Str s = STR_EMPTY;

	utf8_slug(slice_c(of), &s);
	while (s.len > most || (s.len && s.p[s.len - 1] == '-')) {
		size_t n = s.len - 1;

		while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
		str_truncate(&s, n);
	}
	return str_steal(&s);
}

/* "klg/2024-11-15.md": "klg-2024-11-15" */
static char *slug_of(const char *path)
{
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
	char *stem = dot && dot != path && (!slash || dot > slash + 1) ? mem_dup_n(path, (size_t)(dot - path)) : mem_dup(path), *out = slug(stem, SLUG_BYTES);

	free(stem);
	return out;
}

/* ---- who and where ---- */

static const Err *move_for(void *data, const char *ref, const Oid *was, const Oid *now)
{
	const Share *s = data;

	return move_ref(s->a, ref, was, now);
}

static bool step_for(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	const RemoteOpts *asked = ((const Share *)data)->asked;

	return asked && asked->step && asked->step(asked->data, phase, done, total, bytes);
}

static bool has_letter(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name >= 0x80 || (*name >= '0' && *name <= '9') || ((*name | 0x20) >= 'a' && (*name | 0x20) <= 'z'))
			return true;
	return false;
}

static const Err *begin(Share *s, const Upstream *up)
{
	Repo *r = archive_repo(s->a);
	const Err *err = conf_identity(r, &s->name, &s->mail);
	char *mail;

	if (err)
		return err;
	mail = mem_dup_n(s->mail, strcspn(s->mail, "@"));
	s->folder = slug(has_letter(s->name) ? s->name : mail, NAME_BYTES);
	free(mail);
	s->o = (RemoteOpts){ .step = step_for, .data = s, .asker = s->asked ? s->asked->asker : NULL, .move = move_for };
	s->up = up ? up : &s->own;
	return up ? NULL : upstream_get(r, archive_head(s->a), &s->own);
}

static void forget_place(Share *s)
{
	upstream_free(&s->at);
	free(s->kept);
	s->kept = NULL;
}

static void end(Share *s)
{
	forget_place(s);
	upstream_free(&s->own);
	free(s->name);
	free(s->mail);
	free(s->folder);
}

/* The branch NAME/SLUG there. */
static void set_place(Share *s, const char *rest)
{
	forget_place(s);
	s->at.name = mem_dup(s->up->name);
	s->at.url = mem_dup(s->up->url);
	s->at.merge = mem_printf("refs/heads/" SHARED_DRAFTS "/%s", rest);
	s->at.tracking = mem_printf("refs/remotes/%s/" SHARED_DRAFTS "/%s", s->up->name, rest);
	s->kept = mem_printf(KEPT "%s/%s", s->up->name, rest);
}

/* Did this user share this commit, and of which file? */
static bool is_mine(Share *s, const Oid *commit, DraftMark *mark)
{
	Commit c;
	bool mine;

	if (commit_read(archive_repo(s->a), commit, &c))
		return false;
	mine = strcmp(c.author.mail, s->mail) == 0 && draft_mark_read(c.message, mark);
	commit_free(&c);
	return mine;
}

static bool is_of(Share *s, const Oid *commit, const char *path)
{
	DraftMark mark;
	bool is = is_mine(s, commit, &mark);

	if (!is)
		return false;
	is = strcmp(mark.path, path) == 0 && strcmp(mark.branch, archive_head(s->a)->branch) == 0;
	draft_mark_free(&mark);
	return is;
}

/* Where the draft of a path stands, or could: a branch that is somebody else's or another file's is passed over. */
static const Err *find_place(Share *s, const char *path)
{
	char *of = slug_of(path);
	const Err *err = NULL;

	for (int i = 1; i <= SLUGS_MAX; i++) {
		char *rest = i == 1 ? mem_printf("%s/%s", s->folder, of) : mem_printf("%s/%s-%d", s->folder, of, i);

		set_place(s, rest);
		free(rest);
		if ((err = ref_or_zero(s->a, s->at.tracking, &s->there)) || oid_is_zero(&s->there) || is_of(s, &s->there, path))
			break;
	}
	free(of);
	return err;
}

/* ---- sharing ---- */

/* The draft's text in the tree of its base. */
static const Err *make_tree(Share *s, const Draft *d, Oid *base, Oid *tree)
{
	const DraftInfo *info = draft_info(d);
	Str bytes = STR_EMPTY;
	TreeEdit edit = { .path = info->path };
	Commit c;
	const Err *err = draft_encode(d, draft_text(d), &bytes);

	*base = info->base_commit;
	if (!err && !oid_is_zero(base)) {
		if (commit_read(archive_repo(s->a), base, &c))	/* gone since; what is recorded now is its nearest */
			*base = archive_head(s->a)->tip;
		else
			commit_free(&c);
	} else {
		*base = archive_head(s->a)->tip;
	}
	if (!err)
		err = blob_write(archive_repo(s->a), str_slice(&bytes), &edit.id);
	if (!err)
		err = tree_edit(archive_repo(s->a), base, &edit, 1, tree);
	str_free(&bytes);
	return err;
}

/* Behind what was shared before, so that the branch is never forced. */
static const Err *make_commit(Share *s, const Draft *d, Oid *out, bool *same)
{
	Commit c = { .author = { mem_dup(s->name), mem_dup(s->mail), moment_now() } }, was;
	Str path = STR_EMPTY, message = STR_EMPTY;
	Oid base;
	const Err *err = make_tree(s, d, &base, &c.tree);

	*same = false;
	if (!err && !oid_is_zero(&s->there) && !commit_read(archive_repo(s->a), &s->there, &was)) {
		*same = oid_eq(&was.tree, &c.tree) && was.parents.len && oid_eq(&was.parents.v[0], &base);
		commit_free(&was);
	}
	c.committer = (Person){ mem_dup(s->name), mem_dup(s->mail), c.author.when };
	VEC_PUSH(&c.parents, base);
	if (!oid_is_zero(&s->there))
		VEC_PUSH(&c.parents, s->there);
	addr_path(slice_c(draft_info(d)->path), &path);
	str_printf(&message, _("Draft of %s"), str_c(&path));
	str_printf(&message, "\n\n" MARK_PATH "%s\n" MARK_BRANCH "%s\n", str_c(&path), archive_head(s->a)->branch);
	c.message = str_steal(&message);
	if (!err && !*same)
		err = commit_write(archive_repo(s->a), &c, out);
	commit_free(&c);
	str_free(&path);
	return err;
}

static const Err *push(Share *s, const Oid *commit)
{
	HookPush about = { s->at.name, s->at.merge, s->at.merge, *commit, s->there };
	RunWatch watch = { 0 };
	const Err *err = hook_pre_push(archive_repo(s->a), &about, &watch);

	if (!err)
		err = remote_push(archive_repo(s->a), &s->at, commit, &s->o);
	return err ? err : set_ref(s->a, s->kept, commit);
}

static const Err *attempt(Share *s, const Draft *d, bool *same)
{
	Oid commit;
	const Err *err = find_place(s, draft_info(d)->path);

	if (!err)
		err = make_commit(s, d, &commit, same);
	return err || *same ? err : push(s, &commit);
}

const Err *share_draft(Archive *a, const char *path, const RemoteOpts *o, Str *words)
{
	Share s = { .a = a, .asked = o };
	Draft *d = NULL;
	bool same = false;
	const Err *err = sync_may(a);

	if (!err)
		err = begin(&s, NULL);
	if (!err)
		err = draft_peek(&d, a, path);
	if (!err)
		err = attempt(&s, d, &same);
	for (int i = 1; err && err_kind(err) == ERR_MOVED && i < TRIES; i++)	/* it was shared from elsewhere, or the name is somebody else's */
		if (!(err = remote_fetch(archive_repo(a), &s.at, &s.o)))
			err = attempt(&s, d, &same);
	if (d)
		err = err_wrap(err, _("the draft of %s was not shared"), path);
	if (!err)
		str_printf(words, same ? _("%s is shared as it is, on %s") : _("%s is shared, on %s"), path, s.at.merge + strlen("refs/heads/"));
	draft_close(d);
	end(&s);
	return err;
}

/* ---- withdrawing ---- */

static const Err *take_away(Share *s, const Oid *seen)
{
	const Err *err = remote_delete(archive_repo(s->a), &s->at, seen, &s->o);

	return err ? err : set_ref(s->a, s->kept, &(Oid){ { 0 } });
}

const Err *share_draft_withdraw(Archive *a, const char *path, const RemoteOpts *o, Str *words)
{
	Share s = { .a = a, .asked = o };
	Names refs = { 0 };
	char *prefix = NULL;
	size_t n = 0;
	const Err *err = sync_may(a);

	if (!err)
		err = begin(&s, NULL);
	if (err)
		goto done;
	prefix = mem_printf("refs/remotes/%s/" SHARED_DRAFTS "/", s.up->name);
	ref_list(archive_repo(a), prefix, &refs);
	for (size_t i = 0; i < refs.len && !err; i++) {
		Oid at;

		if (ref_read(archive_repo(a), refs.v[i], &at) || !is_of(&s, &at, path))
			continue;
		set_place(&s, refs.v[i] + strlen(prefix));
		err = take_away(&s, &at);
		n += !err;
	}
	if (!err && !n)
		err = err_new(ERR_NONE, _("no draft of %s is shared by you"), path);
	if (!err)
		str_printf(words, _("%s is not shared any more; the draft itself is kept"), path);
done:
	names_free(&refs);
	free(prefix);
	end(&s);
	return err;
}

const Err *share_draft_mine(Archive *a, Names *out)
{
	Share s = { .a = a };
	Names refs = { 0 };
	char *prefix = NULL;
	const Err *err = begin(&s, NULL);

	if (err)
		goto done;
	prefix = mem_printf("refs/remotes/%s/" SHARED_DRAFTS "/", s.up->name);
	ref_list(archive_repo(a), prefix, &refs);
	for (size_t i = 0; i < refs.len; i++) {
		DraftMark mark;
		Oid at;

		if (ref_read(archive_repo(a), refs.v[i], &at) || !is_mine(&s, &at, &mark))
			continue;
		if (strcmp(mark.branch, archive_head(a)->branch) == 0)
			names_add(out, mark.path);
		draft_mark_free(&mark);
	}
done:
	names_free(&refs);
	free(prefix);
	end(&s);
	return err;
}

static bool still_draft(const DraftList *drafts, const char *path)
{
	for (size_t i = 0; i < drafts->len; i++)
		if (strcmp(drafts->v[i].path, path) == 0)
			return true;
	return false;
}

/* One that was shared from here: is its draft of this branch, and gone? */
static const Err *sweep_one(Share *s, const DraftList *drafts, const char *rest)
{
	DraftMark mark = { 0 };
	Oid kept, at;
	const Err *err = NULL;

	set_place(s, rest);
	if (ref_read(archive_repo(s->a), s->kept, &kept))
		return NULL;
	if (ref_or_zero(s->a, s->at.tracking, &at) || oid_is_zero(&at))	/* somebody took it away there */
		return set_ref(s->a, s->kept, &(Oid){ { 0 } });
	if (!is_mine(s, &kept, &mark))
		return NULL;
	if (strcmp(mark.branch, archive_head(s->a)->branch) == 0 && !still_draft(drafts, mark.path))
		err = take_away(s, &at);
	draft_mark_free(&mark);
	return err;
}

void share_draft_sweep(Archive *a, const Upstream *up, const RemoteOpts *o, Str *words)
{
	Share s = { .a = a, .asked = o };
	char *prefix = mem_printf(KEPT "%s/", up->name);
	DraftList drafts = { 0 };
	Names refs = { 0 };
	const Err *err = NULL;

	ref_list(archive_repo(a), prefix, &refs);
	if (refs.len && !(err = begin(&s, up)) && !(err = drafts_list(a, &drafts)))
		for (size_t i = 0; i < refs.len && !err; i++)
			err = sweep_one(&s, &drafts, refs.v[i] + strlen(prefix));
	if (err && err_kind(err) != ERR_CANCEL)
		str_printf(words, _("; a shared draft that is done was not withdrawn: %s"), err_text(err));
	drafts_list_free(&drafts);
	names_free(&refs);
	free(prefix);
	end(&s);
}
