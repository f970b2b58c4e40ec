/* What comes too late for an issue that has been given out, in the next one. */
#ifndef BLAD_ARCHIVE_NEXT_ISSUE_H
#define BLAD_ARCHIVE_NEXT_ISSUE_H

#include "archive/archive.h"

/* A draft of the item, last in the next issue of the series that is not given out; *address is the caller's.  ERR_NONE in words: there is none. */
const Err *next_issue_add(Archive *a, const char *path, Slice item, char **address);

#endif
