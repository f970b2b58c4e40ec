/* A folder of the other side's branches, followed wherever they go. */
#include "git/remote_under.h"

#include <stdlib.h>

#include "base/mem.h"
#include "git/ref.h"
#include "git/ref_list.h"

#define NAME_MAX_BYTES 240

/* FOLDER/ONE/TWO: what stands behind the folder, or NULL. */
static const char *own_name(const char *ref, const char *prefix)
{
	const char *rest, *slash;
	int valid = 0;

	if (!slice_starts(slice_c(ref), prefix) || strlen(ref) > NAME_MAX_BYTES)
		return NULL;
	rest = ref + strlen(prefix);
	slash = strchr(rest, '/');
	if (!slash || slash == rest || !slash[1] || strchr(slash + 1, '/'))
		return NULL;
	return git_reference_name_is_valid(&valid, ref) == 0 && valid ? rest : NULL;
}

static UnderRef *find(UnderRefs *u, const char *there)
{
	for (size_t i = 0; i < u->len; i++)
		if (strcmp(u->v[i].there, there) == 0)
			return &u->v[i];
	return NULL;
}

static void find_there(git_remote *remote, const char *heads, const char *tracking, UnderRefs *out)
{
	const git_remote_head **list;
	size_t n = 0;

	if (git_remote_ls(&list, &n, remote) < 0)
		return;
	for (size_t i = 0; i < n && out->len < UNDER_MAX; i++) {
		const char *rest = own_name(list[i]->name, heads);

		if (rest)
			VEC_PUSH(out, ((UnderRef){ mem_dup(list[i]->name), mem_printf("%s%s", tracking, rest), { { 0 } }, git2_id(&list[i]->oid) }));
	}
}

static void find_here(Repo *r, const char *heads, const char *tracking, UnderRefs *out)
{
	Names names = { 0 };

	ref_list(r, tracking, &names);
	for (size_t i = 0; i < names.len; i++) {
		char *there = mem_printf("%s%s", heads, names.v[i] + strlen(tracking));
		UnderRef *u = find(out, there);
		Oid at;

		if (!ref_read(r, names.v[i], &at)) {
			if (u)
				u->was = at;
			else
				VEC_PUSH(out, ((UnderRef){ mem_dup(there), mem_dup(names.v[i]), at, { { 0 } } }));
		}
		free(there);
	}
	names_free(&names);
}

static void under_ref_free(UnderRef *u)
{
	free(u->there);
	free(u->here);
}

void under_find(Repo *r, git_remote *remote, const char *name, const char *folder, UnderRefs *out)
{
	char *heads = mem_printf("refs/heads/%s/", folder), *tracking = mem_printf("refs/remotes/%s/%s/", name, folder);
	size_t n = 0;

	find_there(remote, heads, tracking, out);
	find_here(r, heads, tracking, out);
	for (size_t i = 0; i < out->len; i++)
		if (oid_eq(&out->v[i].was, &out->v[i].now))
			under_ref_free(&out->v[i]);
		else
			out->v[n++] = out->v[i];
	out->len = n;
	free(heads);
	free(tracking);
}

void under_free(UnderRefs *u)
{
	for (size_t i = 0; i < u->len; i++)
		under_ref_free(&u->v[i]);
	VEC_FREE(u);
}
