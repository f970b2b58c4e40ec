/*
 * Words that are sought in texts: whole words, without regard to case; each term one word, or several in a row.  Pure: text in, places out.
 */
#ifndef BLAD_ISSUE_QUERY_H
#define BLAD_ISSUE_QUERY_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

typedef struct Query Query;

/*
 * Terms are parted by blanks; "several words" between quotes are one, in that order; so is what holds a hyphen or the like.  ERR_USAGE without
 * any word, or with more than 32 terms.
 */
const Err *query_make(Query **out, Slice text);
void query_free(Query *q);
size_t query_terms(const Query *q);

/*
 * How often a text holds it: with one term how many times, with several 1 where each stands somewhere, else 0.  Much faster than query_find,
 * and says the same of whether it is there.
 */
size_t query_count(Query *q, Slice text);

typedef struct {
	size_t from, to, term;	/* bytes in the text */
} QueryPlace;
typedef VEC(QueryPlace) QueryPlaces;
/* Every place of every term, in the order of the text; false (and no places) where a term is lacking. */
bool query_find(const Query *q, Slice text, QueryPlaces *out);

/*
 * The sentence that holds most of the terms, on one line, cut to about so many bytes around the first of them, and the places of terms in it.
 * Appends; nothing where query_find finds nothing.
 */
void query_context(const Query *q, Slice text, size_t most, Str *out, QueryPlaces *marks);

#endif
