/* What is asked and told of a join, as a document. */
#include "cli/conflict_doc.h"

static void side_json(Json *j, const char *name, const Conflict *c, MergeSide side)
{
	if (c->has[side])
		json_str(j, name, str_slice(&c->text[side]));
	else
		json_c(j, name, NULL);
}

static void question_json(Json *j, const Question *q)
{
	json_open(j, NULL, '{');
	json_c(j, "kind", q->c.kind);
	json_c(j, "item", q->c.title[0] ? q->c.title : NULL);
	json_c(j, "title", q->c.title);
	json_c(j, "address", q->address);
	json_c(j, "path", q->path);
	side_json(j, "base", &q->c, MERGE_BASE);
	side_json(j, "ours", &q->c, MERGE_OURS);
	side_json(j, "theirs", &q->c, MERGE_THEIRS);
	json_c(j, "ours_by", q->ours_by);
	json_c(j, "theirs_by", q->theirs_by);
	json_bool(j, "draft", q->draft > 0);
	json_close(j, '}');
}

static void list_json(Json *j, const char *name, const Question *v, size_t n)
{
	json_open(j, name, '[');
	for (size_t i = 0; i < n; i++)
		question_json(j, &v[i]);
	json_close(j, ']');
}

void conflict_doc(Json *j, const Questions *all, const JoinNotices *notices)
{
	json_bool(j, "clean", all->open.len == 0);
	list_json(j, "conflicts", all->open.v, all->open.len);
	list_json(j, "answered", all->answered.v, all->answered.len);
	json_open(j, "notices", '[');
	for (size_t i = 0; i < notices->len; i++) {
		const JoinNotice *n = &notices->v[i];

		json_open(j, NULL, '{');
		json_c(j, "kind", n->kind);
		json_c(j, "item", n->item);
		json_c(j, "path", n->path);
		json_c(j, "other", n->other);
		json_close(j, '}');
	}
	json_close(j, ']');
}
