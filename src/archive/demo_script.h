/* Reads share/demo/history, whose format stands at its top: every commit with all the files it holds. */
#ifndef BLAD_ARCHIVE_DEMO_SCRIPT_H
#define BLAD_ARCHIVE_DEMO_SCRIPT_H

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"

typedef struct {
	const char *path;
	Slice text;
} DemoFile;

typedef struct {
	const char *name, *mail;	/* author and committer */
	Moment when;
	Slice message;			/* ends with a line end */
	size_t parents[2], n_parents;	/* earlier commits, by their place in the list */
	VEC(DemoFile) files;		/* the whole tree, by path; a file that is as in the parent has its very text pointer */
} DemoCommit;

typedef struct {
	VEC(DemoCommit) commits;	/* parents come first; the last one is the tip */
	Arena *arena;
} DemoScript;

/* Where a file of the script comes from: share_get, or a test's own. */
typedef bool (*DemoSource)(const char *name, Slice *out);

/* An error names the line.  out is to be freed also then. */
const Err *script_read(DemoScript *out, Slice text, DemoSource source);
void script_free(DemoScript *s);
/* The file at path in a commit, or NULL. */
const DemoFile *script_file(const DemoCommit *c, const char *path);

#endif
