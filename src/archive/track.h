/* Following one issue, item, lead or header key through versions and files, newest first. */
#ifndef BLAD_ARCHIVE_TRACK_H
#define BLAD_ARCHIVE_TRACK_H

#include "archive/history.h"
#include "archive/trail.h"

typedef struct {
	bool is_event;
	Event event;
	MatchHow how;
	bool here, there;	/* it stands in this version; in the one before */
	bool retitled;
	Str title, was_title, chain, was_chain;
	Str was_issue;		/* the title of the issue that it was carried over from */
	Oid parent;		/* the version before; zero: none */
	char *parent_path;	/* what its file was called there; NULL: it was not there */
} TrackStep;

typedef struct Track Track;
/* From this commit on.  Where the target came from another file, the trail is told to follow that too. */
const Err *track_begin(Track **out, Archive *a, const Target *t, const Oid *from, Trail *trail);
/* What this version did to the target; versions come as trail_next gives them. */
const Err *track_step(Track *t, const PathVersion *v, TrackStep *out);
void track_step_free(TrackStep *s);
/* Its birth is known and an earlier deletion not yet: that would make it a restoration. */
bool track_seeking(const Track *t);
/* Why something that was asked for could not be read, and was passed over; or NULL. */
const char *track_missing(const Track *t);
void track_end(Track *t);

/* What became of a part that stood at a path in a commit, at the tip or what stands for it here. */
typedef struct {
	char *path, *chain;	/* chain NULL where the part has none */
	bool gone;		/* it is there no more; path and chain are those it had last */
	Oid found_at;		/* gone: the last commit that has it */
	Oid gone_by;		/* gone: the version that took it away */
	bool parted;		/* gone: a note says that what goes on there is another */
} Onward;
/* ERR_NONE: the commit has no such part. */
const Err *track_onward(Archive *a, const Oid *tip, const Oid *commit, const char *path, AddrPart part, const char *chain, Onward *out);
/* The other way: what a part of the tip was in an older commit.  ERR_NONE: it was not there. */
const Err *track_back(Archive *a, const Oid *tip, const char *path, AddrPart part, const char *chain, const Oid *commit, Onward *out);
void onward_free(Onward *o);

/* The chain that the item of `text` has in `other`; NULL where that has none for it (also for the whole issue and the lead).  Owned by the caller. */
char *track_chain(Slice text, AddrPart part, const char *chain, Slice other);

#endif
