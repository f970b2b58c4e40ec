/* Starting libgit2, its errors in our words, and whole objects out of its store. */
#include "git/git2.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/stop.h"

static bool begun;

/* Extensions that change nothing for us: what libgit2 lacks of them we do ourselves (config.worktree) or can do without. */
static const char *const extensions[] = { "noop", "worktreeconfig", "preciousobjects", "partialclone", "relativeworktrees" };

void git_begin(void)
{
	const char *names[sizeof extensions / sizeof *extensions];

	if (begun)
		return;
	begun = true;
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	/* a foreign archive may be read: repo_may_write() asks who owns it */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	memcpy(names, extensions, sizeof names);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}

void git_end(void)
{
	if (begun)
		git_libgit2_shutdown();
	begun = false;
	stop_obey();
}

static const struct {
	int rc;
	ErrKind kind;
} kinds[] = {
	{ GIT_ENOTFOUND, ERR_NONE },
	{ GIT_EAMBIGUOUS, ERR_AMBIGUOUS },
	{ GIT_ELOCKED, ERR_BUSY },
	{ GIT_EMODIFIED, ERR_MOVED },
	{ GIT_ENONFASTFORWARD, ERR_MOVED },
	{ GIT_EUSER, ERR_CANCEL },
};

const Err *git2_err(int rc, const char *fmt, ...)
{
	const git_error *last = git_error_last();
	ErrKind kind = ERR_FAIL;
	Str text = STR_EMPTY;
	const Err *err;
	va_list ap;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].rc == rc)
			kind = kinds[i].kind;
	va_start(ap, fmt);
	str_vprintf(&text, fmt, ap);
	va_end(ap);
	if (last && last->message) {
		str_add_c(&text, ": ");
		utf8_gate(slice_trim(slice_c(last->message)), GATE_LINE, &text);
	}
	err = err_new(kind, "%s", str_c(&text));
	str_free(&text);
	return err;
}

const Err *git2_err_object(int rc, const Oid *id)
{
	char hex[OID_HEX + 1];

	oid_hex(id, hex);
	if (rc == GIT_ENOTFOUND)
		return err_new(ERR_CORRUPT, _("the object %s is missing from the repository; “git fsck” tells more"), hex);
	return err_new(ERR_CORRUPT, _("the object %s is damaged; “git fsck” tells more"), hex);
}

/* git fetches what a partial clone lacks when it is asked for it; we run nothing while reading. */
static bool is_partial(Repo *r)
{
	bool partial = false;
	ConfPairs pairs;

	conf_pairs(r, "remote.", &pairs);
	for (size_t i = 0; !partial && i < pairs.len; i++)
		partial = slice_ends(slice_c(pairs.v[i].key), ".promisor") && strcmp(pairs.v[i].value, "true") == 0;
	conf_pairs_free(&pairs);
	return partial;
}

const Err *git2_err_read(Repo *r, int rc, const Oid *id)
{
	char hex[OID_HEX + 1];

	if (rc != GIT_ENOTFOUND || !is_partial(r))
		return git2_err_object(rc, id);
	oid_hex(id, hex);
	return err_new(ERR_CORRUPT, _("the object %s is not in this copy, which holds only a part of the archive (a partial clone): "
	    "“git fetch --refetch --no-filter” brings the rest"), hex);
}

const Err *git2_err_locked(const char *lock)
{
	struct stat st;
	long age = 0;

	if (stat(lock, &st) == 0)
		age = (long)(time(NULL) - st.st_mtime);
	if (age < 0)
		age = 0;
	return err_new(ERR_BUSY,
	    words_plural("another program holds “%s” since %ld second; if none is running, remove that file",
	        "another program holds “%s” since %ld seconds; if none is running, remove that file",
	        (unsigned long)age), lock, age);
}

bool git2_lock_wait(int64_t *since_ms)
{
	const char *shorter = getenv("BLAD_LOCK_MS");	/* for tests */
	int64_t patience = shorter ? strtol(shorter, NULL, 10) : LOCK_MS;
	struct timespec pause = { 0, 20 * 1000000 };

	if (*since_ms == 0)
		*since_ms = clock_ms();
	else if (clock_ms() - *since_ms > patience)
		return false;
	nanosleep(&pause, NULL);
	return true;
}

void git_bulk(bool on)
{
	static const size_t tree_bytes = 4096;	/* libgit2's own limit */
	static int deep;

	deep += on ? 1 : -1;
	if (deep != (on ? 1 : 0))
		return;
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, !on);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, on ? (size_t)0 : tree_bytes);
}

const Err *git2_read(Repo *r, const Oid *id, git_object_t type, git_odb_object **out)
{
	git_oid oid = git2_oid(id);
	int rc = git_odb_read(out, r->odb, &oid);

	if (rc < 0)
		return git2_err_read(r, rc, id);
	if (git_odb_object_type(*out) != type) {
		git_odb_object_free(*out);
		*out = NULL;
		return git2_err_object(GIT_ERROR, id);
	}
	return NULL;
}
