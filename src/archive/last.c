/* Who changed a part of an issue last on one side of a join. */
#include "archive/last.h"

#include <stdlib.h>

#include "git/walk.h"
#include "issue/item.h"

/* The bytes of the part in a blob; empty where it is not. */
static const Err *read_part(Archive *a, const Oid *blob, const Spot *spot, Str *out)
{
	Str bytes = STR_EMPTY, text = STR_EMPTY;
	Charset form = { 0 };
	Cut cut = { 0 };
	Slice part = { 0 };
	const Err *err;

	if (oid_is_zero(blob))
		return NULL;
	if ((err = blob_read(archive_repo(a), blob, &bytes)))
		goto done;
	charset_decode(str_slice(&bytes), &form, &text);
	cut_make(str_slice(&text), NULL, &cut);
	if (spot->part == ADDR_ITEM) {
		ptrdiff_t i = cut_find_chain(&cut, slice_c(spot->chain));

		if (i >= PART_FIRST)
			part = slice_sub(str_slice(&text), cut.parts.v[i].from, cut.parts.v[i].to);
	} else if (spot->part == ADDR_LEAD) {
		part = slice_sub(str_slice(&text), cut.parts.v[2].from, cut.parts.v[2].to);
	} else {
		const HeaderField *f = header_name(&cut.header, slice_c(spot->chain));

		if (f)
			part = slice_sub(str_slice(&text), f->from, f->to);
	}
	str_add_slice(out, part);
	cut_free(&cut);
done:
	str_free(&bytes);
	str_free(&text);
	return err;
}

typedef struct {
	Oid blob;		/* zero: it is not there */
	unsigned mode;
} File;

static const Err *file_in(Archive *a, const Oid *commit, const char *path, File *out)
{
	const Err *err = tree_find(archive_repo(a), commit, path, &out->blob, &out->mode);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (File){ .mode = 0 };
	return NULL;
}

static const Err *part_differs(Archive *a, const Oid *blob, const Oid *other, const Spot *spot, bool *out)
{
	Str here = STR_EMPTY, there = STR_EMPTY;
	const Err *err = read_part(a, blob, spot, &here);

	if (!err)
		err = read_part(a, other, spot, &there);
	*out = !err && !slice_eq(str_slice(&here), str_slice(&there));
	str_free(&here);
	str_free(&there);
	return err;
}

/* Does the commit differ from all its parents, in the file and in the part? */
static const Err *look(Archive *a, const Commit *c, const Spot *spot, bool *file, bool *part)
{
	size_t n = c->parents.len ? c->parents.len : 1;
	File here;
	const Err *err = file_in(a, &c->id, spot->path, &here);

	*file = true;
	*part = spot->part != ADDR_ISSUE;
	for (size_t i = 0; !err && *file && i < n; i++) {
		File other = { .mode = 0 };

		if (c->parents.len)
			err = file_in(a, &c->parents.v[i], spot->path, &other);
		*file = !err && (!oid_eq(&here.blob, &other.blob) || here.mode != other.mode);
		if (*file && *part)
			err = part_differs(a, &here.blob, &other.blob, spot, part);
	}
	*part = *part && *file;
	return err;
}

const Err *last_author(Archive *a, const Oid *tip, const Oid *base, const Spot *spot, char **out)
{
	Walk *w = NULL;
	Oid id;
	bool found = false;
	const Err *err = walk_begin(&w, archive_repo(a), tip, base);

	*out = NULL;
	while (!err && !found && walk_next(w, &id, &err)) {
		Commit c = { 0 };
		bool file = false, part = false;

		if ((err = commit_read(archive_repo(a), &id, &c)) || (err = look(a, &c, spot, &file, &part))) {
			commit_free(&c);
			break;
		}
		found = part || (file && spot->part == ADDR_ISSUE);
		if (found || (file && !*out)) {
			free(*out);
			*out = mem_dup(c.author.name);
		}
		commit_free(&c);
	}
	walk_free(w);
	return err;
}
