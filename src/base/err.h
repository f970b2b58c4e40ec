/* Errors are return values: NULL is done, anything else says what happened and what to do. */
#ifndef BLAD_BASE_ERR_H
#define BLAD_BASE_ERR_H

#include <stdarg.h>

/* What a caller may want to tell apart.  A front turns these into exit statuses with err_exit(). */
typedef enum {
	ERR_FAIL = 1,	/* something did not work */
	ERR_USAGE,	/* the user asked for what cannot be */
	ERR_DECIDE,	/* done as far as possible; a person must decide */
	ERR_NONE,	/* what was asked for does not exist */
	ERR_AMBIGUOUS,	/* it exists more than once */
	ERR_BUSY,	/* somebody else holds it */
	ERR_MOVED,	/* it changed since it was read (compare-and-swap) */
	ERR_CORRUPT,	/* stored data is damaged */
	ERR_CANCEL,	/* the user ended it */
	ERR_IDENTITY	/* name or mail of the user is not set */
} ErrKind;

/*
 * An Err is owned by this room and lives until ERR_ALIVE later ones have been made: long enough for every
 * `goto done` on the way up, so nobody frees one and cleaning up cannot overwrite the first.
 */
#define ERR_ALIVE 32
typedef struct Err Err;

/* The text is one sentence without a full stop or line end, already in the user's language. */
const Err *err_new(ErrKind kind, const char *fmt, ...) __attribute__((format(printf, 2, 3), returns_nonnull));

/* As err_new(ERR_FAIL) with ": " and strerror(errno) behind it. */
const Err *err_errno(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

/* Puts words and ": " in front, keeps the kind: err_wrap(err, _("recording %s"), name).  NULL stays NULL. */
const Err *err_wrap(const Err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Keeps the first: the one to return when cleaning up may fail too. */
const Err *err_first(const Err *first, const Err *later);

/* An answer that was expected, such as "not there": if it is the newest, it takes nobody's place. */
void err_forget(const Err *err);

ErrKind err_kind(const Err *err);
const char *err_text(const Err *err);

/* 0 for NULL, 2 for ERR_USAGE, 3 for ERR_DECIDE, else 1. */
int err_exit(const Err *err);

#endif
