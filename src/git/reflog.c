/* Where a ref has stood, as git's reflog remembers. */
#include "git/reflog.h"

#include "git/git2.h"

void reflog_read(Repo *r, const char *ref, size_t max, Oids *out)
{
	git_reflog *log = NULL;

	if (git_reflog_read(&log, r->git, ref) < 0)
		return;
	for (size_t i = 0; i < git_reflog_entrycount(log) && i < max; i++) {
		Oid id = git2_id(git_reflog_entry_id_new(git_reflog_entry_byindex(log, i)));

		if (!oid_is_zero(&id) && (!out->len || !oid_eq(VEC_LAST(out), &id)))
			VEC_PUSH(out, id);
	}
	git_reflog_free(log);
}
