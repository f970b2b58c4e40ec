/* What following an issue and following an item share: what is known of the target, and one version with those before it. */
#ifndef BLAD_ARCHIVE_TRACK_INSIDE_H
#define BLAD_ARCHIVE_TRACK_INSIDE_H

#include "archive/match_notes.h"
#include "archive/track.h"
#include "base/intern.h"

#define FILE_START 0	/* where that begins which is followed by its file: the issue, its lead, a header key */

/* A text, cut by itself; kept while the versions beside it are compared. */
typedef struct {
	Oid blob;
	Str text;
	Cut cut;
	Cut with;		/* cut with the titles that there were then, */
	size_t titles;		/* so many; 0: not yet */
	size_t step;		/* that asked for it last */
	bool learnt;		/* its titles are known */
	bool lost;		/* it cannot be read */
} Leaf;

/* Where the target begins in a file. */
typedef struct {
	size_t at;
	Oid made;		/* the last version that made this file and was told; zero: none was */
} Place;

/* A version that took the target away from a file, and where it had begun there. */
typedef struct {
	Oid commit;
	const char *path;
	size_t at;
	bool found;
} Deleted;

struct Track {
	Archive *a;
	Trail *trail;		/* NULL: nothing is to be followed there */
	MatchNotes *notes;	/* of items; NULL: not asked */
	AddrPart part;
	char *chain;
	Intern *known;		/* files (path, 0, blob) in which the target is known, and where it begins */
	VEC(Place) places;
	VEC(char *) paths;	/* that it lived under */
	VEC(Leaf *) leaves;
	size_t step;
	ItemTitles *titles;	/* of all that was read so far: what is an item in one version is one in each that is compared with it */
	bool seeking;		/* an older version that took it away */
	bool born;		/* what is sought is a title and a text, not the chain */
	Deleted deleted;	/* from another issue, before the birth */
	Str title, text;	/* of the birth; the title folded, and also of where the address was found; of an issue: that of the last version */
	Str missing;		/* why something could not be read */
};

/* One file in one commit. */
typedef struct {
	Oid commit, blob;	/* blob zero: it is not there */
	const char *path;
	Leaf *leaf;		/* NULL: not there */
} Side;

typedef struct {
	Side now;
	VEC(Side) before;	/* one a parent */
	bool known;		/* the target is in now, */
	size_t at;		/* where it begins */
} Step;

Track *track_new(Archive *a, AddrPart part);
const char *track_path(Track *t, const char *path);	/* the same, for as long as t */
Slice side_text(const Side *s);
const Err *side_read(Track *t, Side *s);	/* by its blob */
/* Cut with all titles so far; good until track_learn_titles(). */
const Cut *track_cut(Track *t, const Side *s);
/* Where the target begins in this file; false: it is not known there. */
bool track_known_in(const Track *t, const char *path, const Oid *blob, size_t *at);
bool track_learn(Track *t, const char *path, const Oid *blob, size_t at);	/* false: that was known */
/* The same bytes may have stood there before, when that was another: what is known holds down to the version that made it, until it is learnt again. */
void track_made_by(Track *t, const char *path, const Oid *blob, const Oid *version);
/* As track_known_in, in this commit. */
const Err *track_known_at(Track *t, const Oid *commit, const char *path, const Oid *blob, size_t *at, bool *known);
/* false with NULL: not known, as histories with holes. */
const Err *track_is_before(Track *t, const Oid *old, const Oid *new, bool *out);
void track_unlearn(Track *t, const char *path, const Oid *blob);
void track_learn_titles(Track *t, const Side *s);
/* The file at its path there; nothing where there is none. */
const Err *track_side_at(Track *t, const Oid *commit, const char *path, Side *out);
/* What cannot be read is kept in mind and passed over: NULL; other errors stay. */
const Err *track_pass_over(Track *t, const Err *err);
void track_forget(Track *t);	/* texts that were not asked for lately */
/* One version and those before it; freed by step_free. */
const Err *step_read(Track *t, const PathVersion *v, Step *out);
void step_free(Step *s);
/* The version before: the first parent that has the target; where none has, the first one, which lacks it. */
void track_came_from(TrackStep *out, const Side *before);
void track_came_from_nowhere(TrackStep *out, const Step *s);

/*
 * The tip has no such item of its own; it may be one beside the text that has its address (a plain line in a text with headings).  Should it not
 * be, it is sought in older versions.
 */
void track_item_begin(Track *t, const Side *then, const Side *tip);
const Err *track_item_step(Track *t, const Step *s, TrackStep *out);
/* Where the item that begins there stands in the other text; -1: nowhere. */
ptrdiff_t track_item_in(const Track *t, Slice text, size_t at, Slice other);
/* What is new in this version and has the title or the text of the item that begins there in a text that was: it came back.  -1: none did. */
ptrdiff_t track_item_again(const Track *t, const Step *s, Slice was, size_t at);
/* The same of a version and one before it, where notes count: from there onward, and back. */
ptrdiff_t track_item_onward(Track *t, const Side *was, size_t at, const Side *now);
ptrdiff_t track_item_back(Track *t, const Side *now, size_t at, const Side *was);
const Err *track_file_step(Track *t, const Step *s, TrackStep *out);
/* Puts the renamed file in the place of one that a parent lacks, and follows it. */
const Err *track_find_renamed(Track *t, const Step *s);
void track_issue_title(const Side *s, Str *out);

/* ---- what a commit did across files ---- */

/* Where an item stood, or stands. */
typedef struct {
	Side side;
	size_t at;
	MatchHow how;
	bool found;
} Origin;

/* The notes of the commit that now is of, over what was derived. */
void track_notes_apply(Track *t, const Side *was, const Side *now, const Cut *was_cut, const Cut *now_cut, Match *m);
/* Was the item that begins there said to be new in this version? */
bool track_notes_part(Track *t, const Side *now, size_t at);
/* The other end, in the commit `there`, of an item that a note of this commit joined; settled: nothing else is to be looked for. */
const Err *track_notes_elsewhere(Track *t, const Oid *commit, const Side *here, size_t at, const Oid *there, Origin *out, bool *settled);
/*
 * What an item of this version, which has none in those before, was in an older one by a note: where it stood last, and the version that
 * took it away.
 */
const Err *track_notes_older(Track *t, const Step *s, size_t at, Origin *out, Deleted *d);
/* The other way: what the last version to have an item leads to by a note, in the history of the tip. */
const Err *track_notes_later(Track *t, const Side *last, size_t at, const Oid *tip, Origin *out);
/* Is the other end that was derived another's by a note? */
bool track_notes_deny(Track *t, const Oid *commit, const Origin *o);

/* The issues that a commit changed against one parent; of these the one at path is asked about. */
typedef struct Changed Changed;
const Err *changed_begin(Changed **out, Track *t, const Oid *parent, const Oid *commit, const char *path);
/* The file's other end where it was renamed: what was at path in the parent (was), or is in the commit.  No leaf: there is none. */
const Err *changed_file(Changed *c, bool was, Side *out);
/* The other end of the item that begins there, where it was carried over. */
const Err *changed_part(Changed *c, bool was, size_t at, Origin *out);
void changed_free(Changed *c);	/* of NULL too */

/* The version shortly before this birth that deleted, from another issue, what R1 matches with the item that begins there. */
const Err *track_find_deleted(Track *t, const Step *birth, size_t at, Deleted *out);
/* The other way: the birth, in another issue, that has this deletion before it; was: the file as it was before that. */
const Err *track_find_restored(Track *t, const Oid *tip, const Side *was, const Deleted *d, Origin *out);

#endif
