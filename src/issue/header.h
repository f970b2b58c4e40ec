/*
 * The header of an issue: YAML, TOML, bare `Key: value` lines or none; read into fields, changed a
 * key's lines at a time.
 */
#ifndef BLAD_ISSUE_HEADER_H
#define BLAD_ISSUE_HEADER_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

typedef enum { HEADER_NONE, HEADER_YAML, HEADER_TOML, HEADER_KEYS } HeaderForm;

typedef enum {
	KEY_TITLE, KEY_DATE, KEY_NUMBER, KEY_SERIES, KEY_STATE, KEY_AUTHORS, KEY_TAGS, KEY_DRAFT, KEY_DESCRIPTION, KEY_OTHER
} HeaderKey;

/* How a value is written.  STYLE_FIXED cannot be changed a key at a time. */
typedef enum { STYLE_FIXED, STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_BLOCK, STYLE_FLOW, STYLE_ITEMS } HeaderStyle;

typedef struct {
	HeaderKey key;
	Slice name;		/* as written */
	size_t from, to;	/* its lines, with the comment lines above it */
	Slice value;		/* a scalar's text, unquoted; of a list: its elements joined by ", " */
	VEC(Slice) list;	/* elements where it is one */
	bool is_list, plain;	/* plain: a scalar or a list of scalars; else left alone byte for byte */
	HeaderStyle style;
	size_t value_from, value_to;	/* the value's own bytes, quotes and brackets included; of STYLE_ITEMS whole lines */
} HeaderField;

typedef struct {
	HeaderForm form;
	size_t end;		/* the first byte behind the header and its closing line; 0 for none */
	VEC(HeaderField) fields;
	Arena *arena;
} Header;

/* A header that cannot be parsed has form, end and no fields: it is kept as it is. */
void header_read(Slice text, Header *out);
void header_free(Header *h);
const HeaderField *header_find(const Header *h, HeaderKey key);
const HeaderField *header_name(const Header *h, Slice name);	/* case-blind; titel is title */
HeaderKey header_key(Slice name);
const char *header_key_name(HeaderKey key);	/* "title" */

/*
 * text with one key's lines changed, added (at the header's end; a new YAML header where there is
 * none) or, for an empty value, removed.
 */
const Err *header_set(Slice text, const char *name, Slice value, Str *out);

typedef enum { STATE_NONE, STATE_WRITING, STATE_REVIEW, STATE_APPROVED, STATE_PUBLISHED, STATE_WITHDRAWN } State;
const char *state_name(State s);		/* "writing"; NULL for STATE_NONE: for files and documents */
const char *state_words(State s);		/* for people */
State state_parse(Slice s);			/* English and Swedish names */

typedef enum { DATE_UNKNOWN, DATE_HEADER, DATE_TEXT, DATE_PATH, DATE_COMMIT } DateFrom;
const char *date_from_name(DateFrom f);		/* "header" … for documents; NULL for DATE_UNKNOWN */

#endif
