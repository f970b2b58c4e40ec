/* Days and moments: the forms people write, the paths that tell a date, and counting. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/words.h"

static const struct {
	const char *text;
	int y, m, d;	/* 0: no date */
} written[] = {
	{ "2024-05-20", 2024, 5, 20 }, { "20240520", 2024, 5, 20 }, { "2024/05/20", 2024, 5, 20 },
	{ "2024.05.20", 2024, 5, 20 },
	{ "20 maj 2024", 2024, 5, 20 }, { "den 20 maj 2024", 2024, 5, 20 }, { "20 MAJ 2024", 2024, 5, 20 },
	{ "20:e maj 2024", 2024, 5, 20 }, { "den 1:a juni 2024", 2024, 6, 1 }, { "20 maj, 2024", 2024, 5, 20 },
	{ "20 okt. 2024", 2024, 10, 20 }, { "20.5.2024", 2024, 5, 20 }, { "20. 5. 2024", 2024, 5, 20 },
	{ "20/5 2024", 2024, 5, 20 }, { "20/5-2024", 2024, 5, 20 },
	{ " 20\xc2\xa0maj\xc2\xa0""2024 ", 2024, 5, 20 },
	{ "fredag 16 september 2011", 2011, 9, 16 }, { "fredag, 16 september 2011", 2011, 9, 16 },
	{ "fredagen den 16 september 2011", 2011, 9, 16 }, { "Lördag 3 mars 2012", 2012, 3, 3 },
	{ "Lo\xcc\x88rdag 3 mars 2012", 2012, 3, 3 }, { "mån 20 maj 2024", 2024, 5, 20 },
	{ "20 maj 2024 (måndag)", 2024, 5, 20 },
	{ "20 maj 2024.", 2024, 5, 20 }, { "Mån. 20 maj 2024", 2024, 5, 20 },
	{ "May 20, 2024", 2024, 5, 20 }, { "20 May 2024", 2024, 5, 20 }, { "May 20th, 2024", 2024, 5, 20 },
	{ "the 20th of May, 2024", 2024, 5, 20 }, { "Monday, May 20, 2024", 2024, 5, 20 },
	{ "Mon., 20 May 2024", 2024, 5, 20 },
	{ "Dec. 24 2024", 2024, 12, 24 }, { "20. mai 2024", 2024, 5, 20 }, { "mandag 20. mai 2024", 2024, 5, 20 },
	{ "lørdag den 2. marts 2024", 2024, 3, 2 }, { "maanantai 20.5.2024", 2024, 5, 20 },
	{ "20. toukokuuta 2024", 2024, 5, 20 },
	{ "Älvdala, 20 maj 2024", 2024, 5, 20 }, { "Älvdala den 20 maj 2024", 2024, 5, 20 },
	{ "Älvdala, fredagen den 16 september 2011", 2011, 9, 16 }, { "Mo i Rana, 20. mai 2024", 2024, 5, 20 },
	{ "A\xcc\x8alvdala, 20 maj 2024", 2024, 5, 20 }, { "Älvdala, 2024-05-20", 2024, 5, 20 },
	{ "29 februari 2024", 2024, 2, 29 },
	{ "running text 20 maj 2024 kl 14", 0, 0, 0 }, { "20 maj 2024 kl 14", 0, 0, 0 },
	{ "Möte i dag den 20 maj", 0, 0, 0 },
	{ "Senast i Stora Älvdala, 20 maj 2024", 0, 0, 0 }, { "vi ses den 20 maj 2024", 0, 0, 0 },
	{ "29 februari 2023", 0, 0, 0 },
	{ "20/13 2024", 0, 0, 0 }, { "maj 2024", 0, 0, 0 }, { "2024", 0, 0, 0 }, { "2024-05", 0, 0, 0 },
	{ "20 maj 24", 0, 0, 0 },
	{ "2024-13-01", 0, 0, 0 }, { "20 majs 2024", 0, 0, 0 }, { "5/20/2024", 0, 0, 0 }, { "", 0, 0, 0 },
	{ "fredag", 0, 0, 0 },
	{ "20 maj 2024!", 0, 0, 0 }, { "20 maj 2024\x1b", 0, 0, 0 }, { "20 maj 20240", 0, 0, 0 },
	{ "120 maj 2024", 0, 0, 0 },
	{ "20 maj 2024 20 maj 2024", 0, 0, 0 }, { "2024-05-20T14:00", 0, 0, 0 }, { "\xff", 0, 0, 0 },
	{ ", 20 maj 2024", 0, 0, 0 },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19", 0, 0, 0 },
}, paths[] = {
	{ "2024-11-15-slug", 2024, 11, 15 }, { "content/2018/12-slug.md", 2018, 12, 1 },
	{ "2018/12/slug.md", 2018, 12, 1 },
	{ "2018/12.md", 2018, 12, 1 }, { "2018/12/24-jul.md", 2018, 12, 24 }, { "2018/12/24/jul.md", 2018, 12, 24 },
	{ "2018/12-24-jul.md", 2018, 12, 24 }, { "201812-slug.md", 2018, 12, 1 }, { "20181224.md", 2018, 12, 24 },
	{ "20181224-jul.md", 2018, 12, 24 }, { "klg/2024-11-15.md", 2024, 11, 15 },
	{ "_posts/2024-11-15-nytt.markdown", 2024, 11, 15 },
	{ "post/2024-11-15-nytt/index.md", 2024, 11, 15 }, { "2024-11/nytt.md", 2024, 11, 1 },
	{ "nyhetsbrev-2024-11-15.md", 2024, 11, 15 },
	{ "nyhetsbrev-2024-11.md", 2024, 11, 1 }, { "nyhetsbrev_2024_11_15.md", 2024, 11, 15 },
	{ "a/b/c/d/e/2018/12/x.md", 2018, 12, 1 },
	{ "nytt.md", 0, 0, 0 }, { "IMG_20240501.md", 0, 0, 0 }, { "IMG-2024-05-01.md", 0, 0, 0 },
	{ "20240501_123456.md", 0, 0, 0 },
	{ "Skärmavbild 2024-05-01 kl. 12.00.md", 0, 0, 0 }, { "DSC2024.md", 0, 0, 0 },
	{ "2024/47-slug.md", 0, 0, 0 },
	{ "2024/v12.md", 0, 0, 0 }, { "1066-10-14.md", 0, 0, 0 }, { "2024-02-30.md", 0, 0, 0 },
	{ "12024-11-15.md", 0, 0, 0 },
	{ "2024-11-155.md", 0, 0, 0 }, { "dnr-20241115x.md", 0, 0, 0 }, { "2024.md", 0, 0, 0 }, { "", 0, 0, 0 },
	{ "/", 0, 0, 0 },
	{ "12/2018-x.md", 0, 0, 0 }, { "20241.md", 0, 0, 0 }, { "signalen-2024-11-15.md", 2024, 11, 15 },
};

static void reads(bool (*read)(Slice, Date *), const char *text, int y, int m, int d)
{
	Date got = { 0, 0, 0 };
	Str s = STR_EMPTY;
	char want[16] = "no date";

	if (y)
		snprintf(want, sizeof want, "%04d-%02d-%02d", y, m, d);
	if (read(slice_c(text), &got))
		date_iso(got, &s);
	else
		str_add_c(&s, "no date");
	is_str(str_c(&s), want, "%s", *text == '\x1b' || !*text ? "(empty)" : text);
	str_free(&s);
}

static void counting(void)
{
	Date d = { 1, 1, 1 }, last = { 0, 0, 0 };
	int weekday = date_weekday(d);

	is_int(weekday, 0, "the year 1 began on a Monday");
	for (int i = 0; i < 3652059 - 1; i += 1 + (int)rnd_below(60)) {
		Date then = date_add((Date){ 1, 1, 1 }, i);
		Date next = date_add(then, 1);

		law(date_valid(then.year, then.month, then.day), "day %d", i);
		law(date_cmp(then, last) > 0 && date_cmp(next, then) > 0 && date_cmp(then, next) < 0, "order at day %d", i);
		law(date_weekday(then) == (weekday + i) % 7, "weekday of day %d", i);
		law(date_weekday(next) == (weekday + i + 1) % 7, "weekday after day %d", i);
		law(date_cmp(date_add(next, -1), then) == 0, "there and back at day %d", i);
		last = then;
	}
	law_done("days follow each other");
	ok(date_cmp((Date){ 0, 0, 0 }, (Date){ 1, 1, 1 }) < 0, "no date comes first");
	ok(!date_valid(1900, 2, 29) && date_valid(2000, 2, 29), "leap years");
}

/* Whatever is written comes back, in each form. */
static void round_trip(void)
{
	static const char *const months[] = { "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
		"september", "oktober", "november", "december" };

	for (int i = 0; i < tap_rounds(1000); i++) {
		Date d = date_add((Date){ 1990, 1, 1 }, (int)rnd_below(30000)), got[6];
		Str s = STR_EMPTY;
		int n = 0;

		date_iso(d, &s);
		law(date_parse(str_slice(&s), &got[n++]), "%s", str_c(&s));
		law(date_parse_iso(str_slice(&s), &got[n++]), "%s", str_c(&s));
		str_add_c(&s, "-en-titel.md");
		law(date_from_path(str_slice(&s), &got[n++]), "%s", str_c(&s));
		str_clear(&s);
		str_printf(&s, "den %d %s %d", d.day, months[d.month - 1], d.year);
		law(date_parse(str_slice(&s), &got[n++]), "%s", str_c(&s));
		str_clear(&s);
		date_long(d, &s);
		law(date_parse(str_slice(&s), &got[n++]), "%s", str_c(&s));
		str_clear(&s);
		str_printf(&s, "%d.%d.%d", d.day, d.month, d.year);
		law(date_parse(str_slice(&s), &got[n++]), "%s", str_c(&s));
		while (n-- > 0)
			law(date_cmp(d, got[n]) == 0, "form %d of %s", n, str_c(&s));
		str_free(&s);
	}
	law_done("what is written comes back");
}

static void says(void (*write)(Date, Str *), Date d, const char *want)
{
	Str s = STR_EMPTY;

	write(d, &s);
	is_str(str_c(&s), want, "written: %s", *want ? want : "nothing");
	str_free(&s);
}

static void moments(void)
{
	static const struct {
		const char *now, *iso;
	} cases[] = {
		{ "0", "1970-01-01T00:00:00+00:00" }, { "1731670200 +0100", "2024-11-15T12:30:00+01:00" },
		{ "1731670200 -0330", "2024-11-15T08:00:00-03:30" }, { "-1 +0000", "1969-12-31T23:59:59+00:00" },
		{ "1735685999 +0100", "2024-12-31T23:59:59+01:00" },
		{ "1735686000 +0100", "2025-01-01T00:00:00+01:00" },
	};
	Str s = STR_EMPTY;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		setenv("BLAD_NOW", cases[i].now, 1);
		moment_iso(moment_now(), &s);
		is_str(str_c(&s), cases[i].iso, "BLAD_NOW=%s", cases[i].now);
		str_clear(&s);
	}
	setenv("BLAD_NOW", "1731670200 +1300", 1);
	moment_clock(moment_now(), &s);
	is_str(str_c(&s), "00:30", "the clock is of its own zone");
	is_int(date_cmp(date_today(), (Date){ 2024, 11, 16 }), 0, "and so is the day");
	setenv("BLAD_NOW", "soon", 1);
	ok(moment_now().sec > TAP_NOW, "nonsense is not believed");
	str_free(&s);
}

int main(void)
{
	Date d;

	tap_scrub();
	words_choose(NULL);
	for (size_t i = 0; i < sizeof written / sizeof *written; i++)
		reads(date_parse, written[i].text, written[i].y, written[i].m, written[i].d);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		reads(date_from_path, paths[i].text, paths[i].y, paths[i].m, paths[i].d);
	ok(date_parse_iso(SLICE_LIT("2024-05-20T14:00:00Z"), &d) && date_parse_iso(SLICE_LIT("2024-05-20 14:00"), &d), "a time may follow");
	ok(!date_parse_iso(SLICE_LIT("2024-05-201"), &d), "but not a digit");
	counting();
	round_trip();
	says(date_day, (Date){ 2024, 5, 20 }, "20 May");
	says(date_long, (Date){ 2024, 9, 3 }, "3 September 2024");
	words_choose("sv");
	says(date_day, (Date){ 2024, 10, 20 }, "20 okt");
	says(date_long, (Date){ 2024, 5, 20 }, "20 maj 2024");
	says(date_iso, (Date){ 0, 0, 0 }, "");
	moments();
	return tap_done();
}
