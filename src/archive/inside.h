/* What the files of this room know of an archive and nobody else needs. */
#ifndef BLAD_ARCHIVE_INSIDE_H
#define BLAD_ARCHIVE_INSIDE_H

#include "archive/archive.h"
#include "archive/private.h"
#include "index/index.h"

Private *archive_private(Archive *a);
/* NULL where there can be none: everything goes on without it. */
Index *archive_index(Archive *a);
/* What is known of issues by path: of an archive as of then apart from that of now, since each keeps one row a path. */
Index *archive_rows(Archive *a);
/* refs/heads/main, or HEAD where it is on no branch. */
const char *archive_branch_ref(const Archive *a);

/* Branch, tip and the user's settings: all but drafts that decides what the list of issues shows.  Appends. */
void archive_stamp(const Archive *a, Str *out);

/* An issue of the tip, or NULL. */
const TreeFile *archive_file(Archive *a, const char *path);
const Err *archive_blob_text(Archive *a, const Oid *blob, const char *path, Str *text, Charset *cs);

/* Is there a folder of a draft in any place of state? */
void drafts_exist(Archive *a, bool *out);

#endif
