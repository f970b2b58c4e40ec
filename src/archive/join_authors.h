/* Who else wrote what a join made: the authors of an item that both sides changed. */
#ifndef BLAD_ARCHIVE_JOIN_AUTHORS_H
#define BLAD_ARCHIVE_JOIN_AUTHORS_H

#include "archive/archive.h"

/*
 * "Co-authored-by: NAME <MAIL>", a line each, of those who changed an item on one side that was changed on the other too; without the one who
 * joins, each address once, ours before theirs, the earliest first.  An item is the same where its address is.  Appends; nothing where sentences
 * of both meet in no item.
 */
const Err *join_authors(Archive *a, const Oid *ours, const Oid *theirs, const Person *who, Str *out);

#endif
