/*
 * What the configuration says of a shared repository.  libgit2 could be asked too, but its lookup matches every key against a
 * pattern and up to 1.9 keeps 20 KB at each that does not fit.
 */
#include "git/remote_conf.h"

#include <stdlib.h>

#include "base/mem.h"
#include "git/git2.h"

/* The first value of remote.NAME.KEY: of several addresses git fetches from the first. */
static char *first_value(Repo *r, const char *name, const char *key)
{
	char *full = mem_printf("remote.%s.%s", name, key), *out = NULL;
	ConfPairs pairs;

	conf_pairs(r, full, &pairs);
	for (size_t i = 0; !out && i < pairs.len; i++)
		if (strcmp(pairs.v[i].key, full) == 0)
			out = mem_dup(pairs.v[i].value);
	conf_pairs_free(&pairs);
	free(full);
	return out;
}

/* url.BASE.KEY with the longest value that the address begins with: BASE takes its place.  NULL if none does. */
static char *instead(Repo *r, const char *address, const char *key)
{
	size_t longest = 0;
	char *out = NULL;
	ConfPairs pairs;

	conf_pairs(r, "url.", &pairs);
	for (size_t i = 0; i < pairs.len; i++) {
		Slice k = slice_c(pairs.v[i].key);
		size_t n = strlen(pairs.v[i].value);

		if (n <= longest || !slice_ends(k, key) || !slice_starts(slice_c(address), pairs.v[i].value))
			continue;
		longest = n;
		k = slice_sub(k, strlen("url."), k.len - strlen(key));
		free(out);
		out = mem_printf("%.*s%s", (int)k.len, k.p, address + n);
	}
	conf_pairs_free(&pairs);
	return out;
}

char *remote_address(Repo *r, const char *name, bool push)
{
	char *plain = push ? first_value(r, name, "pushurl") : NULL, *out = NULL;

	if (!plain) {
		plain = first_value(r, name, "url");
		if (push && plain)
			out = instead(r, plain, ".pushinsteadof");
	}
	if (plain && !out)
		out = instead(r, plain, ".insteadof");
	if (!out)
		return plain;
	free(plain);
	return out;
}

size_t remote_names(Repo *r, char **first)
{
	size_t n = 0;
	ConfPairs pairs;

	*first = NULL;
	conf_pairs(r, "remote.", &pairs);
	for (size_t i = 0; i < pairs.len; i++) {
		Slice k = slice_c(pairs.v[i].key);

		if (!slice_ends(k, ".url") || k.len <= strlen("remote..url"))
			continue;
		k = slice_sub(k, strlen("remote."), k.len - strlen(".url"));
		if (*first && slice_is(k, *first))
			continue;	/* several addresses of one */
		if (n++ == 0)
			*first = slice_dup(k);
	}
	conf_pairs_free(&pairs);
	return n;
}

char *remote_tracking(Repo *r, const char *name, const char *ref, bool *force)
{
	char *key = mem_printf("remote.%s.fetch", name), *out = NULL;
	ConfPairs pairs;

	*force = false;
	conf_pairs(r, key, &pairs);
	for (size_t i = 0; !out && i < pairs.len; i++) {
		git_buf buf = GIT_BUF_INIT;
		git_refspec *spec = NULL;

		if (strcmp(pairs.v[i].key, key) == 0 && git_refspec_parse(&spec, pairs.v[i].value, 1) == 0 &&
		    git_refspec_src_matches(spec, ref) && git_refspec_transform(&buf, spec, ref) == 0) {
			out = mem_dup(buf.ptr);
			*force = git_refspec_force(spec);
		}
		git_buf_dispose(&buf);
		git_refspec_free(spec);
	}
	conf_pairs_free(&pairs);
	free(key);
	return out;
}
