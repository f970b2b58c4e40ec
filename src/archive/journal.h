/*
 * A journal: the changes typed since a text was saved, each a checked record in a file that has its room beforehand, so that typing cannot
 * meet a full disk half-way.  Law: cutting a journal off at any byte loses the records behind that byte and no other.
 */
#ifndef BLAD_ARCHIVE_JOURNAL_H
#define BLAD_ARCHIVE_JOURNAL_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define JOURNAL_BYTES ((size_t)256 * 1024)

typedef struct {
	int fd;			/* -1: closed */
	size_t at;		/* where the next record goes */
	uint64_t salt;		/* a record of another generation is none */
	bool unsynced;
} Journal;

#define JOURNAL_CLOSED ((Journal){ .fd = -1 })

/* The records of name in dirfd applied to text; *at: bytes of whole records.  A file that is not there has none. */
const Err *journal_replay(int dirfd, const char *name, uint64_t salt, Str *text, size_t *at);
/* Opens or makes it, with room for JOURNAL_BYTES, to go on at `at`. */
const Err *journal_open(Journal *out, int dirfd, const char *name, uint64_t salt, size_t at);
bool journal_fits(const Journal *j, Slice with);
/* n bytes at `at` became `with`; not yet synced. */
const Err *journal_add(Journal *j, size_t at, size_t n, Slice with);
const Err *journal_sync(Journal *j);
void journal_close(Journal *j);

#endif
