/*
 * Joining: what two sides made of a set of issues becomes one, and what only a person can decide is asked.  Pure: texts in,
 * texts out.  What is joined is whole items, inside an item blocks, inside a paragraph sentences, inside lists, tables and code lines.
 *
 * Laws: join(b, x, b) = join(b, b, x) = join(b, x, x) = x, byte for byte.  Every new sentence of either side is in the result or in a
 * conflict; nothing stands twice that did not (but: notice move-move); nothing comes back that one side removed and the other left
 * alone; nothing is invented; no markers.  The sides swapped, the conflicts are the same and so is the set of sentences.
 */
#ifndef BLAD_ISSUE_MERGE_H
#define BLAD_ISSUE_MERGE_H

#include "issue/match.h"

typedef enum { MERGE_BASE, MERGE_OURS, MERGE_THEIRS } MergeSide;
#define MERGE_SIDES 3

/*
 * One issue as the three have it.  Which file of then is which file of now is the caller's to say first (issue/across.h): an issue that was
 * renamed is one MergeFile.  One that a side lacks has no text there.
 */
typedef struct {
	const char *path;	/* comes back in what is asked and told; NULL where there is one only */
	bool has[MERGE_SIDES];
	Slice text[MERGE_SIDES];
} MergeFile;

/* What a person must decide: one a kind and item. */
typedef struct {
	char *kind;		/* "body", "title", "meta", "edit-delete", "add-add", "published" */
	char *path;		/* of the MergeFile, */
	size_t file;		/* counted from 0 */
	size_t at;		/* its byte in the version that names it: they come in this order */
	char *title;		/* of the item, or the header key */
	char *chain;		/* keys, as ours has them where it does; "" for the lead, ":KEY" for a header key, NULL for the whole issue
				   (kind "title": its title heading) */
	bool has[MERGE_SIDES];	/* does the side have it at all? */
	Str text[MERGE_SIDES];	/* an item's own text (edit-delete: with what stays below it), a header key's lines, the whole */
} Conflict;
typedef VEC(Conflict) Conflicts;

/*
 * What a person said to a conflict.  OURS and THEIRS replace the conflicting blocks only (of a deletion: the item is gone), the rest
 * stays joined.  Of "published" the side that did not give the issue out is the correction, the other drops it; NEXT drops it here, and
 * the caller makes it a draft of the next issue.
 */
typedef enum {
	CHOICE_TEXT,		/* neither: text is the item's whole own text, the lines of the key, the whole issue */
	CHOICE_OURS, CHOICE_THEIRS,
	CHOICE_BOTH,		/* "body" and "add-add": theirs' blocks, then ours' */
	CHOICE_NEXT		/* "published" */
} MergeChoice;
#define MERGE_CHOICES 5
const char *choice_name(MergeChoice c);		/* "text", "ours", "theirs", "both", "next": for files and documents */
bool conflict_takes(const Conflict *c, MergeChoice choice);	/* is that an answer to it? */

typedef struct {
	const char *kind, *path, *chain;	/* of the conflict */
	MergeChoice choice;
	Slice text;		/* CHOICE_TEXT */
} MergeAnswer;

/* What was joined in a way that a person may want to look at. */
typedef struct {
	char *kind;		/* "sentence-merge", "both-added", "delete-move", "dedup", "order", "move-move", "meta-later", "status-reset" */
	char *path;
	char *item;		/* its title, or the header key */
} MergeNotice;
typedef VEC(MergeNotice) MergeNotices;

typedef struct {
	bool gone;		/* the issue is deleted */
	Str text;		/* the result; where something is open the pending one: everything else is done in it */
} MergedFile;

typedef struct {
	MergedFile *files;	/* as many as were given, in their order */
	size_t n;
	Conflicts conflicts;	/* none: clean */
	MergeNotices notices;
} Merged;

/*
 * Items that one side carried to another of the files take the other side's edits along.  Pending stand: both texts of an add-add, ours of a
 * body or title, the kept text of an edit-delete, the given-out text of a published, ours of a header key.  An answer may bring another
 * question (the correction of what was given out may meet a change of the same); one to what is not asked changes nothing.
 */
void merge_files(const MergeFile *files, size_t n, const MergeAnswer *answers, size_t n_answers, Merged *out);
void merged_free(Merged *m);

/* The same of one issue that all three have.  True: *out is the joined text.  False: conflicts says what must be decided; *out is empty. */
bool merge_texts(Slice base, Slice ours, Slice theirs, Str *out, Conflicts *conflicts);
bool merge_answered(Slice base, Slice ours, Slice theirs, const MergeAnswer *answers, size_t n, Str *out, Conflicts *conflicts);
void conflict_free(Conflict *c);
void conflicts_free(Conflicts *c);

/* A text to begin with where a person writes the answer: joined word by word, theirs' words before ours' where both changed the same. */
void conflict_words(const Conflict *c, Str *out);

bool text_has_markers(Slice text);	/* git's conflict markers at line starts */

#endif
