/* The versions of an issue or of one item: which commits changed it, and how. */
#ifndef BLAD_ARCHIVE_HISTORY_H
#define BLAD_ARCHIVE_HISTORY_H

#include "archive/issues.h"
#include "issue/match.h"

typedef enum {
	EVENT_BORN, EVENT_EDITED, EVENT_RETITLED, EVENT_MOVED, EVENT_CARRIED, EVENT_DELETED, EVENT_RESTORED, EVENT_SPLIT, EVENT_JOINED
} Event;
const char *event_name(Event e);	/* "born": for documents */
const char *event_words(Event e);	/* for people */

typedef struct {
	Oid id;
	Person author;
	char *message;
	Event event;
	MatchHow matched;		/* how it was recognised across this version; MATCH_NOT for its birth */
	char *title, *was_title;	/* of the item or issue then; was_title only if it changed */
	char *address;			/* canonical, with @ID */
} Version;

typedef struct {
	VEC(Version) versions;		/* newest first */
	char *address;
	bool earlier;			/* there is more, not followed (another file, or cut-off history) */
} History;

/* limit 0: all. */
const Err *history_read(Archive *a, const Target *t, size_t limit, History *out);
void history_free(History *h);

/* The text of the target's issue in the version, and in the one before it (empty if it was born there); spans: the part meant in each. */
typedef struct {
	Str was, now;
} VersionPair;
const Err *history_pair(Archive *a, const Target *t, const Version *v, VersionPair *out);
void version_pair_free(VersionPair *p);

/* For diff: a target's own span of text as it is, and what it is compared with by default (draft: its base; else the last version's parent). */
const Err *history_default_pair(Archive *a, const Target *t, VersionPair *out);
const Err *history_pair_of(Archive *a, const Target *a_t, const Target *b_t, VersionPair *out);

#endif
