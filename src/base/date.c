/* Calendar days: counting, comparing, writing. */
#include "base/date.h"

#include "base/words.h"

static const char *const months_long[] = {
	N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
	N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
};

/* With a context, since "May" is short and long at once. */
static const char *const months_short[] = {
	NC_("short", "Jan"), NC_("short", "Feb"), NC_("short", "Mar"), NC_("short", "Apr"),
	NC_("short", "May"), NC_("short", "Jun"), NC_("short", "Jul"), NC_("short", "Aug"),
	NC_("short", "Sep"), NC_("short", "Oct"), NC_("short", "Nov"), NC_("short", "Dec"),
};

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap(year));
}

int date_cmp(Date a, Date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

/* Days since 1970-01-01, in years that begin with March, so that the leap day comes last. */
static int64_t to_days(Date d)
{
	int64_t y = d.year - (d.month <= 2), era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400, doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static Date from_days(int64_t days)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (Date){ (int)(yoe + era * 400) + (month <= 2), month, (int)(doy - (153 * mp + 2) / 5) + 1 };
}

int date_weekday(Date d)
{
	int64_t w = (to_days(d) + 3) % 7;	/* 1970 began on a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

Date date_add(Date d, int days)
{
	return date_some(d) ? from_days(to_days(d) + days) : d;
}

void date_iso(Date d, Str *out)
{
	if (date_some(d))
		str_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void date_day(Date d, Str *out)
{
	if (!date_some(d))
		return;
	/* TRANSLATORS: the day and the month's short name */
	str_printf(out, C_("short date", "%1$d %2$s"), d.day, C_("short", months_short[d.month - 1]));
}

void date_long(Date d, Str *out)
{
	if (!date_some(d))
		return;
	/* TRANSLATORS: the day, the month's name, the year */
	str_printf(out, C_("long date", "%1$d %2$s %3$d"), d.day, _(months_long[d.month - 1]), d.year);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

Date moment_date(Moment m)
{
	return from_days(floor_div(m.sec + m.offset * 60, 86400));
}
