/* What an archive's settings say: defaults, then .blad of the branch's tip, then the user's git config. */
#ifndef BLAD_ARCHIVE_SETTINGS_H
#define BLAD_ARCHIVE_SETTINGS_H

#include "archive/archive.h"
#include "base/names.h"
#include "git/conf.h"

#define SETTINGS_FILE ".blad"

typedef struct {
	ConfPairs file, user;		/* blad.* and series.* of .blad; blad.* of the user */
	Names files, ignore;		/* pathspecs */
	VEC(Series) series;
	char *warning;			/* what is wrong with .blad, or NULL */
} Settings;

/* tip zero: the user's only.  What is wrong with .blad becomes the warning, never an error. */
const Err *settings_read(Repo *r, const Oid *tip, Settings *out);
void settings_free(Settings *s);

const char *settings_get(const Settings *s, const char *key);	/* the last value of "blad.KEY", or NULL */
bool settings_is_issue(const Settings *s, const char *path);
const Series *settings_series_of(const Settings *s, const char *path);
const Series *settings_series_named(const Settings *s, Slice name);

/* "x/y.md", "X.MARKDOWN": bytes of the suffix with its dot, or 0. */
size_t markdown_suffix(Slice path);

#endif
