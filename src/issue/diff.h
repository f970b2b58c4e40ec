/*
 * A comparison of two texts is a Doc with marks: words added and removed, blocks moved; counted, or
 * shown like any page.
 */
#ifndef BLAD_ISSUE_DIFF_H
#define BLAD_ISSUE_DIFF_H

#include "base/vec.h"
#include "doc/doc.h"
#include "issue/addr.h"
#include "issue/match.h"

/*
 * Word by word (Unicode words; form and re-wrapping folded), items paired by match_parts.  Where so much differs that not all that both have is
 * found, the first line of this and of the others says so.
 */
Doc *diff_doc(Slice was, Slice now);
/* The same without the items that did not change: a line says how many they are. */
Doc *diff_doc_changed(Slice was, Slice now);
/*
 * The texts as they are written, a piece after the other.  Law: those without MARK_ADDED are was, those without
 * MARK_REMOVED are now, byte for byte.  The pieces look into the two.
 */
typedef struct {
	Mark mark;		/* MARK_NONE, MARK_ADDED or MARK_REMOVED */
	Slice text;
} SourcePiece;
typedef VEC(SourcePiece) SourcePieces;
void diff_source(Slice was, Slice now, SourcePieces *out);
/* The same to be shown; a line end that came or went is a sign of its own.  all: also what is far from any change. */
Doc *diff_source_doc(Slice was, Slice now, bool all);
/* Words added and removed.  Law: the other way round it is removed and added. */
void diff_count(Slice was, Slice now, size_t *added, size_t *removed);

/*
 * What changed between two texts, an item at a time, in the order of now (deleted ones where they
 * stood): for messages and lists.
 */
typedef enum {
	CHANGE_BORN, CHANGE_EDITED, CHANGE_RETITLED, CHANGE_MOVED, CHANGE_DELETED, CHANGE_HEADER, CHANGE_LEAD,
	CHANGE_FORM	/* nothing but white space between items, or of a header that cannot be read: the issue's as a whole */
} ChangeKind;
typedef struct {
	ChangeKind kind;
	Slice title, was_title;		/* in the arena */
	Slice chain;			/* of now, or of then if deleted; a header key's name for CHANGE_HEADER */
	Slice was_chain;		/* of then; empty where it was not there */
	Slice was, now;			/* its own text in the two; p is NULL where it is not there, and for CHANGE_FORM */
	bool moved;			/* edited or retitled, and moved */
	size_t added, removed;		/* words */
	MatchHow how;
} Change;
typedef struct {
	VEC(Change) changes;
	bool rough;			/* so much differs that more is counted than differs */
	Arena *arena;
} Changes;
AddrPart change_part(const Change *c);	/* what its chain is of */
void changes_read(Slice was, Slice now, bool similar, Changes *out);
/* The same as diff_doc compares: of one item with one it is said that these two are meant, alike or not. */
void changes_compare(Slice was, Slice now, Changes *out);
const char *change_name(const Change *c);	/* "born": for documents */
void changes_free(Changes *c);

#endif
