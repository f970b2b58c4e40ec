/* Questions and notices: how each is named, what it shows, and whether it was answered before. */
#include <stdlib.h>

#include "issue/item_write.h"
#include "issue/merge_parts.h"

static bool same_word(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

const MergeAnswer *merge_answer_to(const Merge *m, const char *kind, const char *path, const char *chain)
{
	for (size_t i = 0; i < m->n_answers; i++) {
		const MergeAnswer *a = &m->answers[i];

		if (strcmp(a->kind, kind) == 0 && same_word(a->path, path) && same_word(a->chain, chain))
			return a;
	}
	return NULL;
}

/* Its answer, or a new conflict to be filled in; neither: it is asked already. */
static const MergeAnswer *ask(Merge *m, const char *kind, const Spot *at, Slice title, const char *chain, Conflict **out)
{
	const char *path = m->files[at->file].given->path;
	const MergeAnswer *a = merge_answer_to(m, kind, path, chain);

	*out = NULL;
	if (a)
		return a;
	for (size_t i = 0; i < m->out->conflicts.len; i++) {
		const Conflict *c = &m->out->conflicts.v[i];

		if (strcmp(c->kind, kind) == 0 && same_word(c->path, path) && same_word(c->chain, chain))
			return NULL;
	}
	*out = VEC_ADD(&m->out->conflicts);
	**out = (Conflict){ .kind = mem_dup(kind), .path = mem_dup(path), .title = slice_dup(title), .chain = mem_dup(chain),
	    .file = at->file, .at = (size_t)at->part };
	return NULL;
}

/* Ours' name for it if it has one. */
static Who named_by(const Merge *m, size_t node)
{
	return node_is_in(m, node, OURS) ? OURS : node_is_in(m, node, THEIRS) ? THEIRS : BASE;
}

/* As the text has it by itself. */
static void chain_of(const Merge *m, size_t node, Who who, Str *out)
{
	const Version *v = node_version(m, node, who);
	Cut alone;

	cut_make(v->text, NULL, &alone);
	cut_chain_beside(&v->cut, &alone, (size_t)m->nodes.v[node].at[who].part, out);
	cut_free(&alone);
}

/* What stays only because of this question belongs to it. */
static void add_hanging(const Merge *m, size_t node, Who who, Str *out)
{
	for (size_t i = 0; i < m->nodes.len; i++)
		if (m->nodes.v[i].hangs == (ptrdiff_t)node && i != node && node_is_in(m, i, who))
			str_add_slice(out, node_own(m, i, who));
}

const MergeAnswer *merge_ask(Merge *m, const char *kind, size_t node)
{
	Who by = named_by(m, node);
	const Spot *at = &m->nodes.v[node].at[by];
	size_t twin = m->nodes.v[node].twin >= 0 ? (size_t)m->nodes.v[node].twin : node;
	Str chain = STR_EMPTY;
	Conflict *c;
	const MergeAnswer *a;

	if (at->part >= PART_FIRST)
		chain_of(m, node, by, &chain);
	a = ask(m, kind, &(Spot){ .file = at->file, .part = (ptrdiff_t)node_part(m, node, by)->from }, at->part < PART_FIRST ? slice("", 0) : node_part(m, node, by)->title,
	    at->part < PART_FIRST - 1 ? NULL : str_c(&chain), &c);
	for (Who who = BASE; c && who <= THEIRS; who++) {
		size_t from = node_is_in(m, node, who) ? node : twin;

		c->has[who] = node_is_in(m, from, who);
		str_add_slice(&c->text[who], node_own(m, from, who));
		add_hanging(m, node, who, &c->text[who]);
	}
	str_free(&chain);
	return a;
}

static ptrdiff_t key_at(const File *f, Slice name)
{
	const HeaderField *ours = header_name(&f->v[OURS].cut.header, name), *theirs = header_name(&f->v[THEIRS].cut.header, name);

	return ours ? (ptrdiff_t)ours->from : theirs ? (ptrdiff_t)theirs->from : 0;
}

const MergeAnswer *merge_ask_key(Merge *m, size_t file, Slice name)
{
	Str chain = STR_EMPTY;
	Conflict *c;
	const MergeAnswer *a;

	str_add_char(&chain, ':');
	str_add_slice(&chain, name);
	a = ask(m, "meta", &(Spot){ .file = file, .part = key_at(&m->files[file], name) }, name, str_c(&chain), &c);
	for (Who who = BASE; c && who <= THEIRS; who++) {
		const Version *v = &m->files[file].v[who];
		const HeaderField *f = header_name(&v->cut.header, name);

		c->has[who] = f != NULL;
		if (f)
			str_add_slice(&c->text[who], slice_sub(v->text, f->from, f->to));
	}
	str_free(&chain);
	return a;
}

const MergeAnswer *merge_ask_file(Merge *m, const char *kind, size_t file)
{
	Conflict *c;
	const MergeAnswer *a = ask(m, kind, &(Spot){ .file = file }, slice("", 0), NULL, &c);

	for (Who who = BASE; c && who <= THEIRS; who++) {
		c->has[who] = m->files[file].given->has[who];
		str_add_slice(&c->text[who], m->files[file].v[who].text);
	}
	return a;
}

void merge_tell_of(Merge *m, const char *kind, size_t file, Slice item)
{
	const char *path = m->files[file].given->path;
	MergeNotice n = { .kind = mem_dup(kind), .path = mem_dup(path), .item = slice_dup(item) };

	for (size_t i = 0; i < m->out->notices.len; i++) {
		const MergeNotice *o = &m->out->notices.v[i];

		if (strcmp(o->kind, kind) == 0 && same_word(o->path, path) && strcmp(o->item, n.item) == 0) {
			free(n.kind);
			free(n.path);
			free(n.item);
			return;
		}
	}
	VEC_PUSH(&m->out->notices, n);
}

void merge_tell(Merge *m, const char *kind, size_t node)
{
	Who by = named_by(m, node);

	merge_tell_of(m, kind, m->nodes.v[node].at[by].file, node_is_fixed(m, node) ? slice("", 0) : node_part(m, node, by)->title);
}

void merge_sort(Conflicts *c)
{
	for (size_t i = 1; i < c->len; i++) {
		Conflict one = c->v[i];
		size_t k = i;

		for (; k > 0 && (c->v[k - 1].file > one.file || (c->v[k - 1].file == one.file && c->v[k - 1].at > one.at)); k--)
			c->v[k] = c->v[k - 1];
		c->v[k] = one;
	}
}

void merge_forget_file(Merge *m, size_t file)
{
	const char *path = m->files[file].given->path;
	Conflicts old = m->out->conflicts;
	MergeNotices told = m->out->notices;

	m->out->conflicts = (Conflicts){ 0 };
	m->out->notices = (MergeNotices){ 0 };
	for (size_t i = 0; i < old.len; i++) {
		if (!same_word(old.v[i].path, path))
			VEC_PUSH(&m->out->conflicts, old.v[i]);
		else
			conflict_free(&old.v[i]);
	}
	for (size_t i = 0; i < told.len; i++) {
		if (!same_word(told.v[i].path, path)) {
			VEC_PUSH(&m->out->notices, told.v[i]);
			continue;
		}
		free(told.v[i].kind);
		free(told.v[i].path);
		free(told.v[i].item);
	}
	VEC_FREE(&old);
	VEC_FREE(&told);
}
