/* A backend of libgit2 that holds objects, and its packs. */
#include "git/pack.h"

#include <stdlib.h>

#include <git2/odb_backend.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/git2.h"

#define BEFORE_ALL_OTHERS 999

struct Pack {
	Repo *repo;
	git_odb_backend *held;		/* its repository's */
};

const Err *pack_begin(Pack **out, Repo *r)
{
	git_odb_backend *held = NULL;
	int rc;

	*out = NULL;
	if ((rc = git_mempack_new(&held)) < 0 || (rc = git_odb_add_backend(r->odb, held, BEFORE_ALL_OTHERS)) < 0) {
		if (held)
			held->free(held);
		return git2_err(rc, _("“%s” cannot be written"), r->git_dir);
	}
	*out = mem_alloc(sizeof **out);
	(*out)->repo = r;
	(*out)->held = held;
	return NULL;
}

const Err *pack_write(Pack *p, Repo *to)
{
	git_buf pack = GIT_BUF_INIT;
	git_odb_writepack *writer = NULL;
	git_indexer_progress progress;
	const Err *err = NULL;
	int rc;

	memset(&progress, 0, sizeof progress);
	if ((rc = git_mempack_dump(&pack, p->repo->git, p->held)) == 0 &&
	    (rc = git_odb_write_pack(&writer, to->odb, NULL, NULL)) == 0 &&
	    (rc = writer->append(writer, pack.ptr, pack.size, &progress)) == 0)
		rc = writer->commit(writer, &progress);
	if (rc < 0)
		err = git2_err(rc, _("“%s” cannot be written"), to->git_dir);
	if (writer)
		writer->free(writer);
	git_buf_dispose(&pack);
	return err;
}

void pack_free(Pack *p)
{
	free(p);
}
