/* What a draft's `meta` says: lines of "KEY VALUE", paths percent-encoded as in addresses. */
#ifndef BLAD_ARCHIVE_DRAFT_META_H
#define BLAD_ARCHIVE_DRAFT_META_H

#include <stdint.h>

#include "archive/draft.h"

typedef struct {
	char *branch;		/* refs/heads/main */
	char *path;
	Oid base_commit, base_blob;
	Moment time;
	uint64_t generation;
	uint64_t base, text;	/* N of base.N; of text.N and journal.N */
	Charset charset;
	Oid taken, staged;	/* the work tree's file as its text was taken from it, and git's index beside it; zero: it was not */
	DraftMoves moves;
} DraftMeta;

const Err *draft_meta_parse(Slice text, DraftMeta *out);
void draft_meta_format(const DraftMeta *m, Str *out);
void draft_meta_free(DraftMeta *m);
void draft_meta_pair(DraftMeta *m, const char *path, bool left, Slice here, Slice there);
void draft_meta_unpair(DraftMeta *m, size_t i);

#endif
