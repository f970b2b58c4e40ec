/* Every current text is read: an archive of bulletins is small. */
#include "archive/search.h"

#include <stdlib.h>

#include "archive/inside.h"

AddrPart search_part(Query *q, Slice text, const Cut *c, size_t part, Str *chain)
{
	const Header *h = &c->header;

	if (part >= PART_FIRST) {
		cut_chain(c, part, chain);
		return ADDR_ITEM;
	}
	for (size_t i = 0; c->parts.v[part].kind == PART_HEADER && i < h->fields.len; i++) {
		if (query_count(q, slice_sub(text, h->fields.v[i].from, h->fields.v[i].to))) {
			str_add_slice(chain, h->fields.v[i].name);
			return ADDR_KEY;
		}
	}
	return c->parts.v[part].kind == PART_LEAD ? ADDR_LEAD : ADDR_ISSUE;
}

Slice search_own(Slice text, const Cut *c, size_t part, AddrPart kind, Slice chain)
{
	const HeaderField *f = kind == ADDR_KEY ? header_name(&c->header, chain) : NULL;

	return f ? slice_sub(text, f->from, f->to) : slice_sub(text, c->parts.v[part].from, c->parts.v[part].to);
}

static void add_hits(Query *q, const IssueRow *row, Slice text, SearchHits *out)
{
	Cut c;

	cut_make(text, NULL, &c);
	for (size_t i = 0; i < c.parts.len; i++) {
		const Part *p = &c.parts.v[i];
		Slice own = slice_sub(text, p->from, p->to);
		Str chain = STR_EMPTY, address = STR_EMPTY, context = STR_EMPTY;
		QueryPlaces marks = { 0 };

		if (query_count(q, own)) {
			AddrPart part = search_part(q, text, &c, i, &chain);
			SearchHit *h = VEC_ADD(out);

			query_context(q, search_own(text, &c, i, part, str_slice(&chain)), SEARCH_CONTEXT, &context, &marks);
			addr_format(slice_c(row->path), part, str_slice(&chain), slice("", 0), &address);
			*h = (SearchHit){ .address = str_steal(&address), .issue = mem_dup(row->title), .marks = marks };
			h->title = i >= PART_FIRST ? slice_dup(p->title) : mem_dup(row->title);
			h->date = row->date_from == DATE_COMMIT ? (Date){ 0 } : row->date;
			h->context = str_steal(&context);
		}
		str_free(&chain);
		str_free(&address);
		str_free(&context);
	}
	cut_free(&c);
}

static const Err *current_text(Archive *a, const IssueRow *row, IssueText *out)
{
	Target t = { 0 };
	const Err *err;

	if (!row->draft && !oid_is_zero(&row->blob))
		return archive_blob_text(a, &row->blob, row->path, &out->text, &out->charset);
	err = target_find(a, slice_c(row->address), &t);
	if (!err)
		err = target_text(a, &t, out);
	target_free(&t);
	return err;
}

const Err *search_texts(Archive *a, Query *q, SearchHits *out)
{
	IssueList list = { 0 };
	const Err *err = issues_list(a, false, &list);

	for (size_t i = 0; !err && i < list.rows.len; i++) {
		IssueText it = { 0 };

		err = current_text(a, &list.rows.v[i], &it);
		if (!err && query_count(q, str_slice(&it.text)))
			add_hits(q, &list.rows.v[i], str_slice(&it.text), out);
		issue_text_free(&it);
	}
	issues_list_free(&list);
	return err;
}

void search_hits_free(SearchHits *h)
{
	for (size_t i = 0; i < h->len; i++) {
		free(h->v[i].address);
		free(h->v[i].title);
		free(h->v[i].issue);
		free(h->v[i].context);
		VEC_FREE(&h->v[i].marks);
	}
	VEC_FREE(h);
}
