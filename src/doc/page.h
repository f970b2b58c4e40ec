/*
 * A Page is a Doc laid out for a width: lines of spans, links, and where each byte of the source went.
 * Laws: no line is wider than the width (20 or more); every span knows its place in the document or is decoration;
 * the words of those that are not, sorted by place, are the document's words.
 */
#ifndef BLAD_DOC_PAGE_H
#define BLAD_DOC_PAGE_H

#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/look.h"
#include "doc/role.h"

typedef struct {
	Slice text;		/* in the page's arena; gated; of a soft hyphen only the '-' it broke at */
	Role role;
	Mark mark;
	int link;		/* number in page->links, from 1; 0: none */
	int cols;
	ptrdiff_t place;	/* running place in the document's words; -1: decoration (indent, marker, "[1]") */
} Span;

typedef struct {
	VEC(Span) spans;
	size_t source;		/* where its block begins in the source */
	size_t source_at;	/* where about its text begins; never less than the line's before */
	int cols;
	bool heading;
	size_t note;		/* number of the note that begins on it, from 1 (doc/page_note.h); 0: none */
} PageLine;

typedef struct {
	Slice url, title, text;
	size_t line;		/* where it first stands */
	bool image;
} PageLink;

typedef struct {
	int width;		/* columns, at least 20 */
	int measure;		/* longest line of prose; 0: PAGE_MEASURE */
	bool link_numbers;	/* "[1]" behind links and the list of addresses at the end */
	bool osc8;		/* only for those that page_ansi does not make hyperlinks of */
	bool marks;		/* [-removed-] {+added+} in characters */
	bool gutter;		/* with marks: room for the signs of changed blocks, though there are none */
	bool hang;		/* the signs of changed blocks stand left of the width, in columns that the page has more */
} PageOpts;

#define PAGE_MEASURE 88
#define PAGE_BESIDE_OVER 120	/* a screen wider than this has room for two columns */

typedef struct {
	Arena *arena;
	VEC(PageLine) lines;
	VEC(PageLink) links;	/* links.v[n - 1] is number n */
	int width;
	int hang;		/* columns left of the text, where signs hang */
} Page;

Page *page_make(const Doc *doc, const PageOpts *opts);
/*
 * A Doc with marks in two columns: left without what came, right without what is gone, blocks that belong together
 * beside each other.  Where each would have less than 20 columns, or one would be empty: one.
 */
Page *page_beside(const Doc *doc, const PageOpts *opts);
size_t page_line_of(const Page *p, size_t source);		/* the first line of the block that holds this byte */
void page_line_text(const Page *p, size_t line, Str *out);	/* without line end and trailing blanks; appends */
void page_text(const Page *p, Str *out);			/* plain lines */
bool page_may_follow(Slice url);				/* whether a terminal gets it as a hyperlink */
/* Lines with SGR from the theme and, if osc8, hyperlinks whose addresses went through the gate. */
void page_ansi(const Page *p, const Theme *theme, bool osc8, Str *out);
void page_free(Page *p);

/* Search over the page's text, folded, also across a wrap (blanks and line ends alike). */
typedef struct {
	size_t line;
	int col, cols;		/* the part of the hit on this line */
	size_t hit;		/* parts of one hit share its number, from 0 */
} PageHit;
typedef VEC(PageHit) PageHits;
size_t page_find(const Page *p, Slice what, PageHits *out);	/* how many hits */

#endif
