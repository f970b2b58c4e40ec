/*
 * Items: byte-exact spans of a text.  cut() gives a flat list without gaps: header, title part, lead,
 * then each item's own text up to the next item of any level; a tree over it says what a parent
 * covers.
 * Laws: the spans joined are the text; replacing a span by itself changes nothing.
 */
#ifndef BLAD_ISSUE_ITEM_H
#define BLAD_ISSUE_ITEM_H

#include "base/date.h"
#include "issue/header.h"

typedef enum { PART_HEADER, PART_TITLE, PART_LEAD, PART_HEADING, PART_LEADIN, PART_PLAIN } PartKind;

typedef struct {
	PartKind kind;
	int level;		/* depth in the tree's sense: 1 for a `#` heading, …; a lead-in is one below what holds it */
	size_t from, to;	/* own text */
	size_t cover;		/* end with its sub-items */
	ptrdiff_t parent;	/* index of the item above it, or -1 */
	Slice title;		/* as shown: without marks of emphasis, without the colon; in the arena */
	Slice key;		/* slug, unique among its siblings */
	size_t body;		/* where the text behind the title begins (byte in the text) */
} Part;

typedef struct {
	VEC(Part) parts;	/* [0] header, [1] title part, [2] lead (each may be empty), then the items from PART_FIRST */
	Header header;
	Slice title;		/* of the title heading; empty if there is none */
	Arena *arena;
} Cut;
#define PART_FIRST 3

/*
 * titles: folded titles that count as items wherever they stand (rule "one form" when versions are
 * compared); may be NULL.
 */
typedef struct ItemTitles ItemTitles;
void cut_make(Slice text, const ItemTitles *titles, Cut *out);
void cut_free(Cut *c);
/* The set of titles of several texts, for cut_make: what is a title in one is one in each that has that line. */
ItemTitles *item_titles(const Slice *texts, size_t n);
void item_titles_add(ItemTitles *t, const Part *p);	/* and that of this item: what another version calls it */
size_t item_titles_count(const ItemTitles *t);		/* grows with each that was new */
void item_titles_free(ItemTitles *t);

/*
 * Where a part is meant by keys: "economy/t1"; one key alone where it is the only one in the file.
 * -1: none; -2: several.
 */
ptrdiff_t cut_find(const Cut *c, const Slice *keys, size_t n);
ptrdiff_t cut_find_chain(const Cut *c, Slice chain);		/* the keys with '/' between; -1 for none */
void cut_chain(const Cut *c, size_t part, Str *out);		/* its whole chain of keys: "ekonomi/t1-2024" */
/* The chain of a part that was cut with titles: the one it has in the text alone; where it is no item there, the one it has here. */
void cut_chain_beside(const Cut *c, const Cut *alone, size_t part, Str *out);
/* The item that begins at this byte, or -1. */
ptrdiff_t cut_begins(const Cut *c, size_t byte);
/* The part that holds this byte (items win over what is around them). */
size_t cut_at(const Cut *c, size_t byte);

/* Edits.  All give the new text; nothing outside the spans concerned changes but the white space that parts them. */
/* ERR_USAGE for an empty text. */
const Err *item_replace(Slice text, const Part *p, bool covered, Slice with, Str *out);
/* The text before the first item; the blank lines around it stay where they are. An empty one: no lead. */
void lead_replace(Slice text, const Cut *c, Slice with, Str *out);
void item_delete(Slice text, const Cut *c, size_t part, Str *out);
/*
 * A part with what it covers put behind part `after` with what that covers; after 1 (the title part):
 * at the end, 2 (the lead): first.  Its level, and where it must its form, is evened to the place.
 */
const Err *item_move(Slice text, const Cut *c, size_t part, size_t after, Str *out);
/*
 * A ready item text put after `after` (same meaning), parted by blank lines as its neighbours are; *at
 * is where it begins now.
 */
void item_insert(Slice text, const Cut *c, size_t after, Slice item, Str *out, size_t *at);
/* The same, first under that part, before what stands there. */
void item_insert_under(Slice text, const Cut *c, size_t parent, Slice item, Str *out, size_t *at);
/* A part of another text as it is to stand in place of c's part `like`: its level, and where it must its form, evened to that one. */
void item_like(Slice other, const Cut *oc, size_t part, Slice text, const Cut *c, size_t like, Str *out);
/* A new item in the form and level of its neighbours. */
void item_form(Slice text, const Cut *c, size_t after, Slice title, Slice body, Str *out);

/* What the whole says about itself; slices point into text, path or the arena. */
typedef struct {
	Slice title, number, series;
	Date date;
	DateFrom date_from;
	State state;
} Meta;
/* title: header, else title heading, else from the file's name; date: header, else a date line, else the path. */
void meta_read(Slice text, Slice path, const Cut *c, Meta *out, Arena *a);

#endif
