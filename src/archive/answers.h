/*
 * What was answered to questions of a join, kept until the join can be made: resolved/HASH in the folder of private state (MERGE.md, R11).
 * The hash is over kind, path, item and its three texts: where one of them has changed since, the question comes again.
 */
#ifndef BLAD_ARCHIVE_ANSWERS_H
#define BLAD_ARCHIVE_ANSWERS_H

#include "archive/archive.h"
#include "issue/merge.h"

/* CHOICE_TEXT: text stands.  Durable when it returns; an earlier answer to the same is replaced. */
const Err *answer_keep(Archive *a, const char *path, const Conflict *c, MergeChoice choice, Slice text);
/* False: none was given. */
bool answer_find(Archive *a, const char *path, const Conflict *c, MergeChoice *choice, Str *text);
void answer_forget(Archive *a, const char *path, const Conflict *c);

/*
 * merge_files under what was answered, again where an answer brings a new question.  In out.conflicts stay those that nobody has answered; the
 * others go to answered.
 */
void answers_merge(Archive *a, const MergeFile *files, size_t n, Merged *out, Conflicts *answered);

#endif
