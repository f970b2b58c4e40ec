/* An archive: a repository seen as series and issues, with its settings and its place for private state. */
#ifndef BLAD_ARCHIVE_ARCHIVE_H
#define BLAD_ARCHIVE_ARCHIVE_H

#include "git/object.h"
#include "git/repo.h"
#include "issue/charset.h"

typedef struct {
	char *name, *title, *path, *template, *contact;	/* NULL where not set; title falls back to the name */
	VEC(char *) files, aliases;
} Series;

typedef struct Archive Archive;

/*
 * where: a folder (-C), or NULL: the repository that holds the current folder, else the one named by blad.archive in the user's config.
 * Errors say which of these it was: no repository, not readable, unborn branch, no issues (that one opens all the same).
 */
const Err *archive_open(Archive **out, const char *where);
/* The same without looking which files it has: they are read when somebody asks for them. */
const Err *archive_open_quick(Archive **out, const char *where);
/*
 * The archive as it stood at the end of a day ("2024-05-20", on the line of first parents) or at a version (its id, at least 4 digits; NULL:
 * now).  Nothing of it can be changed and drafts are not seen; settings are those of then, where there were none yet today's.
 */
const Err *archive_open_at(Archive **out, const char *where, const char *when);
const Oid *archive_at(const Archive *a);	/* the version that it stands at; NULL: now */
const char *archive_at_words(const Archive *a);	/* the day, or the short id, that was asked for; NULL: now */
const Err *archive_read_files(Archive *a);	/* done once; says why archive_files is empty if they cannot be read */
void archive_free(Archive *a);

Repo *archive_repo(Archive *a);
const Head *archive_head(const Archive *a);
/* Reads branch, settings and files again; *moved (may be NULL): the tip is another. */
/* What was read before stays readable until archive_free: a Series, but not files. */
const Err *archive_refresh(Archive *a, bool *moved);

const char *archive_dir(const Archive *a);		/* as a person would name it: the work tree, or the bare folder */
const char *archive_title(const Archive *a);		/* blad.title, else the folder's name */
const char *archive_language(const Archive *a);		/* blad.language, or NULL */
const char *archive_setting(const Archive *a, const char *key);	/* any other blad.* value: settings file, then the user's config; or NULL */
const char *archive_warning(const Archive *a);		/* what is wrong with the settings, or NULL */
const char *archive_read_only(const Archive *a);	/* why, with the command that helps; NULL: may be written */

/* The private state: COMMONDIR/blad, else a folder of its own under XDG_STATE_HOME; made 0700 when it is first asked for. */
const Err *archive_state_dir(Archive *a, const char **out);

size_t archive_series_count(const Archive *a);
const Series *archive_series(const Archive *a, size_t i);
const Series *archive_series_named(const Archive *a, Slice name);	/* by name, title or alias, case-blind */
const Series *archive_series_of(const Archive *a, const char *path);	/* by its files; NULL: none */

bool archive_is_issue(const Archive *a, const char *path);
const TreeFiles *archive_files(Archive *a);	/* the issues of the tip, in path order */

/* The recorded bytes of an issue at a commit, as text. */
const Err *archive_text(Archive *a, const Oid *commit, const char *path, Str *text, Charset *cs);

#endif
