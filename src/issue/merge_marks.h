/* A pending result with its conflicts as git writes them: only for git itself, which knows no other way to be told of them. */
#ifndef BLAD_ISSUE_MERGE_MARKS_H
#define BLAD_ISSUE_MERGE_MARKS_H

#include "issue/merge.h"

/*
 * Around each item or header key that a person must decide: ours, a line of "=======", theirs; what a side lacks is nothing there.  All the
 * rest is joined.  asked: what merge_files said of the file.
 */
void merge_marks(const MergeFile *file, const Conflicts *asked, Str *out);

#endif
