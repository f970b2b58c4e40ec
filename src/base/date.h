/* Calendar days and points in time: read in the forms bulletins use, written as ISO or as people write them. */
#ifndef BLAD_BASE_DATE_H
#define BLAD_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef struct {
	int year, month, day;	/* year 0: no date */
} Date;

static inline bool date_some(Date d) { return d.year != 0; }
bool date_valid(int year, int month, int day);
int date_cmp(Date a, Date b);			/* no date comes before all others */
int date_weekday(Date d);			/* 0 Monday … 6 Sunday */
Date date_add(Date d, int days);

/*
 * The whole of s is a date: 2024-05-20, 20240520, 20 maj 2024, 20.5.2024, 20/5 2024, May 20, 2024, fredag 16 september
 * 2011, den 20:e maj 2024, "Place, 20 maj 2024" (at most three words, the first with a capital).
 */
bool date_parse(Slice s, Date *out);
bool date_parse_iso(Slice s, Date *out);	/* YYYY-MM-DD with anything but a digit behind it (a time) */
/*
 * The date a path tells: 2024-11-15-slug (also inside the name, or its folder's), 2018/12-slug, 2018/12/slug, 2018/12/24-slug,
 * 201812, 20181224; a missing day is 1.  Years 1900 to 2099.  Names as cameras and screenshots have them tell nothing.
 */
bool date_from_path(Slice path, Date *out);

void date_iso(Date d, Str *out);		/* YYYY-MM-DD; appends */
void date_day(Date d, Str *out);		/* "20 maj": short, in the user's language */
void date_long(Date d, Str *out);		/* "20 maj 2024" */

typedef struct {
	int64_t sec;		/* since 1970, UTC */
	int offset;		/* minutes east */
} Moment;

int64_t clock_ms(void);				/* of a clock that only goes forward: for pauses and slices */
Moment moment_now(void);			/* BLAD_NOW (seconds) overrides the clock for tests */
Date moment_date(Moment m);			/* the day in its own zone */
Date date_today(void);
void moment_iso(Moment m, Str *out);		/* 2024-05-20T14:02:00+02:00 */
void moment_clock(Moment m, Str *out);		/* 14:02 */

#endif
