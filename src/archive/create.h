/* New archives: from a template, or as a copy of a shared one. */
#ifndef BLAD_ARCHIVE_CREATE_H
#define BLAD_ARCHIVE_CREATE_H

#include "base/err.h"
#include "git/remote.h"

/* A repository with settings, a template and a README, recorded as its first version by the user. */
const Err *create_archive(const char *dir);
/* *out: the folder it went to (owned by the caller); dir NULL: named after the address. */
const Err *create_clone(const char *url, const char *dir, const RemoteOpts *o, char **out);

#endif
