/* Drafts of other branches, or of none (begun in the middle of a rebase): named, and brought over to the one that is checked out. */
#ifndef BLAD_ARCHIVE_DRAFT_ADOPT_H
#define BLAD_ARCHIVE_DRAFT_ADOPT_H

#include "archive/draft.h"

/* A line for people each, with the way on. */
void drafts_elsewhere(Archive *a, Names *out);

/*
 * Brings the draft of an issue (a path, its tail, or any address of it here) over from a branch (its name, or HEAD; NULL: the only one that has
 * one), with those of issues that items went to or came from.  Their bases stay.  Refused where a draft is here already; on an error all is
 * where it was, or in both places, and doing it again goes on.
 */
typedef struct {
	Names addresses;
	bool behind;		/* one of them began from another version than the one here */
} Adopted;
const Err *draft_adopt(Archive *a, Slice issue, const char *branch, Adopted *out);
void adopted_free(Adopted *d);

#endif
