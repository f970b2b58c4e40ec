/* The text that a target means, and the bytes in it. */
#include <stdlib.h>

#include "archive/draft.h"
#include "archive/inside.h"
#include "base/words.h"

void target_free(Target *t)
{
	free(t->path);
	free(t->chain);
	free(t->address);
	free(t->asked);
	free(t->asked_path);
	memset(t, 0, sizeof *t);
}

void issue_text_free(IssueText *t)
{
	str_free(&t->text);
	memset(t, 0, sizeof *t);
}

static const Err *recorded_text(Archive *a, const Target *t, const Oid *commit, IssueText *out)
{
	const Err *err = tree_find(archive_repo(a), commit, t->path, &out->blob, NULL);

	if (err && err_kind(err) == ERR_NONE)
		return err_new(ERR_NONE, t->at == AT_COMMIT ? _("%s is not there in that version") : _("%s is not in the archive any more"),
		    t->address ? t->address : t->path);
	return err ? err : archive_blob_text(a, &out->blob, t->path, &out->text, &out->charset);
}

static const Err *draft_as_text(Archive *a, const Target *t, IssueText *out)
{
	Draft *d = NULL;
	const Err *err = draft_peek_nth(&d, a, t->path, t->draft);

	if (err)
		return err;
	str_add_slice(&out->text, draft_text(d));
	out->charset = draft_charset(d);
	out->draft = true;
	out->behind = draft_info(d)->behind;
	out->aside = draft_info(d)->aside;
	draft_close(d);
	return NULL;
}

const Err *target_text(Archive *a, const Target *t, IssueText *out)
{
	const Err *err;

	memset(out, 0, sizeof *out);
	if (t->at == AT_COMMIT) {
		err = recorded_text(a, t, &t->commit, out);
	} else {
		err = draft_as_text(a, t, out);
		if (err && t->at == AT_CURRENT && err_kind(err) == ERR_NONE)
			err = oid_is_zero(&archive_head(a)->tip) ? err : recorded_text(a, t, &archive_head(a)->tip, out);
	}
	if (err)
		issue_text_free(out);
	return err;
}

size_t issue_weight(Archive *a, const Oid *commit, const char *path)
{
	Oid blob;
	size_t size = 0;
	const Err *err = !path || oid_is_zero(commit) ? NULL : tree_find(archive_repo(a), commit, path, &blob, NULL);

	if (!err && path && !oid_is_zero(commit))
		err = blob_size(archive_repo(a), &blob, &size);
	err_forget(err);
	return err ? 0 : size;
}

/* A draft is about as long as what is recorded; the first text of an issue has only itself to tell. */
size_t target_weight(Archive *a, const Target *t)
{
	IssueText it = { 0 };
	size_t size = issue_weight(a, t->at == AT_COMMIT ? &t->commit : &archive_head(a)->tip, t->path);

	if (size > 0 || t->at == AT_COMMIT)
		return size;
	err_forget(target_text(a, t, &it));
	size = it.text.len;
	issue_text_free(&it);
	return size;
}

static const Err *not_in_text(const Target *t)
{
	const char *name = t->address ? t->address : t->chain;

	return t->gone ? err_new(ERR_NONE, _("%s is not in the text any more"), name)
	    : err_new(ERR_NONE, _("%s is not in this text"), name);
}

const Err *target_span(const Target *t, Slice text, const Cut *c, size_t *from, size_t *to)
{
	const HeaderField *f;
	ptrdiff_t i;

	*from = 0;
	*to = text.len;
	if (t->gone)
		return not_in_text(t);
	switch (t->part) {
	case ADDR_ISSUE:
		return NULL;
	case ADDR_LEAD:
		*from = c->parts.v[2].from;
		*to = c->parts.v[2].to;
		return NULL;
	case ADDR_ITEM:
		i = cut_find_chain(c, slice_c(t->chain));
		if (i < 0)
			return not_in_text(t);
		*from = c->parts.v[i].from;
		*to = c->parts.v[i].cover;
		return NULL;
	case ADDR_KEY:
		f = header_name(&c->header, slice_c(t->chain));
		if (!f)
			return not_in_text(t);
		*from = f->from;
		*to = f->to;
		return NULL;
	}
	return not_in_text(t);
}
