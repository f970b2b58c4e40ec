/* Joining a set of issues: the steps, and the short ways where nothing is to be joined. */
#include "issue/merge.h"

#include "issue/merge_parts.h"

static bool same_version(const MergeFile *f, Who a, Who b)
{
	return f->has[a] == f->has[b] && slice_eq(f->text[a], f->text[b]);
}

/* Whose it is where at most one side changed it, or both alike; BASE: neither. */
static Who only(const MergeFile *f)
{
	if (same_version(f, BASE, OURS) || same_version(f, OURS, THEIRS))
		return THEIRS;
	return same_version(f, BASE, THEIRS) ? OURS : BASE;
}

static void take(const MergeFile *f, Who who, MergedFile *out)
{
	out->gone = !f->has[who];
	if (f->has[who])
		str_add_slice(&out->text, f->text[who]);
}

/* Does an item of one of its versions go to another issue, or come from one? */
static bool is_crossed(const Merge *m, size_t file)
{
	for EACH(who) {
		const Version *v = &m->files[file].v[who];

		for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
			const Node *n = &m->nodes.v[v->node[i]];

			for EACH(other)
				if (n->copy || (n->at[other].part >= 0 && n->at[other].file != file))
					return true;
		}
	}
	return false;
}

static void join_file(Merge *m, size_t file, MergedFile *out)
{
	File *f = &m->files[file];

	if (only(f->given) != BASE && !is_crossed(m, file)) {
		take(f->given, only(f->given), out);
		return;
	}
	out->gone = f->gone;
	if (f->gone)
		return;
	if (f->text) {
		str_add_slice(&out->text, f->text->text);
		return;
	}
	merge_build(m, file, &out->text);
	merge_approved(m, file, &out->text);
}

void merge_files(const MergeFile *files, size_t n, const MergeAnswer *answers, size_t n_answers, Merged *out)
{
	Merge m = { .answers = answers, .n_answers = n_answers, .out = out };
	bool simple = true;

	*out = (Merged){ .files = mem_alloc_n(n + 1, sizeof *out->files), .n = n };
	for (size_t i = 0; i < n; i++)
		simple = simple && (only(&files[i]) == THEIRS || n == 1) && only(&files[i]) != BASE;
	if (simple) {
		for (size_t i = 0; i < n; i++)
			take(&files[i], only(&files[i]), &out->files[i]);
		return;
	}
	m.arena = arena_new();
	merge_open(&m, files, n);
	merge_published(&m);
	merge_fates(&m);
	merge_texts_join(&m);
	merge_order(&m);
	for (size_t i = 0; i < n; i++)
		join_file(&m, i, &out->files[i]);
	merge_sort(&out->conflicts);
	merge_close(&m);
	arena_free(m.arena);
}

bool merge_answered(Slice base, Slice ours, Slice theirs, const MergeAnswer *answers, size_t n, Str *out, Conflicts *conflicts)
{
	MergeFile file = { .has = { true, true, true }, .text = { base, ours, theirs } };
	Merged merged;
	bool clean;

	merge_files(&file, 1, answers, n, &merged);
	clean = merged.conflicts.len == 0;
	if (clean)
		str_add_slice(out, str_slice(&merged.files[0].text));
	for (size_t i = 0; i < merged.conflicts.len; i++)
		VEC_PUSH(conflicts, merged.conflicts.v[i]);
	merged.conflicts.len = 0;
	merged_free(&merged);
	return clean;
}

bool merge_texts(Slice base, Slice ours, Slice theirs, Str *out, Conflicts *conflicts)
{
	return merge_answered(base, ours, theirs, NULL, 0, out, conflicts);
}
