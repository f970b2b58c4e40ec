/* Opening, making and asking a repository.  git/ is the one door to libgit2: nothing above sees its types. */
#ifndef BLAD_GIT_REPO_H
#define BLAD_GIT_REPO_H

#include <stdbool.h>

#include "base/err.h"
#include "git/oid.h"

typedef struct Repo Repo;

/* Once a process, when git is first needed; turns on fsync of the git folder.  git_end() at exit, where a signal is obeyed that waited for a transfer. */
void git_begin(void);
void git_end(void);

/* Finds the repository that holds path (upwards, stopping at file systems); ERR_NONE in words if there is none. */
const Err *repo_open(Repo **out, const char *path);
const Err *repo_init(Repo **out, const char *path, bool bare, const char *branch);
void repo_free(Repo *r);

const char *repo_git_dir(const Repo *r);	/* with a '/' at the end, as all of these */
const char *repo_common_dir(const Repo *r);	/* shared by linked worktrees */
const char *repo_work_dir(const Repo *r);	/* NULL for a bare one */
bool repo_is_bare(const Repo *r);
bool repo_is_shallow(const Repo *r);

/*
 * Whether we may write: owned by the effective user, not group-writable or shared (core.sharedRepository).  Else *why says
 * it in words with the command that helps.  A foreign repository still opens for reading.
 */
bool repo_may_write(const Repo *r, Str *why);

typedef enum { HEAD_BRANCH, HEAD_UNBORN, HEAD_DETACHED } HeadKind;
typedef struct {
	HeadKind kind;
	char *ref;		/* refs/heads/main */
	char *branch;		/* main */
	Oid tip;		/* zero when unborn */
} Head;
const Err *repo_head(Repo *r, Head *out);
void head_free(Head *h);
/* The branch is checked out in another work tree of this repository, which would not follow. */
bool repo_branch_elsewhere(Repo *r, const char *ref);
/* NULL, or what plain git is in the middle of: "merge", "rebase", "cherry-pick", "revert", "bisect". */
const char *repo_in_progress(Repo *r);

#endif
