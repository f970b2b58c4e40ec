/*
 * Comparing for the screen: small texts at once, between two keys; where it may last a child reads both, compares them and sends the page.
 */
#ifndef BLAD_TUI_COMPARE_H
#define BLAD_TUI_COMPARE_H

#include "archive/history.h"
#include "doc/page.h"
#include "tui/kit/comparing.h"
#include "tui/kit/view.h"

/* What is compared, and how it is shown.  Two addresses, a target in a version, or a version in the reader. */
typedef struct {
	const char *was, *now;	/* addresses; now empty: `was` against what it is compared with by default */
	const char *of;		/* else the address of what a history is of; NULL: the version as the reader shows it */
	const Version *version;
	Comparing how;
	bool whole;		/* the text as it is in the version, no comparison */
	int cols;		/* of the screen */
} CompareAsk;

/* Too much for between two keys. */
bool compare_is_heavy(Archive *a, const CompareAsk *ask);
const Err *compare_read(Archive *a, const CompareAsk *ask, VersionPair *out);
/* What a version is compared with where one reads it: the whole issue before it; an item that came from elsewhere in place. */
const Err *compare_before(Archive *a, const Version *v, Slice now, Str *was);
Doc *compare_doc(const CompareAsk *ask, const VersionPair *pair);
Page *compare_page(const CompareAsk *ask, const Doc *d);

/* A comparison that a child makes. */
typedef struct {
	bool wanted;		/* to be begun */
	bool works, slow;	/* a child is at it; so long that it is to be said */
	bool busy;		/* a sync is at work: it is tried again */
	Page *coming;
	size_t added, removed;	/* words */
} Compare;

void compare_want(Compare *c);			/* (again), whatever was on its way */
bool compare_waits(const Compare *c);		/* its page is not there yet */
int compare_due(const Compare *c);		/* as a view's due */
/* As a view's tick.  True: *out is the reply that begins it; the view's tick is over. */
bool compare_tick(Compare *c, const CompareAsk *ask, Reply *out);
void compare_heard(Compare *c, Str *rows);	/* takes them off */
/* The view's child has ended: the page, or NULL and, unless it is tried again, why. */
Page *compare_done(Compare *c, const JobEnd *end, Str *why);
void compare_free(Compare *c);

/* The child's part; asked: what follows "compare ". */
#define COMPARE_JOB "compare "
const Err *compare_tell(Archive *a, Slice asked);

#endif
