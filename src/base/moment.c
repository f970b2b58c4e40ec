/* Points in time: the clock, or what the tests put in its place. */
#include "base/date.h"

#include <stdlib.h>
#include <time.h>

/* "SECONDS" or "SECONDS ±HHMM", as git writes it. */
static bool moment_parse(const char *s, Moment *out)
{
	char *end;
	long long sec = strtoll(s, &end, 10);
	long zone = 0;
	int sign = 1;

	if (end == s)
		return false;
	while (*end == ' ')
		end++;
	if (*end == '+' || *end == '-') {
		sign = *end == '-' ? -1 : 1;
		s = end + 1;
		zone = strtol(s, &end, 10);
		if (end - s != 4 || zone < 0)
			return false;
	}
	if (*end != '\0')
		return false;
	out->sec = sec;
	out->offset = sign * (int)(zone / 100 * 60 + zone % 100);
	return true;
}

int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

Moment moment_now(void)
{
	const char *fixed = getenv("BLAD_NOW");
	Moment m = { 0, 0 };
	struct tm tm;
	time_t t;

	if (fixed && moment_parse(fixed, &m))
		return m;
	t = time(NULL);
	m.sec = (int64_t)t;
	if (localtime_r(&t, &tm))
		m.offset = (int)(tm.tm_gmtoff / 60);
	return m;
}

Date date_today(void)
{
	return moment_date(moment_now());
}

/* Seconds since the day began in the moment's own zone. */
static int day_second(Moment m)
{
	int64_t s = (m.sec + m.offset * 60) % 86400;

	return (int)(s < 0 ? s + 86400 : s);
}

void moment_iso(Moment m, Str *out)
{
	int s = day_second(m), zone = abs(m.offset);

	date_iso(moment_date(m), out);
	str_printf(out, "T%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
	str_printf(out, "%c%02d:%02d", m.offset < 0 ? '-' : '+', zone / 60, zone % 60);
}

void moment_clock(Moment m, Str *out)
{
	int s = day_second(m);

	str_printf(out, "%02d:%02d", s / 3600, s / 60 % 60);
}
