/* Lines of a note: read, written, joined. */
#include "issue/note_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "issue/addr.h"

#define ID_DIGITS 40
#define LINE_MOST 8192	/* bytes; a longer one is nothing that blad wrote */

static const struct {
	NoteKind kind;
	const char *word;
	size_t addresses;
} kinds[] = { { NOTE_PART, "part", 1 }, { NOTE_JOIN, "join", 2 } };

typedef VEC(Slice) Lines;

/* ---- one line ---- */

static Slice next_word(Slice *rest)
{
	size_t n = 0;
	Slice word;

	while (n < rest->len && rest->p[n] != ' ')
		n++;
	word = slice_sub(*rest, 0, n);
	*rest = slice_sub(*rest, n < rest->len ? n + 1 : n, rest->len);
	return word;
}

static bool is_id(const char *s)
{
	return strlen(s) == ID_DIGITS && strspn(s, "0123456789abcdef") == ID_DIGITS;
}

/* id: NULL where none may stand. */
static bool read_item(Slice word, char **path, char **chain, char **id)
{
	Addr a;
	Str keys = STR_EMPTY;
	bool good;

	if (addr_parse(word, &a))
		return false;
	good = a.part == ADDR_ITEM && (!a.version || (id && is_id(a.version)));
	for (size_t i = 0; good && i < a.keys.len; i++) {
		str_add_c(&keys, i ? "/" : "");
		str_add_c(&keys, a.keys.v[i]);
	}
	if (good) {
		*path = mem_dup(a.issue);
		*chain = str_steal(&keys);
		if (a.version)
			*id = mem_dup(a.version);
	}
	str_free(&keys);
	addr_free(&a);
	return good;
}

bool note_line_read(Slice line, NoteLine *out)
{
	Slice rest = line, word = next_word(&rest);

	*out = (NoteLine){ NOTE_NONE, NULL, NULL, NULL, NULL, NULL };
	if (line.len > LINE_MOST)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		bool good;

		if (!slice_is(word, kinds[i].word))
			continue;
		good = read_item(next_word(&rest), &out->path, &out->chain, NULL);
		if (good && kinds[i].addresses > 1)
			good = read_item(next_word(&rest), &out->from_path, &out->from_chain, &out->from_id);
		if (good && rest.len == 0) {
			out->kind = kinds[i].kind;
			return true;
		}
		note_line_free(out);
	}
	return false;
}

/* As an address, and blanks too are escaped: they part the words of the line. */
static void write_item(const char *path, const char *chain, const char *id, Str *out)
{
	Str address = STR_EMPTY;

	addr_format(slice_c(path), ADDR_ITEM, slice_c(chain), slice_c(id), &address);
	str_add_char(out, ' ');
	for (size_t i = 0; i < address.len; i++) {
		if (address.p[i] == ' ')
			str_add_c(out, "%20");
		else
			str_add_char(out, address.p[i]);
	}
	str_free(&address);
}

void note_line_write(const NoteLine *n, Str *out)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].kind == n->kind)
			str_add_c(out, kinds[i].word);
	write_item(n->path, n->chain, NULL, out);
	if (n->kind == NOTE_JOIN)
		write_item(n->from_path, n->from_chain, n->from_id, out);
}

void note_line_free(NoteLine *n)
{
	free(n->path);
	free(n->chain);
	free(n->from_path);
	free(n->from_chain);
	free(n->from_id);
	*n = (NoteLine){ NOTE_NONE, NULL, NULL, NULL, NULL, NULL };
}

/* ---- all of them ---- */

static void split(Slice text, Lines *out)
{
	while (text.len) {
		Slice line = slice_chomp(slice_line(&text));

		if (line.len)
			VEC_PUSH(out, line);
	}
}

static int by_bytes(const void *x, const void *y)
{
	return slice_cmp(*(const Slice *)x, *(const Slice *)y);
}

static bool has(const Lines *lines, Slice line)
{
	return lines->len && bsearch(&line, lines->v, lines->len, sizeof line, by_bytes);
}

static void sort(Lines *lines)
{
	if (lines->len > 1)
		qsort(lines->v, lines->len, sizeof lines->v[0], by_bytes);
}

static void write_lines(Lines *lines, Str *out)
{
	sort(lines);
	for (size_t i = 0; i < lines->len; i++) {
		if (i && slice_eq(lines->v[i], lines->v[i - 1]))
			continue;
		str_add_slice(out, lines->v[i]);
		str_add_char(out, '\n');
	}
}

void note_lines_say(Slice text, const NoteLine *n, Str *out)
{
	Lines all = { 0 }, kept = { 0 };
	Str line = STR_EMPTY;

	split(text, &all);
	for (size_t i = 0; i < all.len; i++) {
		NoteLine other;

		if (!note_line_read(all.v[i], &other) || strcmp(other.path, n->path) != 0 || strcmp(other.chain, n->chain) != 0)
			VEC_PUSH(&kept, all.v[i]);
		note_line_free(&other);
	}
	if (n->kind != NOTE_NONE) {
		note_line_write(n, &line);
		VEC_PUSH(&kept, str_slice(&line));
	}
	write_lines(&kept, out);
	str_free(&line);
	VEC_FREE(&all);
	VEC_FREE(&kept);
}

void note_lines_merge(Slice base, Slice ours, Slice theirs, Str *out)
{
	Lines b = { 0 }, o = { 0 }, t = { 0 }, all = { 0 };

	split(base, &b);
	split(ours, &o);
	split(theirs, &t);
	sort(&b);
	sort(&o);
	sort(&t);
	for (size_t i = 0; i < o.len; i++)
		if (has(&t, o.v[i]) || !has(&b, o.v[i]))
			VEC_PUSH(&all, o.v[i]);
	for (size_t i = 0; i < t.len; i++)
		if (!has(&b, t.v[i]))
			VEC_PUSH(&all, t.v[i]);
	write_lines(&all, out);
	VEC_FREE(&b);
	VEC_FREE(&o);
	VEC_FREE(&t);
	VEC_FREE(&all);
}
