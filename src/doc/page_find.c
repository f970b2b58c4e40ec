/* Search on a page: folded, in the order of the document, so that a phrase is found across a wrap, also in a cell. */
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/page.h"

/* A span of the document's words. */
typedef struct {
	size_t line, span;
	ptrdiff_t place;
	int col;
	size_t folded;		/* where its words begin in the folded text */
} Piece;

typedef struct {
	Str folded;
	VEC(Piece) pieces;
} Index;

static int by_place(const void *a, const void *b)
{
	const Piece *x = a, *y = b;

	return x->place < y->place ? -1 : x->place > y->place;
}

static void collect(const Page *p, Index *ix)
{
	bool sorted = true;

	for (size_t i = 0; i < p->lines.len; i++) {
		const PageLine *l = &p->lines.v[i];
		int col = 0;
		for (size_t k = 0; k < l->spans.len; k++) {
			const Span *s = &l->spans.v[k];
			if (s->place >= 0) {
				sorted = sorted && (ix->pieces.len == 0 || VEC_LAST(&ix->pieces)->place <= s->place);
				VEC_PUSH(&ix->pieces, ((Piece){ i, k, s->place, col, 0 }));
			}
			col += s->cols;
		}
	}
	if (!sorted)
		qsort(ix->pieces.v, ix->pieces.len, sizeof(*ix->pieces.v), by_place);
}

/* ---- folding, a cluster at a time: the same when a text is indexed and when a hit is looked up in it ---- */

typedef struct {
	Slice text;
	size_t at;
	bool blank;		/* the cluster before was one: runs of them count once */
	Str folded;
	int cols;
} Folder;

/* Most of what is written is one byte, a cluster by itself, and folds to one byte; 0: this is not. */
static char fold_ascii(Slice text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];

	if (c <= 0x20 || c >= 0x7f || (at + 1 < text.len && (unsigned char)text.p[at + 1] >= 0x80))
		return 0;
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : (char)c;
}

static bool fold_next(Folder *f)
{
	Slice cluster;
	bool blank;
	char c;

	str_clear(&f->folded);
	if (f->at >= f->text.len)
		return false;
	c = fold_ascii(f->text, f->at);
	if (c) {
		str_add_char(&f->folded, c);
		f->cols = 1;
		f->at++;
		f->blank = false;
		return true;
	}
	cluster = slice_sub(f->text, f->at, f->at + utf8_grapheme(f->text, f->at));
	blank = slice_is(cluster, " ") || slice_is(cluster, UTF8_NBSP);
	if (!blank)
		utf8_fold(cluster, &f->folded);
	else if (!f->blank)
		str_add_char(&f->folded, ' ');
	f->cols = utf8_cluster_width(cluster);
	f->at += cluster.len;
	f->blank = blank;
	return true;
}

static Slice piece_text(const Page *p, const Piece *piece)
{
	return p->lines.v[piece->line].spans.v[piece->span].text;
}

static bool after_blank(const Index *ix, size_t at)
{
	return at == 0 || ix->folded.p[at - 1] == ' ';
}

static void make_index(const Page *p, Index *ix)
{
	Folder f = { 0 };
	ptrdiff_t end = 0;

	collect(p, ix);
	for (size_t i = 0; i < ix->pieces.len; i++) {
		Piece *piece = &ix->pieces.v[i];
		/* what lies between two pieces is white space or the end of a block */
		if (piece->place > end && !after_blank(ix, ix->folded.len))
			str_add_char(&ix->folded, ' ');
		piece->folded = ix->folded.len;
		f.text = piece_text(p, piece);
		f.at = 0;
		f.blank = after_blank(ix, piece->folded);
		while (fold_next(&f))
			str_add_slice(&ix->folded, str_slice(&f.folded));
		end = piece->place + (ptrdiff_t)f.text.len;
	}
	str_free(&f.folded);
}

/* ---- hits ---- */

static void add_part(PageHits *out, size_t hit, size_t line, int col, int cols)
{
	PageHit *last = out->len ? VEC_LAST(out) : NULL;

	if (cols == 0)
		return;
	if (last && last->hit == hit && last->line == line && last->col + last->cols == col)
		last->cols += cols;
	else
		VEC_PUSH(out, ((PageHit){ .line = line, .col = col, .cols = cols, .hit = hit }));
}

/* What of [from, to) of the folded text lies in a piece. */
static void add_piece(const Page *p, const Index *ix, const Piece *piece, size_t from, size_t to, size_t hit,
    PageHits *out)
{
	Folder f = { .text = piece_text(p, piece), .blank = after_blank(ix, piece->folded) };
	size_t at = piece->folded;
	int col = piece->col;

	while (at < to && fold_next(&f)) {
		size_t end = at + f.folded.len;
		if (end > from && (end > at || at > from))
			add_part(out, hit, piece->line, col, f.cols);
		at = end;
		col += f.cols;
	}
	str_free(&f.folded);
}

static size_t piece_of(const Index *ix, size_t at)
{
	size_t low = 0, high = ix->pieces.len;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;
		if (ix->pieces.v[mid].folded <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static void add_hit(const Page *p, const Index *ix, size_t from, size_t to, size_t hit, PageHits *out)
{
	for (size_t i = piece_of(ix, from); i < ix->pieces.len && ix->pieces.v[i].folded < to; i++)
		add_piece(p, ix, &ix->pieces.v[i], from, to, hit, out);
}

static void nbsp_to_blank(Str *s)
{
	ptrdiff_t at = 0;

	while ((at = slice_find(str_slice(s), SLICE_LIT(UTF8_NBSP), (size_t)at)) >= 0)
		str_splice(s, (size_t)at, strlen(UTF8_NBSP), SLICE_LIT(" "));
}

size_t page_find(const Page *p, Slice what, PageHits *out)
{
	Index ix = { 0 };
	Str blanks = STR_EMPTY, needle = STR_EMPTY;
	size_t hits = 0, from = 0;
	ptrdiff_t at;

	str_add_slice(&blanks, what);
	nbsp_to_blank(&blanks);
	utf8_fold_space(str_slice(&blanks), &needle);
	if (needle.len > 0) {
		make_index(p, &ix);
		while ((at = slice_find(str_slice(&ix.folded), str_slice(&needle), from)) >= 0) {
			from = (size_t)at + needle.len;
			add_hit(p, &ix, (size_t)at, from, hits++, out);
		}
	}
	VEC_FREE(&ix.pieces);
	str_free(&ix.folded);
	str_free(&blanks);
	str_free(&needle);
	return hits;
}
