/* The refs that there are. */
#include "git/ref_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "git/git2.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void ref_list(Repo *r, const char *prefix, Names *out)
{
	git_reference_iterator *it = NULL;
	char *glob = mem_printf("%s*", prefix);
	const char *name;

	if (git_reference_iterator_glob_new(&it, r->git, glob) == 0)
		while (git_reference_next_name(&name, it) == 0)
			if (strncmp(name, prefix, strlen(prefix)) == 0)	/* the prefix could hold what globs are made of */
				names_add(out, name);
	git_reference_iterator_free(it);
	free(glob);
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, by_name);
}
