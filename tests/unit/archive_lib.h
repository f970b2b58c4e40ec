/* Archives for the tests of archive/: made by plain git, with a user and fixed times. */
#ifndef BLAD_TESTS_ARCHIVE_LIB_H
#define BLAD_TESTS_ARCHIVE_LIB_H

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

#endif
