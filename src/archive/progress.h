/* How far a transfer is, in words for both fronts: what is done, how much of it, how fast. */
#ifndef BLAD_ARCHIVE_PROGRESS_H
#define BLAD_ARCHIVE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef struct {
	const char *phase;	/* as RemoteOpts.step has them; NULL before the first */
	int64_t began;		/* the phase, in ms of clock_ms */
	int64_t told;
	size_t from;		/* bytes that were there when it began */
} Progress;

/* Is it time to tell again?  At a new phase, and then some times a second. */
bool progress_due(Progress *p, const char *phase, size_t bytes, int64_t now);
/* "fetching · 120 of 3400 objects · 1.2 MB · 340 kB/s": the rate once it means something.  Appends. */
void progress_words(const Progress *p, size_t done, size_t total, size_t bytes, int64_t now, Str *out);

#endif
