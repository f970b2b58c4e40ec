/* The issues of an archive: listed, and found by address. */
#ifndef BLAD_ARCHIVE_ISSUES_H
#define BLAD_ARCHIVE_ISSUES_H

#include "archive/archive.h"
#include "issue/addr.h"
#include "issue/item.h"

typedef struct {
	const char *address, *path;	/* all strings in the list's arena */
	const char *title, *number;	/* number may be NULL */
	const Series *series;		/* NULL: none */
	Oid blob;			/* zero: only a draft yet */
	Date date;			/* what documents show; no date: unknown */
	DateFrom date_from;		/* DATE_COMMIT: date is for order only, shown as derived */
	State state;
	bool draft;			/* has unrecorded text */
	bool known;			/* false: not read yet; the title is made from the file's name */
} IssueRow;

typedef struct {
	VEC(IssueRow) rows;		/* newest first; those not known by path behind and descending */
	size_t unknown;
	Arena *arena;
} IssueList;

/* quick: only what the index and the drafts know, reads no issue (any number of them in milliseconds).  Else complete, and the index learns. */
const Err *issues_list(Archive *a, bool quick, IssueList *out);
void issues_list_free(IssueList *l);
/* Reads issues that the index lacks, newest path first, and lets it learn; step (may be NULL) is told now and then; true ends it. */
const Err *issues_fill(Archive *a, bool (*step)(void *data, size_t done, size_t total), void *data);

/* What an address means here and now. */
typedef enum { AT_CURRENT, AT_COMMIT, AT_DRAFT } AtKind;
typedef struct {
	char *path;
	AddrPart part;
	char *chain;		/* canonical keys of an item, or a header key's name; NULL otherwise */
	AtKind at;
	Oid commit;		/* AT_COMMIT */
	char *address;		/* canonical, whole */
	char *asked;		/* the chain that was asked for, where R1 made another of it; else NULL */
	char *asked_path;	/* and the path, where it has come to another; else NULL */
	int draft;		/* AT_DRAFT: which one (DraftInfo.nth); 0: the first there is */
	bool gone;		/* the current text lacks the item: it was found in the draft's base, the tip or history (found_at) */
	Oid found_at;
	bool parted;		/* gone, but something like it goes on, of which people said that it is another, */
	Oid parted_by;		/* from this version on */
} Target;

/* Errors: unknown (ERR_NONE, with the nearest existing ones), ambiguous (ERR_AMBIGUOUS, listing them). */
const Err *target_find(Archive *a, Slice address, Target *out);
/* The same, also for items that only history has (log, diff, restore). */
const Err *target_find_past(Archive *a, Slice address, Target *out);
/* What became of a target of some version (AT_COMMIT): what it is in the tip.  ERR_NONE: that version is not in the branch's history. */
const Err *target_onward(Archive *a, const Target *then, Target *now);
void target_free(Target *t);

/* The whole text of the target's issue as the target means it. */
typedef struct {
	Str text;
	Charset charset;
	bool draft, behind;	/* it is a draft's; whose base is no longer the tip's */
	bool aside;		/* a second draft: not the current text */
	Oid blob;		/* of a recorded text */
} IssueText;
const Err *target_text(Archive *a, const Target *t, IssueText *out);
void issue_text_free(IssueText *t);
/* About how many bytes that text has, mostly without reading it; 0 where there is none. */
size_t target_weight(Archive *a, const Target *t);
size_t issue_weight(Archive *a, const Oid *commit, const char *path);
/* The bytes of the text that the target means: the whole, the lead, an item with its sub-items, a header key's lines. */
const Err *target_span(const Target *t, Slice text, const Cut *c, size_t *from, size_t *to);

#endif
