/* How far a transfer is, in words: what is done, how much of it, how fast. */
#include "archive/progress.h"

#include "base/words.h"

#define TELL_MS 100
#define RATE_MS 1000		/* sooner a rate is chance */

static const struct {
	const char *phase, *words;
	bool objects;
} phases[] = {
	{ "fetch", N_("fetching"), true },
	{ "resolve", N_("unpacking"), false },
	{ "push", N_("sending"), true },
	{ "files", N_("writing the files"), false },
	{ "hook", N_("asking this archive's hooks"), false },
};

bool progress_due(Progress *p, const char *phase, size_t bytes, int64_t now)
{
	bool new = !p->phase || strcmp(p->phase, phase) != 0;

	if (!new && now - p->told < TELL_MS)
		return false;
	if (new) {
		p->phase = phase;
		p->began = now;
		p->from = bytes;
	}
	p->told = now;
	return true;
}

/* In units of a thousand: whole ones, and tenths while there are few. */
static void add_bytes(size_t bytes, Str *out)
{
	size_t kb = bytes / 1000, mb = kb / 1000;

	if (bytes < 1000 * 1000)
		str_printf(out, _("%zu kB"), kb);
	else if (mb < 10)
		str_printf(out, _("%zu.%zu MB"), mb, kb / 100 % 10);
	else
		str_printf(out, _("%zu MB"), mb);
}

static void add_rate(const Progress *p, size_t bytes, int64_t now, Str *out)
{
	int64_t ms = now - p->began;
	Str rate = STR_EMPTY;

	if (ms < RATE_MS || bytes <= p->from)
		return;
	add_bytes((size_t)((double)(bytes - p->from) * 1000 / (double)ms), &rate);
	str_add_c(out, " · ");
	str_printf(out, _("%s/s"), str_c(&rate));
	str_free(&rate);
}

void progress_words(const Progress *p, size_t done, size_t total, size_t bytes, int64_t now, Str *out)
{
	size_t i = 0;

	while (i + 1 < sizeof phases / sizeof *phases && strcmp(phases[i].phase, p->phase) != 0)
		i++;
	str_add_c(out, _(phases[i].words));
	if (total && phases[i].objects) {
		str_add_c(out, " · ");
		str_printf(out, words_plural("%zu of %zu object", "%zu of %zu objects", total), done, total);
	}
	if (bytes >= 1000) {
		str_add_c(out, " · ");
		add_bytes(bytes, out);
		add_rate(p, bytes, now, out);
	}
}
