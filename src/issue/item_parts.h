/* What the files of the item room share: lines, titles, and the two forms of items that are no headings. */
#ifndef BLAD_ISSUE_ITEM_PARTS_H
#define BLAD_ISSUE_ITEM_PARTS_H

#include "base/intern.h"
#include "doc/scan.h"
#include "issue/item.h"

/* The lines behind the header; their places are those in the text. */
typedef struct {
	Slice text;
	ScanLines lines;
	Arena *arena;
} Lines;

/* An item's beginning, before the tree is known. */
typedef struct {
	PartKind kind;
	int level;		/* PART_HEADING and PART_PLAIN */
	size_t from, body;
	Slice title;
} Start;
typedef VEC(Start) Starts;

struct ItemTitles {
	Intern *all;		/* folded; a level-1 heading's also with TITLE_TOP before it */
	Intern *loose;		/* of lead-ins and plain lines */
	size_t longest;		/* in bytes */
};
#define TITLE_TOP '\1'

/* A title as shown: marks of emphasis, links and escapes taken off, white space folded; in the arena. */
Slice title_clean(Slice raw, Arena *a);
/* For comparing: folded, without a colon at the end; appends. */
void title_fold(Slice title, Str *out);
bool title_in(const Intern *set, Slice title);

/*
 * Lead-ins among lines [first, last), to the starts; if there are fewer than two, only those in titles
 * (may be NULL).
 */
void leadins_find(const Lines *l, size_t first, size_t last, const ItemTitles *titles, Starts *out);
/*
 * Plain-line titles in a text without other items; first is the line behind the title heading, dated
 * whether that is a date line.
 */
void plains_find(const Lines *l, size_t first, bool dated, Starts *out);
/* The one-line paragraphs that titles tell to be items, but those that are so already (taken). */
void plains_named(const Lines *l, const ItemTitles *titles, const Intern *taken, Starts *out);

bool line_blank(Slice line);		/* nothing but white space, U+00A0 among it */
bool line_is_date(Slice line, Date *out);	/* nothing but a date; marks of headings and emphasis may stand around it */
bool line_holds_date(Slice line);

#endif
