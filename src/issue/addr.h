/* Addresses: ISSUE[#KEY[/KEY…]][@VERSION], read and written; what they mean is the archive's business. */
#ifndef BLAD_ISSUE_ADDR_H
#define BLAD_ISSUE_ADDR_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

typedef enum { ADDR_ISSUE, ADDR_LEAD, ADDR_ITEM, ADDR_KEY } AddrPart;	/* "x", "x#", "x#a/b", "x#:date" */

typedef struct {
	char *issue;		/* percent-decoded; as typed (a path, its tail, a date, SERIES/NUMBER, "latest") */
	AddrPart part;
	VEC(char *) keys;	/* of the item; of ADDR_KEY one: the header key */
	char *version;		/* behind '@', or NULL */
} Addr;

const Err *addr_parse(Slice s, Addr *out);
void addr_free(Addr *a);
/* Percent-encodes '#', '@', '%', control bytes and invalid UTF-8; appends. */
void addr_path(Slice path, Str *out);
void addr_format(Slice path, AddrPart part, Slice chain, Slice version, Str *out);

#endif
