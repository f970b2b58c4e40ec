/* Search on a page: folded, in the order of the document, so that a phrase is found across a wrap, also within a table's cell. */
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/page.h"

/* A cluster of the page's words. */
typedef struct {
	size_t line;
	int col, cols;
} Spot;

typedef struct {
	size_t line, span;
	ptrdiff_t place;
	int col;
} Piece;

typedef struct {
	Str folded;
	VEC(size_t) spot_of;		/* a byte of folded → its spot */
	VEC(Spot) spots;
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
				VEC_PUSH(&ix->pieces, ((Piece){ i, k, s->place, col }));
			}
			col += s->cols;
		}
	}
	if (!sorted)
		qsort(ix->pieces.v, ix->pieces.len, sizeof(*ix->pieces.v), by_place);
}

static void add_folded(Index *ix, Slice folded, Spot spot)
{
	VEC_PUSH(&ix->spots, spot);
	str_add_slice(&ix->folded, folded);
	while (ix->spot_of.len < ix->folded.len)
		VEC_PUSH(&ix->spot_of, ix->spots.len - 1);
}

static void add_blank(Index *ix, Spot spot)
{
	if (ix->folded.len > 0 && ix->folded.p[ix->folded.len - 1] != ' ')
		add_folded(ix, SLICE_LIT(" "), spot);
}

static void fold_cluster(Slice cluster, Str *out)
{
	unsigned char c = (unsigned char)cluster.p[0];

	str_clear(out);
	if (cluster.len > 1 || c >= 0x80)
		utf8_fold(cluster, out);
	else
		str_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : (char)c);
}

static void add_piece(const Page *p, const Piece *piece, Index *ix)
{
	Slice text = p->lines.v[piece->line].spans.v[piece->span].text;
	Spot spot = { piece->line, piece->col, 0 };
	Str folded = STR_EMPTY;

	for (size_t at = 0, n; at < text.len; at += n) {
		Slice cluster;
		n = utf8_grapheme(text, at);
		cluster = slice_sub(text, at, at + n);
		spot.cols = utf8_cluster_width(cluster);
		fold_cluster(cluster, &folded);
		if (slice_is(cluster, " ") || slice_is(cluster, UTF8_NBSP))
			add_blank(ix, spot);
		else
			add_folded(ix, str_slice(&folded), spot);
		spot.col += spot.cols;
	}
	str_free(&folded);
}

static void make_index(const Page *p, Index *ix)
{
	ptrdiff_t end = 0;

	collect(p, ix);
	for (size_t i = 0; i < ix->pieces.len; i++) {
		const Piece *piece = &ix->pieces.v[i];
		if (piece->place > end)
			add_blank(ix, (Spot){ piece->line, piece->col, 0 });
		add_piece(p, piece, ix);
		end = piece->place + (ptrdiff_t)p->lines.v[piece->line].spans.v[piece->span].text.len;
	}
}

/* A hit becomes its parts, one a line. */
static void add_hit(const Index *ix, size_t from, size_t to, size_t hit, PageHits *out)
{
	for (size_t i = ix->spot_of.v[from]; i <= ix->spot_of.v[to - 1]; i++) {
		const Spot *s = &ix->spots.v[i];
		PageHit *last = out->len ? VEC_LAST(out) : NULL;
		if (s->cols == 0)
			continue;
		if (last && last->hit == hit && last->line == s->line && last->col + last->cols == s->col)
			last->cols += s->cols;
		else
			VEC_PUSH(out, ((PageHit){ s->line, s->col, s->cols, hit }));
	}
}

static void nbsp_to_blank(Str *s)
{
	ptrdiff_t at;

	while ((at = slice_find(str_slice(s), SLICE_LIT(UTF8_NBSP), 0)) >= 0)
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
			add_hit(&ix, (size_t)at, from, hits++, out);
		}
	}
	VEC_FREE(&ix.pieces);
	VEC_FREE(&ix.spots);
	VEC_FREE(&ix.spot_of);
	str_free(&ix.folded);
	str_free(&blanks);
	str_free(&needle);
	return hits;
}
