/*
 * Who else is at the same text, as far as it is known here: in versions that were fetched and are not joined yet, and in drafts that others share.
 * A warning, never a lock; it never goes to the network.
 */
#ifndef BLAD_ARCHIVE_PRESENCE_H
#define BLAD_ARCHIVE_PRESENCE_H

#include "archive/issues.h"

typedef struct {
	char *who;
	Moment when;
	bool draft;		/* else a version */
	char *address;		/* what it is about, without a version */
	char *version;		/* what stands behind '@' to see it: "origin/blad/bo-ek/klg-1", or a commit's id */
	AddrPart part;
} Presence;
typedef VEC(Presence) Presences;

/* Of what the target means now; the newest first, of everybody the newest only.  None for a target of some version. */
void presence_of(Archive *a, const Target *t, Presences *out);
/* Every item that somebody shares a draft of, and what versions that are not joined change of our own drafts. */
void presence_all(Archive *a, Presences *out);
void presences_free(Presences *p);

/* "Bo Ek has a draft of klg/1.md#budget since 14:02", without a full stop; named false: "of this item".  Appends. */
void presence_words(const Presence *p, bool named, Str *out);
/* One line of presence_of for a place that shows the target; nothing where nobody is. */
void presence_line(Archive *a, const Target *t, Str *out);

#endif
