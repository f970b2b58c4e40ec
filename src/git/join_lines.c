/* Three versions of a text that is no issue, joined by lines as git does it. */
#include "git/join_lines.h"

#include "base/words.h"
#include "git/git2.h"

static git_merge_file_input input(Slice s)
{
	git_merge_file_input in;

	git_merge_file_input_init(&in, GIT_MERGE_FILE_INPUT_VERSION);
	in.ptr = s.p ? s.p : "";
	in.size = s.len;
	return in;
}

const Err *join_lines(Slice base, Slice ours, Slice theirs, Str *out, bool *clean)
{
	git_merge_file_input b = input(base), o = input(ours), t = input(theirs);
	git_merge_file_result result = { 0 };
	const Err *err = NULL;

	*clean = false;
	if (git_merge_file(&result, &b, &o, &t, NULL) < 0)
		err = git2_err(GIT_ERROR, _("lines cannot be joined"));
	else if ((*clean = result.automergeable))
		str_add(out, result.ptr, result.len);
	git_merge_file_result_free(&result);
	return err;
}
