/* Files that survive: temporary file, fsync, rename, fsync of the folder; and paths that cannot leave their root. */
#ifndef BLAD_BASE_FILE_H
#define BLAD_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/* Regular files only; ERR_NONE if there is none.  They append. */
const Err *file_read(const char *path, Str *out);
const Err *file_read_at(int dirfd, const char *name, size_t max, Str *out);	/* at most max bytes; follows no link */
const Err *file_read_fd(int fd, Str *out);				/* to the end */

/* Atomic and durable; 0600, O_EXCL|O_NOFOLLOW for the temporary file. */
const Err *file_write(const char *path, Slice data);
const Err *file_write_at(int dirfd, const char *name, Slice data);
const Err *file_write_all(int fd, Slice data);				/* plain, EINTR-safe */

const Err *file_mkdir(const char *path, mode_t mode);		/* with its parents; an existing folder is done */
const Err *file_remove_tree(const char *path);				/* follows no link */
const Err *file_sync_dir(const char *path);
bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* Opens rel below dirfd: no "..", no link, no absolute path (openat2 where the kernel has it, else step by step). */
const Err *file_open_beneath(int *out, int dirfd, const char *rel, int flags, mode_t mode);
const Err *file_mkdir_beneath(int dirfd, const char *rel);		/* the folders above rel */

/* Path words; results are owned by the caller. */
char *path_join(const char *a, const char *b);
char *path_absolute(const char *p);					/* without resolving links */
const char *path_base(const char *p);					/* behind the last '/' */
/*
 * Is rel a path that may be written in a work tree: relative, no empty, ".", ".." or ".git" part (also as other file systems
 * would take it), no control character, valid UTF-8?
 */
bool path_is_safe(Slice rel);

#endif
