/*
 * Moving the branch: a synced intent, the ref by compare-and-swap, then work tree files and index, in an order that survives a crash at any point.
 * record and sync both go through here; tip_recover at start finishes or rolls back.
 */
#ifndef BLAD_ARCHIVE_TIP_H
#define BLAD_ARCHIVE_TIP_H

#include "archive/archive.h"
#include "base/names.h"

typedef struct TipLock TipLock;
/* flock on the state's lock, never held over the network; whatever a killed process left is made good first. */
const Err *tip_lock(TipLock **out, Archive *a);
void tip_unlock(TipLock *l);

/* A draft took this file's text, and what was staged beside it, and the next move records it: while it stands like that it may follow. */
void tip_let_follow(TipLock *l, const char *path, const Oid *file, const Oid *staged);
/* Moves the archive's branch from was to now; left gets the work tree files that were changed by hand and not touched. */
const Err *tip_move(Archive *a, TipLock *l, const Oid *was, const Oid *now, const char *log, Names *left);
/* Moves a ref that no work tree follows (zero: it is not there), leaving no lock behind if killed. */
const Err *tip_ref(Archive *a, TipLock *l, const char *ref, const Oid *was, const Oid *now, const char *log);
/* What a file of the state is called that is of one work tree's: "intent", "intent-NAME".  Owned by the caller. */
char *tip_own_name(Archive *a, const char *what);
#define TIP_BY_HAND "by-hand"	/* HandNotes */
/* At start: the same repair, said in words; does nothing while another process is at work. */
const Err *tip_recover(Archive *a, Str *said);

#endif
