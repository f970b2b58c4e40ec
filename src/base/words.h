/* Words for people: gettext catalogues (.mo, built into the program), looked up without any locale of the system. */
#ifndef BLAD_BASE_WORDS_H
#define BLAD_BASE_WORDS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Chooses the language: explicit_lang (--lang, blad.language; may be NULL, may be a list with ':' between), then LANGUAGE;
 * where these name none that we have, the first of LC_ALL, LC_MESSAGES, LANG that is set decides; else English.
 */
void words_choose(const char *explicit_lang);
const char *words_lang(void);			/* "en", "sv" */

/* Takes this catalogue, which must stay where it is; false, and English, if it is damaged (nothing outside is read). */
bool words_use(const char *lang, Slice mo);

const char *words_get(const char *msgid) __attribute__((format_arg(1)));
const char *words_get_ctx(const char *ctx, const char *msgid) __attribute__((format_arg(2)));
const char *words_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

#define _(s) words_get(s)
#define N_(s) (s)				/* marks a string in a table; look it up with _() where it is shown */
#define C_(ctx, s) words_get_ctx(ctx, s)
#define NC_(ctx, s) (s)				/* marks one in a table; look it up with C_(ctx, …) where it is shown */

#endif
