/* Reading and writing objects: blobs, trees as flat lists of paths, commits. */
#ifndef BLAD_GIT_OBJECT_H
#define BLAD_GIT_OBJECT_H

#include "base/date.h"
#include "base/vec.h"
#include "git/repo.h"

/*
 * From here on, very many objects are read: their ids are not computed again (zlib's checksum finds damage, and git itself is content with
 * that), and small trees are not kept, since all those of a history cost more than reading some again.  Calls nest.
 */
void git_bulk(bool on);

/* ERR_CORRUPT names the object when it is missing or damaged. */
const Err *blob_read(Repo *r, const Oid *id, Str *out);
const Err *blob_size(Repo *r, const Oid *id, size_t *out);	/* in bytes, without reading it */
const Err *blob_write(Repo *r, Slice data, Oid *out);
void blob_id(Slice data, Oid *out);		/* the name it would get */

typedef struct {
	const char *path;	/* bytes as git has them; in the arena */
	unsigned mode;		/* 0100644, 0100755, 0120000, 0160000 */
	Oid id;
} TreeFile;
typedef struct {
	VEC(TreeFile) files;	/* in git's order */
	Arena *arena;
} TreeFiles;
const Err *tree_files(Repo *r, const Oid *commit, TreeFiles *out);	/* all files, recursively */
void tree_files_free(TreeFiles *t);
/* The blob at path in a commit; ERR_NONE if there is none.  mode may be NULL. */
const Err *tree_find(Repo *r, const Oid *commit, const char *path, Oid *out, unsigned *mode);

/* A new tree made from the commit's (zero: empty): entries with a zero id are removed, empty folders vanish. */
typedef struct {
	const char *path;
	Oid id;
	unsigned mode;		/* 0: as before, 0100644 for a new file */
} TreeEdit;
const Err *tree_edit(Repo *r, const Oid *commit, const TreeEdit *edits, size_t n, Oid *out);

typedef struct {
	char *name, *mail;
	Moment when;
} Person;

typedef struct {
	Oid id, tree;
	VEC(Oid) parents;
	Person author, committer;
	char *message;		/* UTF-8, whatever its encoding was */
} Commit;
const Err *commit_read(Repo *r, const Oid *id, Commit *out);
void commit_free(Commit *c);
void person_free(Person *p);
const Err *commit_write(Repo *r, const Commit *c, Oid *out);	/* c->id is not looked at */
/* The same in two steps, for a signature between them: its bytes, then what stands in its "gpgsig" (NULL: nothing). */
const Err *commit_bytes(Repo *r, const Commit *c, Str *out);
const Err *commit_store(Repo *r, Slice bytes, const char *signature, Oid *out);
/* The message as it is recorded: clean, with a line end; ERR_USAGE if nothing is left. */
const Err *commit_clean_message(const char *message, Str *out);

/* A commit by at least 4 hex digits, a branch or any revision git knows ("HEAD", "HEAD~2", "main"); ERR_NONE, ERR_AMBIGUOUS. */
const Err *commit_find(Repo *r, Slice name, Oid *out);

#endif
