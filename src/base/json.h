/* Writes one JSON document: commas, quotes and escapes are this room's business, order is the caller's. */
#ifndef BLAD_BASE_JSON_H
#define BLAD_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"

typedef struct {
	Str *out;
	int depth;
	bool more[16];		/* at this depth something stands already */
} Json;

/* Every key may be NULL inside an array.  Bytes that are not UTF-8 become U+FFFD. */
void json_open(Json *j, const char *key, char bracket);		/* '{' or '[' */
void json_close(Json *j, char bracket);				/* '}' or ']' */
void json_str(Json *j, const char *key, Slice s);
void json_c(Json *j, const char *key, const char *s);		/* NULL gives null */
void json_int(Json *j, const char *key, int64_t n);
void json_bool(Json *j, const char *key, bool b);
void json_null(Json *j, const char *key);
void json_date(Json *j, const char *key, Date d);		/* no date: null */
void json_moment(Json *j, const char *key, Moment m);

#endif
