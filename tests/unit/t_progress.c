/* How far a transfer is, in words. */
#include "archive/progress.h"
#include "tap.h"

static const char *words(Progress *p, const char *phase, size_t done, size_t total, size_t bytes, int64_t now)
{
	static Str s;

	progress_due(p, phase, bytes, now);
	str_free(&s);
	progress_words(p, done, total, bytes, now, &s);
	return str_c(&s);
}

int main(void)
{
	Progress p = { 0 };
	int told = 0;

	tap_scrub();
	is_str(words(&p, "fetch", 0, 0, 0, 5000), "fetching", "before anything came");
	is_str(words(&p, "fetch", 1, 1, 999, 5100), "fetching · 1 of 1 object", "one object, and too few bytes to name");
	is_str(words(&p, "fetch", 12, 3400, 340 * 1000, 5900), "fetching · 12 of 3400 objects · 340 kB", "no rate in the first second");
	is_str(words(&p, "fetch", 12, 3400, 340 * 1000, 6000), "fetching · 12 of 3400 objects · 340 kB · 340 kB/s", "then there is one");
	is_str(words(&p, "fetch", 12, 3400, 1250 * 1000, 10000), "fetching · 12 of 3400 objects · 1.2 MB · 250 kB/s", "of the whole phase");
	is_str(words(&p, "fetch", 12, 3400, 45 * 1000 * 1000, 15000), "fetching · 12 of 3400 objects · 45 MB · 4.5 MB/s", "in larger units");
	is_str(words(&p, "resolve", 3, 9, 45 * 1000 * 1000, 15100), "unpacking · 45 MB", "unpacking is no transfer");
	is_str(words(&p, "resolve", 3, 9, 45 * 1000 * 1000, 19100), "unpacking · 45 MB", "and has no rate");
	is_str(words(&p, "push", 3, 9, 0, 19200), "sending · 3 of 9 objects", "sending");
	is_str(words(&p, "files", 3, 9, 0, 19300), "writing the files", "files");
	p = (Progress){ 0 };
	for (int64_t now = 0; now < 1000; now++)
		told += progress_due(&p, now < 500 ? "fetch" : "push", 0, now);
	is_int(told, 10, "told some times a second, and at once in a new phase");
	return tap_done();
}
