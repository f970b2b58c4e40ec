/* Archives for the tests of archive/: made by plain git, with a user and fixed times. */
#ifndef BLAD_TESTS_ARCHIVE_LIB_H
#define BLAD_TESTS_ARCHIVE_LIB_H

#include <sys/types.h>

#include "archive/draft.h"
#include "git_lib.h"
#include "tap.h"

/* Scrubs the surroundings; the folder in which all archives are made. */
const char *archive_begin(void);
/* A repository with these files (path, text, …, NULL) as its first version; its folder, owned by the caller. */
char *archive_make(const char *name, const char *const *files);
/* One file more or changed (text NULL: removed), recorded by plain git. */
void archive_commit(const char *dir, const char *path, const char *text);
Archive *archive_must_open(const char *dir);

void must(const Err *err, const char *doing);
void is_err(const Err *err, ErrKind kind, const char *words, const char *name);	/* of this kind, with these words in it */
int wait_for(pid_t pid);	/* its exit status; 128 and the signal that ended it */

Draft *draft_must_open(Archive *a, const char *path);
void draft_must_type(Draft *d, size_t at, size_t n, const char *with);
void draft_put(Archive *a, const char *path, const char *text);
void draft_edit(Archive *a, const char *path, const char *was, const char *now);	/* one text in it replaced */
const char *draft_peeked(Archive *a, const char *path);	/* as another process sees it; good until the next call */

#endif
