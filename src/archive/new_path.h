/* Where a new issue goes: by its series' pattern, as the newest one is named, or under issues/. */
#ifndef BLAD_ARCHIVE_NEW_PATH_H
#define BLAD_ARCHIVE_NEW_PATH_H

#include "archive/issues.h"

typedef struct {
	const char *path;		/* wished for as it is; or NULL */
	const char *pattern;		/* klg/%Y-%m-%d.md: strftime, %N number, %S slug; or NULL */
	const IssueRow *newest;		/* of the series; or NULL */
	Slice title;
	Date day;
	long number;			/* 0: none */
} NewPath;

/* *out: the first such path that is not taken ("-2" and on), owned by the caller. */
const Err *new_path(const Archive *a, const NewPath *n, bool (*taken)(void *data, const char *path), void *data, char **out);

#endif
