/* The handle behind Repo and libgit2's errors in our words; only the files of this room include it. */
#ifndef BLAD_GIT_GIT2_H
#define BLAD_GIT_GIT2_H

#include <git2.h>
#include <git2/sys/commit.h>
#include <git2/sys/repository.h>

#include "git/conf.h"
#include "git/object.h"
#include "git/repo.h"

/* libgit2 names its version macros anew from time to time */
#ifdef LIBGIT2_VER_MINOR
#define GIT2_AT_LEAST(minor) (LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= (minor))
#else
#define GIT2_AT_LEAST(minor) (LIBGIT2_VERSION_MAJOR > 1 || LIBGIT2_VERSION_MINOR >= (minor))
#endif

struct Repo {
	git_repository *git;
	git_odb *odb;
	git_config *config;
	char *git_dir, *common_dir, *work_dir;
	char *top;			/* what safe.directory would name */
};

static inline git_oid git2_oid(const Oid *id)
{
	git_oid out;

	memset(&out, 0, sizeof out);
	memcpy(out.id, id->b, OID_BYTES);
	return out;
}

static inline Oid git2_id(const git_oid *id)
{
	Oid out;

	memcpy(out.b, id->id, OID_BYTES);
	return out;
}

/* What was tried, and why libgit2 could not; the kind follows from rc. */
const Err *git2_err(int rc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same for an object that must be there: ERR_CORRUPT, and names it. */
const Err *git2_err_object(int rc, const Oid *id);
/* Where reading failed: a partial clone lacks objects without being damaged. */
const Err *git2_err_read(Repo *r, int rc, const Oid *id);
/* A lock file in the way: ERR_BUSY, says which and since when. */
const Err *git2_err_locked(const char *lock);

/* The whole object; ERR_CORRUPT if it is missing, damaged or of another type. */
const Err *git2_read(Repo *r, const Oid *id, git_object_t type, git_odb_object **out);

/* git-config of repository and user (git NULL: the user's only), with GIT_CONFIG_GLOBAL and its kind honoured. */
const Err *git2_config(git_config **out, git_repository *git);
/* All pairs of one file, at a level of its own. */
const Err *git2_config_pairs(const char *path, ConfPairs *out);
/* Could reading this file, or one that it includes, block for ever? */
const Err *git2_config_check(const char *path);

/* The entries of one tree, straight from its bytes. */
typedef struct {
	const unsigned char *p, *end;
	bool bad;			/* ended early: the tree is damaged */
} TreeCursor;
typedef struct {
	Slice name;			/* a NUL stands behind it */
	unsigned mode;
	Oid id;
} TreeEntry;
#define MODE_TREE 0040000u
#define MODE_FILE 0100644u
#define MODE_EXEC 0100755u
#define MODE_LINK 0120000u
#define MODE_REPO 0160000u
TreeCursor tree_cursor(git_odb_object *tree);
bool tree_next(TreeCursor *c, TreeEntry *out);
/* In git's order, where a folder counts as its name with a '/' behind it. */
int tree_entry_cmp(const TreeEntry *a, const TreeEntry *b);
/* One entry by name; false if there is none. */
const Err *tree_entry(Repo *r, const Oid *tree, Slice name, TreeEntry *out, bool *found);

/* The root tree of a commit; zero for a zero commit. */
const Err *commit_tree(Repo *r, const Oid *commit, Oid *out);

/* What a walk needs of a commit. */
typedef struct {
	Oid tree;
	VEC(Oid) parents;
	int64_t time;			/* the committer's */
} CommitHead;
const Err *commit_head(Repo *r, const Oid *id, CommitHead *out);	/* empties parents first */

/* What differs between two trees (zero: empty), without what lies below equal ids; path is good during the call. */
typedef const Err *(*TreeDiffFn)(void *data, const char *path, const TreeEntry *was, const TreeEntry *now);
const Err *tree_diff(Repo *r, const Oid *was, const Oid *now, TreeDiffFn fn, void *data);

#define TREE_DEPTH 256			/* folders in folders; more is damage or malice */

/* Waits for a moment before a lock is tried again; false after LOCK_MS. */
#define LOCK_MS 5000
bool git2_lock_wait(int64_t *since_ms);

#endif
