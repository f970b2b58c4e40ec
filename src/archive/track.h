/* Following one issue, item, lead or header key through the versions of a file, newest first. */
#ifndef BLAD_ARCHIVE_TRACK_H
#define BLAD_ARCHIVE_TRACK_H

#include "archive/history.h"
#include "git/walk.h"

typedef struct {
	bool is_event;
	Event event;
	MatchHow how;
	bool here, there;	/* it stands in this version; in the one before */
	bool retitled;
	Str title, was_title, chain, was_chain;
	Oid parent;		/* the version before; zero: none */
	char *parent_path;	/* what its file was called there; NULL: it was not there */
} TrackStep;

typedef struct Track Track;
/* From this commit on. */
const Err *track_begin(Track **out, Archive *a, const Target *t, const Oid *from);
/* What this version did to the target; versions come as walk_path gives them. */
const Err *track_step(Track *t, const PathVersion *v, TrackStep *out);
void track_step_free(TrackStep *s);
/* It was born out of something that was not followed (another issue, or one renamed and changed, that lost it in the same commit). */
bool track_lost(const Track *t);
/* Its birth is known and an earlier deletion not yet: that would make it a restoration. */
bool track_seeking(const Track *t);
void track_end(Track *t);

/* The chain that the item of `text` has in `other`; NULL where that has none for it (also for the whole issue and the lead).  Owned by the caller. */
char *track_chain(Slice text, AddrPart part, const char *chain, Slice other);

#endif
