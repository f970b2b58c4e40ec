/*
 * Who wrote each sentence of a text, carried from version to version: the version in which it was first written, and the one since
 * which it stands exactly so (its fold: form and wrapping do not count).
 *
 * A sentence of a version comes from the texts before it, each of which it may use once:
 *	it stands in the same item (rule R1), in order, or moved within it: nothing changes;
 *	it has four words or more and went away from another item of the issue in the same version: moved, nothing changes;
 *	it is at least half the words of one that went away from the same item (the item's title always): an edit of that; it keeps
 *	the version of its first form, and stands so since this one;
 *	it stood in an earlier version (in an item of that title, or anywhere if it has four words): restored, as an edit of itself;
 *	else it is new.
 * Where lines join, what stands in any of the texts before wins over an edit of one.
 *
 * Laws: a text that is another's in another wrapping, or with its items in another order, has the same credits; first never comes
 * after since; a sentence that no version before had has since of this one.
 */
#ifndef BLAD_ISSUE_BLAME_H
#define BLAD_ISSUE_BLAME_H

#include <stdint.h>

#include "issue/item.h"
#include "issue/sentence.h"

typedef struct {
	uint32_t first, since;	/* numbers of versions, as the caller counts them */
} Credit;

/* What all versions so far have taught. */
typedef struct BlameLife BlameLife;
BlameLife *blame_life(void);
void blame_life_free(BlameLife *l);

/* One version's text with its sentences and whose they are. */
typedef struct BlameText BlameText;
/* was: the texts it was made from; none: it is new.  one: the text is one item's, not an issue's (as was must be). */
BlameText *blame_text(BlameLife *l, Slice text, bool one, uint32_t version, BlameText *const *was, size_t n);
void blame_text_free(BlameText *t);

void blame_other_item(BlameLife *l);

/* Parts as cut_make tells them; a text of one item has one. */
size_t blame_parts(const BlameText *t);
const Part *blame_part(const BlameText *t, size_t part);	/* NULL for a text of one item */
/* Is this an item that no text before had?  Then it may have come from another issue: */
bool blame_is_new(const BlameText *t, size_t part);
/* … as this text of one item, which it was there; the texts of one item since blame_other_item() are its life. */
void blame_came_from(BlameLife *l, BlameText *t, size_t part, uint32_t version, const BlameText *was);
/* Whatever the texts say: all of the item is of this version. */
void blame_is_born(BlameLife *l, BlameText *t, size_t part, uint32_t version);

typedef struct {
	const Sentence *sentence;	/* the text's own; its places count from the part's beginning */
	Credit credit;
} Blamed;
size_t blame_count(const BlameText *t, size_t part);
Blamed blame_get(const BlameText *t, size_t part, size_t i);

#endif
