/* The inside of a draft, for the files that open and write it. */
#ifndef BLAD_ARCHIVE_DRAFT_INSIDE_H
#define BLAD_ARCHIVE_DRAFT_INSIDE_H

#include "archive/draft.h"
#include "archive/draft_lock.h"
#include "archive/draft_store.h"
#include "archive/journal.h"

struct Draft {
	Archive *a;
	DraftInfo info;
	StoredDraft s;		/* base and text as they are now; root -1: nothing is on disk */
	Str loaded;		/* the text as it lay on disk when it was read or last written */
	DraftLock locks[PRIVATE_ROOTS];
	int home;		/* where drafts belong; another root is a fallback */
	char *place;		/* the fallback, as draft_fallback says it */
	Journal journal;
	int journal_dir;
	bool editing, typed;
	bool paired;		/* what is noted of moves is not on disk yet */
};

/* The tip's blob at path; zero: it has none. */
const Err *draft_tip_blob(Archive *a, const char *path, Oid *out);
/* Would recording text change nothing? */
bool draft_equals_tip(const Draft *d, Slice text);
void draft_set_text(Str *to, Slice text);
/* The draft is the nth of its path from now on; s.id is its id. */
void draft_call(Draft *d, int nth);
/* Makes draft_info say what is stored. */
void draft_inform(Draft *d);
/* The folder in a root, made, and its lock. */
const Err *draft_hold(Draft *d, PrivateRoot root);
void draft_journal_end(Draft *d);
/* The text as it is now, durable when it returns, joined with what another process wrote. */
const Err *draft_save_now(Draft *d);
/* Before closing: what this process typed becomes text. */
void draft_finish(Draft *d);

#endif
