/* Text that was taken away: words that an item had in one version and no longer in the next, and that went nowhere else. */
#ifndef BLAD_ARCHIVE_GONE_H
#define BLAD_ARCHIVE_GONE_H

#include "archive/archive.h"
#include "issue/query.h"

typedef struct {
	char *address;		/* with the last version that has it: what is restored */
	char *title;		/* of the item; of the issue where it stood in none */
	char *issue;		/* title of the issue then */
	Date date;		/* of the issue then */
	char *context;		/* the sentence */
	QueryPlaces marks;	/* places of the words in it */
	Oid id;			/* the version that took it away */
	Person author;
	char *message;
	int64_t version;	/* for the order: higher is newer */
} GoneHit;

typedef struct {
	VEC(GoneHit) hits;	/* newest first */
	size_t standing;	/* how many issues of the branch's tip have an item with the words today */
	char *stands;		/* address of such an item, or NULL */
	size_t unread;		/* texts that could not be read */
	bool cut;		/* history is not whole here (a shallow copy) */
} Gone;

typedef struct {
	bool all;		/* also where the words stand somewhere today */
	bool (*step)(void *data, size_t done, size_t total);	/* true ends it; may be NULL */
	void (*found)(void *data, const GoneHit *hit);		/* as they are found, in no order; may be NULL */
	void *data;
} GoneOpts;

/* Without opts->all nothing is looked for in history where the words stand in the tip. */
const Err *gone_search(Archive *a, Query *q, const GoneOpts *o, Gone *out);
void gone_free(Gone *g);
void gone_hit_free(GoneHit *h);
void gone_hits_sort(Gone *g);

#endif
