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
	char *address, *was_address;	/* canonical, with @ID: in this version (of a deletion: before), and in the one that it is compared with, or NULL */
	/* Where the text stood: */
	Oid parent;			/* the commit it is compared with; zero: none */
	char *path, *was_path;		/* in this commit and in that parent; NULL: the file was not there */
	char *was_issue;		/* the title of the issue that it was carried over from; else NULL */
	char *chain, *was_chain;	/* keys of the item (or header key) in each; NULL: not there, or the whole issue is meant */
} Version;

typedef struct {
	VEC(Version) versions;		/* newest first */
	char *address;
	bool earlier;			/* there may be more, which this copy lacks: it is cut off, or */
	char *missing;			/* why something could not be read; or NULL */
} History;

/* What is to be said of it beside the event: its old title, where it was carried over from, how it was known when not by title or text. */
void history_note(const Version *v, Str *out);

/* limit 0: all.  Of a target of an older version too the whole life is told, by what it is now. */
const Err *history_read(Archive *a, const Target *t, size_t limit, History *out);
void history_free(History *h);

/* What the target meant in the version and in the one before it; empty where it was not there. */
typedef struct {
	Str was, now;
	char *was_address, *now_address;	/* NULL: it was not there */
} VersionPair;
const Err *history_pair(Archive *a, const Target *t, const Version *v, VersionPair *out);
void version_pair_free(VersionPair *p);

/* What a target is compared with by default: a draft with its base, else the last version with its parent. */
const Err *history_default_pair(Archive *a, const Target *t, VersionPair *out);
/* Two targets, such as one address at two versions. */
const Err *history_pair_of(Archive *a, const Target *was, const Target *now, VersionPair *out);
/* The target in another version. */
const Err *history_as_of(Archive *a, const Target *t, const char *version, Target *out);
/* What `with` means beside t: a version of it, else (*address) what another address means. */
const Err *history_other(Archive *a, const Target *t, const char *with, Target *out, bool *address);

#endif
