/* A new work tree: every file of a commit, but no link and no name that leads elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/work_file.h"
#include "git/work_filter.h"

typedef struct {
	WorkDir dir;
	Index index;
	size_t skipped;
} Checkout;

static bool is_plain(const TreeFile *f)
{
	return (f->mode & 0170000) == 0100000 && path_is_safe(slice_c(f->path));
}

/* What git would write with a program stays away too; so does a file whose name another one has taken in capitals. */
static const Err *check_out(Checkout *c, const TreeFile *f)
{
	const Err *err = NULL;
	struct stat st;
	bool skip = !is_plain(f) || work_filter_foreign(c->dir.r, f->path);

	if (!skip) {
		WorkState state;

		if ((err = work_compare(&c->dir, f->path, &(Oid){ { 0 } }, &state, &st)))
			return err;
		skip = state != WORK_SAME;
	}
	if (!skip && (err = work_write(&c->dir, f->path, &f->id, f->mode, NULL, &st)))
		return err;
	c->skipped += skip && f->mode != MODE_REPO;
	err = work_index_put(&c->index, f->path, &f->id, f->mode, skip ? NULL : &st, skip);
	return skip ? NULL : err;	/* the index refuses some names too */
}

static bool is_attributes(const TreeFile *f)
{
	return strcmp(path_base(f->path), ".gitattributes") == 0;
}

const Err *work_checkout(Repo *r, const Oid *commit, CheckoutStep step, void *data, size_t *skipped)
{
	Checkout c = { .dir = { .fd = -1 } };
	TreeFiles files;
	const Err *err;
	size_t done = 0;

	if ((err = tree_files(r, commit, &files)))
		return err;
	if ((err = work_dir_open(&c.dir, r)) || (err = work_index_begin(&c.index, r)))
		goto done;
	c.dir.sync = false;
	for (int pass = 0; !err && pass < 2; pass++)
		for (size_t i = 0; !err && i < files.files.len; i++) {
			if (is_attributes(&files.files.v[i]) != (pass == 0))
				continue;
			err = check_out(&c, &files.files.v[i]);
			if (!err && step && step(data, ++done, files.files.len))
				err = err_new(ERR_CANCEL, _("stopped"));
		}
	if (!err)
		err = work_index_save(&c.index);
	else
		work_index_drop(&c.index);
	if (!err)
		syncfs(c.dir.fd);
	*skipped = c.skipped;
done:
	work_dir_close(&c.dir);
	tree_files_free(&files);
	return err;
}
