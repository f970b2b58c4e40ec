/* What following an issue and following an item share: what is known of the target, and one version with those before it. */
#ifndef BLAD_ARCHIVE_TRACK_INSIDE_H
#define BLAD_ARCHIVE_TRACK_INSIDE_H

#include "archive/track.h"

#define FILE_START 0	/* where that begins which is followed by its file: the issue, its lead, a header key */

/* In this blob the target begins at this byte. */
typedef struct {
	Oid blob;
	size_t at;
} Known;

struct Track {
	Archive *a;
	AddrPart part;
	char *chain;
	VEC(Known) known;
	ItemTitles *titles;	/* of all that was read so far: what is an item in one version is one in each that is compared with it */
	bool seeking;		/* an older version that took it away */
	bool born;		/* what is sought is a title and a text, not the chain */
	Str title, text;	/* of the birth; the title folded, and also of where the address was found */
	bool lost;
};

/* One file in one commit. */
typedef struct {
	Oid commit, blob;	/* blob zero: it is not there */
	const char *path;
	Str text;
	Cut cut;
	bool some;
} Side;

typedef struct {
	Side now;
	VEC(Side) before;	/* one a parent */
} Step;

const Known *track_known_in(const Track *t, const Oid *blob);	/* good until more is learnt */
void track_learn(Track *t, const Oid *blob, size_t at);
/* The version before: the first parent that has the target; where none has, the first one, which lacks it. */
void track_came_from(TrackStep *out, const Side *before);
void track_came_from_nowhere(TrackStep *out, const Step *s);

/*
 * The tip has no such item of its own; it may be one beside the text that has its address (a plain line in a text with headings).  Should it not
 * be, it is sought in older versions.
 */
void track_item_begin(Track *t, const Side *then, const Side *tip);
const Err *track_item_step(Track *t, const Step *s, TrackStep *out);

#endif
