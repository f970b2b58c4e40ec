/* git's rules for line ends between repository and work tree; programs that they name are never run. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/work_filter.h"

/* Only a regular file can be read without blocking for ever. */
static bool is_harmless(const char *dir, size_t n, const char *name)
{
	char *path = mem_printf("%.*s%s", (int)n, dir, name);
	struct stat st;
	bool harmless = lstat(path, &st) != 0 || S_ISREG(st.st_mode);

	free(path);
	return harmless;
}

static bool attributes_harmless(Repo *r, const char *path)
{
	char *full = mem_printf("%s%s", r->work_dir, path);
	size_t from = strlen(r->work_dir);
	bool harmless = is_harmless(r->common_dir, strlen(r->common_dir), "info/attributes") &&
	    is_harmless(full, from, ".gitattributes");

	for (size_t i = from; harmless && full[i]; i++)
		if (full[i] == '/')
			harmless = is_harmless(full, i + 1, ".gitattributes");
	free(full);
	return harmless;
}

bool work_filter_foreign(Repo *r, const char *path)
{
	static const char *const names[] = { "filter", "working-tree-encoding" };

	if (!attributes_harmless(r, path))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = NULL;

		if (git_attr_get(&value, r->git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, names[i]) == 0 &&
		    git_attr_value(value) == GIT_ATTR_VALUE_STRING)
			return true;
	}
	return false;
}

const Err *work_filter(Repo *r, const char *path, bool to_work, Slice in, Str *out)
{
	git_filter_list *list = NULL;
	git_buf buf = GIT_BUF_INIT;
	const Err *err = NULL;
	int rc = 0;

	str_clear(out);
	if (attributes_harmless(r, path))
		rc = git_filter_list_load(&list, r->git, NULL, path, to_work ? GIT_FILTER_TO_WORKTREE : GIT_FILTER_TO_ODB,
		    GIT_FILTER_ALLOW_UNSAFE);
	if (rc >= 0 && list && (rc = git_filter_list_apply_to_buffer(&buf, list, in.p, in.len)) >= 0)
		str_add(out, buf.ptr, buf.size);
	if (rc < 0)
		err = git2_err(GIT_ERROR, _("the line ends of “%s” cannot be converted"), path);
	else if (!list)
		str_add_slice(out, in);
	git_buf_dispose(&buf);
	git_filter_list_free(list);
	return err;
}
