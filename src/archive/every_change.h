/* What every version of the branch's history changed, all at once: from the index where it is whole, else by a pass over history. */
#ifndef BLAD_ARCHIVE_EVERY_CHANGE_H
#define BLAD_ARCHIVE_EVERY_CHANGE_H

#include "archive/archive.h"
#include "base/names.h"

/* A path that differs from what all parents of the version have. */
typedef struct {
	const char *path;	/* of an issue */
	int64_t version;	/* a number, higher than those of all it comes from */
	Oid now, was;		/* zero: gone; not there in the first parent */
} ChangeRow;

/* The paths of all issues that ever were. */
const Err *every_path(Archive *a, Names *out);

typedef struct EveryChange EveryChange;
/* The rows stand path by path, of a path the newest first; a pack is read fastest that way. */
const Err *every_change_read(EveryChange **out, Archive *a);
const ChangeRow *every_change_rows(const EveryChange *c, size_t *n);
/* Those of one version, by their places in every_change_rows. */
const size_t *every_change_with(const EveryChange *c, int64_t version, size_t *n);
/* The versions with several parents, oldest first; read when first asked for. */
typedef struct {
	int64_t version;
	Oid id;
} JoinVersion;
const Err *every_change_joins(EveryChange *c, const JoinVersion **out, size_t *n);
const Err *every_change_id(const EveryChange *c, int64_t version, Oid *out);
size_t every_change_lost(const EveryChange *c);		/* versions that could not be read, and are left out */
void every_change_free(EveryChange *c);

#endif
