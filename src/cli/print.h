/* Printing on standard output: everything but a page's own looks goes through the gate. */
#ifndef BLAD_CLI_PRINT_H
#define BLAD_CLI_PRINT_H

#include <stdbool.h>

#include "archive/issues.h"
#include "base/err.h"
#include "base/json.h"
#include "base/names.h"
#include "base/str.h"
#include "cli/cli.h"
#include "doc/doc.h"
#include "doc/page_note.h"

void print_f(const char *fmt, ...) __attribute__((format(printf, 1, 2)));	/* gated, line ends kept */
void print_gated(Slice s);
void print_raw(Slice s);		/* as it is: what was made safe already */
const Err *print_end(void);		/* flushes; a full disk or a closed pipe is an error */

bool print_to_terminal(void);
size_t print_pad(const char *s, size_t width);	/* prints s gated on one line, padded; gives the columns it took */

/* One JSON document, begun with '{'. */
Json print_json_begin(Str *out);
void print_json_at(Json *j, const Archive *a);	/* "at": the version that the archive is seen as of */
void print_json_end(Json *j);

/* What is to be said where a history or a blame may not be whole: a line, if any. */
void print_earlier(bool earlier, const char *missing);

/* An address that means something which has another one now: a line on standard error. */
void print_led_on(const Target *t);

/* Files that a move of the branch did not touch, a line each. */
void print_left(Archive *a, const Names *left);

void print_told(const char *words);	/* a line on standard error, gated */
/* The same: what a person must decide of drafts that are behind, a line each. */
const Err *print_behind(Archive *a);

/* A Doc as a page, under the options of the call that print_options lists. */
extern const CliOption print_options[];
const Err *print_doc(const Call *c, const Doc *d, bool marks);
const Err *print_doc_notes(const Call *c, const Doc *d, const PageNote *notes, size_t n);	/* in a margin */
/* Usage errors in them, for where no page comes of it. */
const Err *print_check(const Call *c);

/* A line of what a program says while it works for us: on standard error, as it comes (RunWatch, SyncHow). */
void print_said(void *data, const char *line);

#endif
