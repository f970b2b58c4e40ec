/* blad as git's merge driver: for those who join with plain git, in this copy of the archive. */
#ifndef BLAD_ARCHIVE_DRIVER_H
#define BLAD_ARCHIVE_DRIVER_H

#include "base/err.h"

/* The driver in the copy's own configuration, and for which files in its info/attributes; nothing that is recorded or shared. */
const Err *driver_set(const char *dir);

#endif
