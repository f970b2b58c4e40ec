/*
 * Drafts on disk: ROOT/drafts/ID/ with meta, base.N, text.N, journal.N and lock, in the archive's folder of private state or in one that
 * takes its place.  Where a draft lies in several, the highest generation is the draft.
 */
#ifndef BLAD_ARCHIVE_DRAFT_STORE_H
#define BLAD_ARCHIVE_DRAFT_STORE_H

#include "archive/draft_meta.h"
#include "archive/inside.h"
#include "base/names.h"

typedef struct {
	char *id;
	int root;		/* PrivateRoot; -1: not on disk */
	char *dir;
	DraftMeta meta;
	Str base, text;		/* text with its journal */
	size_t journal;		/* bytes of the journal's records */
} StoredDraft;

/* The id of the n-th draft of a path on the archive's branch; n from 1. */
char *store_id(const Archive *a, const char *path, int n);
/* Which there are of a path, from the lowest. */
typedef VEC(int) StoreNumbers;
void store_numbers(Archive *a, const char *path, StoreNumbers *out);
/* The n of an id. */
int store_nth(const char *id);
/* ERR_NONE where there is none; ERR_CORRUPT names the folder. */
const Err *store_load(Archive *a, const char *id, StoredDraft *out);
void stored_free(StoredDraft *s);
bool store_has(Archive *a, const char *id);
/* The highest generation on disk; 0: none. */
uint64_t store_generation(Archive *a, const char *id);

/* The folder of a draft in a root: made, or NULL where it is not (store_look). */
const Err *store_dir(Archive *a, PrivateRoot root, const char *id, char **out);
char *store_look(Archive *a, PrivateRoot root, const char *id);
/* Writes s to root as the next generation; new_base: its base is not the one that lies there.  On an error what was there stands. */
const Err *store_save(Archive *a, PrivateRoot root, StoredDraft *s, bool new_base);

/* A copy of the draft as it stands goes into dropped/, for 30 days. */
const Err *store_keep(Archive *a, const char *id);
/* Takes a draft away from all roots, but for its lock; keep: into dropped/ first. */
const Err *store_remove(Archive *a, const char *id, bool keep);
const Err *store_remove_in(Archive *a, PrivateRoot root, const char *id);
/* Removes the folder if nothing but a lock is in it; the caller holds that. */
void store_tidy(Archive *a, PrivateRoot root, const char *id);

void store_ids(Archive *a, Names *out);
/* Another text whenever any draft has changed.  Appends. */
void store_stamp(Archive *a, Str *out);

#endif
