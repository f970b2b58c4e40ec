/* Sharing what people said of which item is which: refs/notes/blad, joined line by line. */
#ifndef BLAD_ARCHIVE_SYNC_NOTES_H
#define BLAD_ARCHIVE_SYNC_NOTES_H

#include "archive/archive.h"
#include "git/remote.h"
#include "git/run.h"

/* Where the notes of a remote are kept as they were last seen there; owned by the caller. */
char *sync_notes_tracking(const char *remote);
/*
 * After a fetch that took the notes along (o->also, o->also_here).  The branch is shared already, so what goes wrong here is only said: words
 * gets it.  watch: for the hook that looks at what is pushed; NULL: without it.
 */
void sync_notes(Archive *a, const Upstream *up, const RemoteOpts *o, const RunWatch *watch, Str *words);

#endif
