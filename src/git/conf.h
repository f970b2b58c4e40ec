/* Git configuration: the repository's, the user's, and settings from a text at a level of its own. */
#ifndef BLAD_GIT_CONF_H
#define BLAD_GIT_CONF_H

#include "base/vec.h"
#include "git/repo.h"

/* The last value, or NULL; r NULL: the user's and the system's only.  Owned by the caller. */
char *conf_get(Repo *r, const char *key);
bool conf_bool(Repo *r, const char *key, bool otherwise);
const Err *conf_set(Repo *r, const char *key, const char *value);	/* in the repository's own config; NULL removes */

typedef struct {
	char *key, *value;	/* key as git folds it: section.Sub.name */
} ConfPair;
typedef VEC(ConfPair) ConfPairs;
void conf_pairs(Repo *r, const char *prefix, ConfPairs *out);	/* all whose key begins with prefix, in order */
/* Parses a text in git-config syntax; refused: over 64 KB, any include or includeIf section in any spelling. */
const Err *conf_parse(Slice text, ConfPairs *out);
void conf_pairs_free(ConfPairs *p);

/* The user's, as an author (git/ident.h); ERR_IDENTITY when one is missing, also as a committer, or holds a control byte, '<' or '>'. */
const Err *conf_identity(Repo *r, char **name, char **mail);

/* git pathspecs ("klg/", "*.md", ":!x"): does path match any of n? */
bool pathspec_match(const char *const *specs, size_t n, const char *path);

#endif
