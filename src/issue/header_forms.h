/* The header forms' readers, one a file; only header.c calls them. */
#ifndef BLAD_ISSUE_HEADER_FORMS_H
#define BLAD_ISSUE_HEADER_FORMS_H

#include "issue/header.h"

/*
 * Each reads text[from, to), the lines between the fences, into h->fields.  False: it is no header of
 * that form, or none that can be read, and there are no fields.
 */
bool header_yaml_read(Slice text, size_t from, size_t to, Header *h);
bool header_toml_read(Slice text, size_t from, size_t to, Header *h);

/* A new field; its name goes into the arena. */
HeaderField *header_add(Header *h, Slice name);
Slice header_keep(Header *h, Slice s);		/* a copy in the arena */
void header_join(Header *h, HeaderField *f);	/* value from the list */
/* The beginning of the comment lines (first byte '#' behind blanks) that stand right above at, not before floor. */
size_t header_comments(Slice text, size_t at, size_t floor);
size_t header_line_end(Slice text, size_t at);	/* behind the line end of the line that holds at */
size_t header_line_start(Slice text, size_t at);

#endif
