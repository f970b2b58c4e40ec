/*
 * Moving the branch.  The intent file says what was meant before anything moved:
 *
 *	blad-intent 1
 *	ref refs/heads/main
 *	was <hex>
 *	now <hex>
 *	time <seconds>
 *	boot <id>
 *	pid <number>
 *	lock refs/heads/main.lock		(one a line: what a kill may leave of git's)
 *	taken <blob> <blob> <path>		(a file that may follow: a draft took its text, and what was staged)
 *
 * Killed before the ref moved, nothing has happened; killed after, the files still have to follow.  Which of the two, the ref tells.
 */
#include "archive/tip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "archive/by_hand_note.h"
#include "base/file.h"
#include "base/words.h"
#include "git/ref.h"
#include "git/work.h"
#include "issue/addr.h"

#define INTENT_MAX ((size_t)1024 * 1024)
#define LOCK_WAIT_MS 5000
#define LOCK_STEP_MS 20

typedef struct {
	char *path;
	Oid file, staged;
} TipTaken;
typedef VEC(TipTaken) TipTakens;

struct TipLock {
	int fd;
	char *dir;		/* the state folder */
	char *intent, *by_hand;	/* files in it; each work tree has its own */
	TipTakens taken;	/* for the next move */
};

typedef struct {
	char *ref, *boot;
	Oid was, now;
	int64_t time;
	Names locks;
	TipTakens taken;
} Intent;

static void takens_free(TipTakens *t)
{
	for (size_t i = 0; i < t->len; i++)
		free(t->v[i].path);
	VEC_FREE(t);
}

static void intent_free(Intent *in)
{
	free(in->ref);
	free(in->boot);
	names_free(&in->locks);
	takens_free(&in->taken);
}

/* Linked work trees share the state: only the one whose files have to follow can finish. */
char *tip_own_name(Archive *a, const char *what)
{
	const char *dir = repo_git_dir(archive_repo(a));
	char *trimmed, *out;

	if (strcmp(dir, repo_common_dir(archive_repo(a))) == 0)
		return mem_dup(what);
	trimmed = mem_dup_n(dir, strlen(dir) - 1);
	out = mem_printf("%s-%s", what, path_base(trimmed));
	free(trimmed);
	return out;
}

static const Err *lock_file(TipLock **out, Archive *a, int wait_ms)
{
	TipLock *l = mem_alloc(sizeof *l);
	const char *dir;
	char *name = NULL;
	const Err *err = archive_state_dir(a, &dir);

	l->fd = -1;
	if (err)
		goto done;
	l->dir = mem_dup(dir);
	l->intent = tip_own_name(a, "intent");
	l->by_hand = tip_own_name(a, TIP_BY_HAND);
	name = path_join(dir, "lock");
	l->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (l->fd < 0) {
		err = err_errno(_("opening %s"), name);
		goto done;
	}
	while (flock(l->fd, LOCK_EX | LOCK_NB) != 0) {
		struct timespec step = { 0, LOCK_STEP_MS * 1000000L };

		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK || wait_ms <= 0) {
			err = err_new(ERR_BUSY, _("another blad is recording in this archive; try again in a moment"));
			goto done;
		}
		nanosleep(&step, NULL);
		wait_ms -= LOCK_STEP_MS;
	}
	*out = l;
	l = NULL;
done:
	tip_unlock(l);
	free(name);
	return err;
}

void tip_unlock(TipLock *l)
{
	if (!l)
		return;
	if (l->fd >= 0)
		close(l->fd);	/* lets go of the flock */
	free(l->dir);
	free(l->intent);
	free(l->by_hand);
	takens_free(&l->taken);
	free(l);
}

void tip_let_follow(TipLock *l, const char *path, const Oid *file, const Oid *staged)
{
	VEC_PUSH(&l->taken, ((TipTaken){ mem_dup(path), *file, *staged }));
}

static char *boot_id(void)
{
	Str s = STR_EMPTY;
	Slice id;
	char *out;

	if (file_read("/proc/sys/kernel/random/boot_id", &s))
		str_add_c(&s, "unknown");
	id = slice_trim(str_slice(&s));
	out = slice_dup(id);
	str_free(&s);
	return out;
}

static const Err *intent_write(const TipLock *l, const Intent *in)
{
	char was[OID_HEX + 1], now[OID_HEX + 1];
	char *name = path_join(l->dir, l->intent);
	Str s = STR_EMPTY;
	const Err *err;

	oid_hex(&in->was, was);
	oid_hex(&in->now, now);
	str_printf(&s, "blad-intent 1\nref %s\nwas %s\nnow %s\ntime %lld\nboot %s\npid %ld\n", in->ref, was, now,
	    (long long)in->time, in->boot, (long)getpid());
	for (size_t i = 0; i < in->locks.len; i++)
		str_printf(&s, "lock %s\n", in->locks.v[i]);
	for (size_t i = 0; i < in->taken.len; i++) {
		oid_hex(&in->taken.v[i].file, was);
		oid_hex(&in->taken.v[i].staged, now);
		str_printf(&s, "taken %s %s ", was, now);
		addr_path(slice_c(in->taken.v[i].path), &s);
		str_add_char(&s, '\n');
	}
	err = file_write(name, str_slice(&s));
	str_free(&s);
	free(name);
	return err;
}

static const Err *intent_remove(const TipLock *l)
{
	char *name = path_join(l->dir, l->intent);
	const Err *err = NULL;

	if (unlink(name) != 0 && errno != ENOENT)
		err = err_errno(_("removing %s"), name);
	if (!err)
		err = file_sync_dir(l->dir);
	free(name);
	return err;
}

static void read_taken(Slice line, TipTakens *out)
{
	const size_t word = strlen("taken "), path = word + 2 * (OID_HEX + 1);
	TipTaken t = { 0 };
	Addr a;

	if (line.len <= path || !oid_parse(slice_sub(line, word, word + OID_HEX), &t.file) ||
	    !oid_parse(slice_sub(line, word + OID_HEX + 1, path - 1), &t.staged) || addr_parse(slice_sub(line, path, line.len), &a))
		return;
	t.path = mem_dup(a.issue);
	VEC_PUSH(out, t);
	addr_free(&a);
}

/* ERR_NONE where there is none; one that cannot be read counts as none, since it was renamed into place whole or not at all. */
static const Err *intent_read(const TipLock *l, Intent *out)
{
	int dirfd = open(l->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	Str s = STR_EMPTY;
	Slice rest, line;
	unsigned seen = 0;
	const Err *err;

	if (dirfd < 0)
		return err_errno(_("opening %s"), l->dir);
	err = file_read_at(dirfd, l->intent, INTENT_MAX, &s);
	close(dirfd);
	if (err)
		goto done;
	rest = str_slice(&s);
	while (rest.len) {
		line = slice_chomp(slice_line(&rest));
		if (slice_starts(line, "ref ")) {
			free(out->ref);
			out->ref = slice_dup(slice_sub(line, 4, line.len));
			seen |= 1;
		} else if (slice_starts(line, "was ") && oid_parse(slice_sub(line, 4, line.len), &out->was)) {
			seen |= 2;
		} else if (slice_starts(line, "now ") && oid_parse(slice_sub(line, 4, line.len), &out->now)) {
			seen |= 4;
		} else if (slice_starts(line, "time ")) {
			out->time = strtoll(str_c(&s) + (line.p - s.p) + 5, NULL, 10);
		} else if (slice_starts(line, "boot ")) {
			free(out->boot);
			out->boot = slice_dup(slice_sub(line, 5, line.len));
		} else if (slice_starts(line, "lock ")) {
			names_take(&out->locks, slice_dup(slice_sub(line, 5, line.len)));
		} else if (slice_starts(line, "taken ")) {
			read_taken(line, &out->taken);
		}
	}
	if (seen != 7)
		err = err_new(ERR_NONE, "intent");
done:
	str_free(&s);
	return err;
}

static void set_taken(WorkMove *m, const TipTakens *taken)
{
	for (size_t i = 0; i < taken->len; i++) {
		if (strcmp(taken->v[i].path, m->path) == 0) {
			m->taken = taken->v[i].file;
			m->staged = taken->v[i].staged;
		}
	}
}

/* What is no issue needs no base: nobody takes it as a draft. */
static const Err *note_left(Archive *a, const TipLock *l, const Oid *was, const WorkMoves *moves)
{
	VEC(WorkMove) issues = { 0 };
	const Err *err;

	for (size_t i = 0; i < moves->len; i++)
		if (archive_is_issue(a, moves->v[i].path))
			VEC_PUSH(&issues, moves->v[i]);
	err = hand_notes_follow(l->dir, l->by_hand, was, issues.v, issues.len);
	VEC_FREE(&issues);
	return err;
}

/* Work tree and index go where the branch went. */
static const Err *follow(Archive *a, const TipLock *l, WorkHold *hold, const Intent *in, Names *left)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(a), &in->was, &in->now, &moves, paths);

	for (size_t i = 0; !err && i < moves.len; i++)
		set_taken(&moves.v[i], &in->taken);
	if (!err)
		err = work_follow_held(hold, moves.v, moves.len);
	if (!err)
		err = note_left(a, l, &in->was, &moves);
	for (size_t i = 0; !err && left && i < moves.len; i++)
		if (moves.v[i].left)
			names_add(left, moves.v[i].path);
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static Intent intent_make(const char *ref, const Oid *was, const Oid *now)
{
	static const char *const locks[] = { "HEAD.lock", "index.lock", "packed-refs.lock" };
	Intent in = { .ref = mem_dup(ref), .boot = boot_id(), .was = *was, .now = *now, .time = (int64_t)time(NULL) };

	names_take(&in.locks, mem_printf("%s.lock", ref));
	for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
		names_add(&in.locks, locks[i]);
	return in;
}

const Err *tip_move(Archive *a, TipLock *l, const Oid *was, const Oid *now, const char *log, Names *left)
{
	Intent in = intent_make(archive_head(a)->ref, was, now);
	WorkHold *hold = NULL;
	const Err *err;

	in.taken = l->taken;
	l->taken = (TipTakens){ 0 };
	if ((err = intent_write(l, &in)))
		goto done;
	/* Who else holds the index is asked first: a branch whose files cannot follow would be set back by the next commit with git. */
	err = work_hold(&hold, archive_repo(a));
	if (!err)
		err = ref_move(archive_repo(a), in.ref, was, now, log);
	if (err) {
		intent_remove(l);
		goto done;
	}
	/* From here the version exists; what fails now is made good at the next start, by the intent. */
	if ((err = follow(a, l, hold, &in, left)))
		err = err_wrap(err, _("the version is recorded, but the work tree could not follow"));
	else
		(void)intent_remove(l);	/* nothing is left to be done; if it stays, the next start finds that */
done:
	work_release(hold);
	intent_free(&in);
	return err;
}

const Err *tip_ref(Archive *a, TipLock *l, const char *ref, const Oid *was, const Oid *now, const char *log)
{
	Intent in = intent_make(ref, was, now);
	const Err *err = intent_write(l, &in);

	if (!err) {
		err = ref_move(archive_repo(a), ref, was, now, log);
		err = err_first(err, intent_remove(l));
	}
	intent_free(&in);
	return err;
}

/* A killed process may have left locks of git behind; only those that it can have taken go. */
static void remove_locks(Archive *a, const Intent *in)
{
	char *boot = boot_id();

	for (size_t i = 0; in->boot && strcmp(boot, in->boot) == 0 && i < in->locks.len; i++)
		git_stale_lock(archive_repo(a), in->locks.v[i], in->time);
	free(boot);
}

static const Err *read_or_zero(Archive *a, const char *ref, Oid *out)
{
	const Err *err = ref_read(archive_repo(a), ref, out);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (Oid){ { 0 } };
	return NULL;
}

/* Only a branch has files that follow, and only while it is checked out. */
static const Err *finish(Archive *a, const TipLock *l, const Intent *in, Str *said)
{
	WorkHold *hold = NULL;
	Head head = { 0 };
	Oid at;
	const Err *err = repo_head(archive_repo(a), &head);
	bool branch = slice_starts(slice_c(in->ref), "refs/heads/");

	if (!err)
		err = read_or_zero(a, in->ref, &at);
	if (!err && branch && oid_eq(&at, &in->now)) {
		if (head.ref && strcmp(head.ref, in->ref) == 0 && !(err = work_hold(&hold, archive_repo(a))))
			err = follow(a, l, hold, in, NULL);
		work_release(hold);
		if (!err)
			str_add_c(said, _("A version whose recording was interrupted is now complete."));
	} else if (!err && branch && oid_eq(&at, &in->was)) {
		str_add_c(said, _("A recording was interrupted before anything changed; your drafts are kept."));
	}
	head_free(&head);
	return err ? err : intent_remove(l);
}

static const Err *repair(Archive *a, const TipLock *l, Str *said)
{
	Intent in = { 0 };
	const Err *err = intent_read(l, &in);

	if (err && err_kind(err) == ERR_NONE) {
		err = NULL;
	} else if (!err) {
		remove_locks(a, &in);
		err = err_wrap(finish(a, l, &in, said), _("finishing an interrupted recording"));
	}
	intent_free(&in);
	return err;
}

const Err *tip_lock(TipLock **out, Archive *a)
{
	Str said = STR_EMPTY;
	TipLock *l = NULL;
	const Err *err = lock_file(&l, a, LOCK_WAIT_MS);

	if (!err)
		err = repair(a, l, &said);
	if (err)
		tip_unlock(l);
	else
		*out = l;
	str_free(&said);
	return err;
}

const Err *tip_recover(Archive *a, Str *said)
{
	TipLock *l = NULL;
	const Err *err;

	if (archive_read_only(a))
		return NULL;
	err = lock_file(&l, a, 0);
	if (err)	/* at work right now: its own business */
		return err_kind(err) == ERR_BUSY ? NULL : err;
	err = repair(a, l, said);
	tip_unlock(l);
	return err;
}
