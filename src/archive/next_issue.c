/* What comes too late for an issue that has been given out, in the next one. */
#include "archive/next_issue.h"

#include <string.h>

#include "archive/issues.h"
#include "archive/revise.h"
#include "base/words.h"

static bool is_open(const IssueRow *r)
{
	return r->state != STATE_PUBLISHED && r->state != STATE_WITHDRAWN;
}

static const IssueRow *row_of(const IssueList *l, const char *path)
{
	for (size_t i = 0; i < l->rows.len; i++)
		if (strcmp(l->rows.v[i].path, path) == 0)
			return &l->rows.v[i];
	return NULL;
}

/* The list is newest first: the last one that is not older is the next. */
static const IssueRow *next_of(const IssueList *l, const IssueRow *of)
{
	const IssueRow *next = NULL;

	for (size_t i = 0; i < l->rows.len && &l->rows.v[i] != of; i++)
		if (is_open(&l->rows.v[i]) && l->rows.v[i].series == of->series)
			next = &l->rows.v[i];
	return next;
}

const Err *next_issue_add(Archive *a, const char *path, Slice item, char **address)
{
	IssueList l = { 0 };
	Target t = { 0 };
	const IssueRow *of, *next = NULL;
	const Err *err = issues_list(a, false, &l);

	if (!err && (of = row_of(&l, path)))
		next = next_of(&l, of);
	if (!err && !next)
		err = err_new(ERR_NONE, _("there is no issue after %s that is not given out yet; “blad new” begins one"), path);
	if (!err)
		err = target_find(a, slice_c(next->address), &t);
	if (!err)
		err = revise_add(a, &t, NULL, item, address);
	target_free(&t);
	issues_list_free(&l);
	return err;
}
