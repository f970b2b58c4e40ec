/* Tests that speak TAP: checks with names, numbers that are random but the same every time, a folder that goes away. */
#ifndef BLAD_TESTS_TAP_H
#define BLAD_TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Each prints one line of TAP and gives back whether it held.  The name may be a format. */
bool ok(bool cond, const char *name, ...) __attribute__((format(printf, 2, 3)));
bool is_int(long long got, long long want, const char *name, ...) __attribute__((format(printf, 3, 4)));
bool is_str(const char *got, const char *want, const char *name, ...) __attribute__((format(printf, 3, 4)));	/* NULL is a value */
bool is_slice(Slice got, Slice want, const char *name, ...) __attribute__((format(printf, 3, 4)));

void tap_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));	/* a line that is no result */
void tap_skip(const char *why, ...) __attribute__((format(printf, 1, 2)));	/* one test that cannot be here */
void tap_skip_all(const char *why, ...) __attribute__((format(printf, 1, 2), noreturn));	/* before the first check */
void tap_stop(const char *why, ...) __attribute__((format(printf, 1, 2), noreturn));	/* going on makes no sense */

/* The last line of main: return tap_done().  Prints the plan; 0 if everything held. */
int tap_done(void);

/* n, or fewer where every turn is slow (TAP_SLOW in the environment: under valgrind); for the turns of a law. */
int tap_rounds(int n);

/*
 * A law over many generated inputs is one check, so that the count of checks says something:
 *	for (int i = 0; i < tap_rounds(1000); i++)
 *		law(holds(make(i)), "input %d", i);
 *	law_done("cutting and joining gives the text back");
 * law() keeps quiet where it holds and notes the first few where it does not.
 */
bool law(bool holds, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool law_done(const char *name, ...) __attribute__((format(printf, 1, 2)));

/* Random but the same every time; TAP_SEED in the environment or rnd_seed() gives another row.  The seed is noted. */
void rnd_seed(uint64_t seed);
uint64_t rnd(void);
unsigned rnd_below(unsigned n);			/* 0 … n-1; n > 0 */
bool rnd_one_in(unsigned n);
const char *rnd_pick(const char *const *words);	/* of a list that ends with NULL */

/* A new empty folder, the same one every time it is asked for; removed at exit with all in it. */
const char *tap_dir(void);
/* tap_dir()/rel; good until the eighth next call. */
const char *tap_path(const char *rel);
/* A file of the source tree, $SRCDIR/rel; good until the eighth next call. */
const char *tap_src(const char *rel);

/* The same surroundings everywhere: HOME and XDG_* in tap_dir(), no GIT_* but those that keep git from the
   machine's configuration, UTC, C.UTF-8, BLAD_NOW fixed. */
#define TAP_NOW 1731670200	/* 2024-11-15 11:30:00 UTC */
void tap_scrub(void);

#endif
