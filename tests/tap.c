/* Tests that speak TAP. */
#include "tap.h"

#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LAW_NOTES 5	/* so many broken inputs of one law are told */
#define SLOW_SHARE 20	/* of the turns, this part is enough under valgrind */

extern char **environ;

static int checks, failed;
static int law_tried, law_broken;
static char dir[4096];
static pid_t dir_owner;

/* ---- results ---- */

__attribute__((format(printf, 2, 0)))
static bool result_v(bool cond, const char *name, va_list ap)
{
	checks++;
	if (!cond)
		failed++;
	printf("%s %d - ", cond ? "ok" : "not ok", checks);
	vprintf(name, ap);
	putchar('\n');
	fflush(stdout);
	return cond;
}

bool ok(bool cond, const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	result_v(cond, name, ap);
	va_end(ap);
	return cond;
}

void tap_note(const char *fmt, ...)
{
	va_list ap;

	fputs("# ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

bool is_int(long long got, long long want, const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	result_v(got == want, name, ap);
	va_end(ap);
	if (got != want)
		tap_note("got %lld, want %lld", got, want);
	return got == want;
}

/* On one line, whatever is in it. */
static void note_bytes(const char *what, Slice s)
{
	printf("#  %s: \"", what);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\n')
			fputs("\\n", stdout);
		else if (c == '\t')
			fputs("\\t", stdout);
		else if (c < 0x20 || c == 0x7f || c == '"' || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	printf("\" (%zu bytes)\n", s.len);
}

__attribute__((format(printf, 3, 0)))
static bool is_slice_v(Slice got, Slice want, const char *name, va_list ap)
{
	bool same = got.len == want.len && (got.len == 0 || memcmp(got.p, want.p, got.len) == 0);

	result_v(same, name, ap);
	if (!same) {
		note_bytes(" got", got);
		note_bytes("want", want);
		fflush(stdout);
	}
	return same;
}

bool is_slice(Slice got, Slice want, const char *name, ...)
{
	va_list ap;
	bool same;

	va_start(ap, name);
	same = is_slice_v(got, want, name, ap);
	va_end(ap);
	return same;
}

bool is_str(const char *got, const char *want, const char *name, ...)
{
	va_list ap;
	bool same;

	va_start(ap, name);
	if (got && want) {
		same = is_slice_v(slice_c(got), slice_c(want), name, ap);
	} else {
		same = result_v(got == want, name, ap);
		if (!same)
			tap_note("got %s%s%s, want %s%s%s", got ? "\"" : "", got ? got : "NULL", got ? "\"" : "",
			    want ? "\"" : "", want ? want : "NULL", want ? "\"" : "");
	}
	va_end(ap);
	return same;
}

void tap_skip(const char *why, ...)
{
	va_list ap;

	printf("ok %d # SKIP ", ++checks);
	va_start(ap, why);
	vprintf(why, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

void tap_skip_all(const char *why, ...)
{
	va_list ap;

	fputs("1..0 # SKIP ", stdout);
	va_start(ap, why);
	vprintf(why, ap);
	va_end(ap);
	putchar('\n');
	exit(0);
}

void tap_stop(const char *why, ...)
{
	va_list ap;

	fputs("Bail out! ", stdout);
	va_start(ap, why);
	vprintf(why, ap);
	va_end(ap);
	putchar('\n');
	exit(1);
}

int tap_done(void)
{
	printf("1..%d\n", checks);
	fflush(stdout);
	if (checks == 0)
		return 1;
	return failed == 0 || getenv("TAP_HARNESS") ? 0 : 1;	/* the harness counts a bad end as one failure more */
}

/* ---- laws ---- */

int tap_rounds(int n)
{
	return getenv("TAP_SLOW") ? n / SLOW_SHARE + 1 : n;
}

bool law(bool holds, const char *fmt, ...)
{
	va_list ap;

	law_tried++;
	if (holds)
		return true;
	if (law_broken++ < LAW_NOTES) {
		fputs("# broken by ", stdout);
		va_start(ap, fmt);
		vprintf(fmt, ap);
		va_end(ap);
		putchar('\n');
		fflush(stdout);
	}
	return false;
}

bool law_done(const char *name, ...)
{
	va_list ap;
	bool holds = law_tried > 0 && law_broken == 0;

	va_start(ap, name);
	result_v(holds, name, ap);
	va_end(ap);
	if (!holds)
		tap_note("broken by %d of %d", law_broken, law_tried);
	law_tried = law_broken = 0;
	return holds;
}

/* ---- random: splitmix64 ---- */

static uint64_t rnd_state;
static bool rnd_ready;

void rnd_seed(uint64_t seed)
{
	rnd_state = seed;
	rnd_ready = true;
	tap_note("seed %llu", (unsigned long long)seed);
}

uint64_t rnd(void)
{
	uint64_t z;

	if (!rnd_ready) {
		const char *s = getenv("TAP_SEED");
		rnd_seed(s ? strtoull(s, NULL, 10) : 1);
	}
	z = (rnd_state += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

unsigned rnd_below(unsigned n)
{
	return (unsigned)(rnd() % n);
}

bool rnd_one_in(unsigned n)
{
	return rnd_below(n) == 0;
}

const char *rnd_pick(const char *const *words)
{
	unsigned n = 0;

	while (words[n])
		n++;
	return words[rnd_below(n)];
}

/* ---- surroundings ---- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* A child that was forked and exits on its own must not take the folder with it. */
static void remove_dir(void)
{
	if (dir[0] && getpid() == dir_owner)
		nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *tap_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	if (dir[0])
		return dir;
	snprintf(dir, sizeof(dir), "%s/blad-test-XXXXXX", tmp && tmp[0] == '/' ? tmp : "/tmp");
	if (!mkdtemp(dir)) {
		int e = errno;
		dir[0] = '\0';
		tap_stop("no folder for the test: %s", strerror(e));
	}
	dir_owner = getpid();
	atexit(remove_dir);
	return dir;
}

static const char *join(const char *a, const char *b)
{
	static char ring[8][8192];
	static unsigned next;
	char *out = ring[next++ % 8];

	snprintf(out, sizeof(ring[0]), "%s/%s", a, b);
	return out;
}

const char *tap_path(const char *rel)
{
	return join(tap_dir(), rel);
}

const char *tap_src(const char *rel)
{
	const char *src = getenv("SRCDIR");

	return join(src ? src : ".", rel);
}

static bool unwanted(const char *var)
{
	static const char *const starts[] = {
		"GIT_", "XDG_", "LC_", "BLAD_", "SSH_", "LANG", "LANGUAGE", "VISUAL", "EDITOR", "PAGER", "NO_COLOR", "COLUMNS",
		"LINES", "EMAIL", "TERM", "TMUX", NULL
	};

	for (int i = 0; starts[i]; i++)
		if (strncmp(var, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

void tap_scrub(void)
{
	char now[32];
	bool found;

	do {	/* unsetenv moves the list, so look from its start again */
		found = false;
		for (char **e = environ; *e && !found; e++) {
			const char *eq = strchr(*e, '=');
			char name[256];
			if (!eq || !unwanted(*e) || (size_t)(eq - *e) >= sizeof(name))
				continue;
			memcpy(name, *e, (size_t)(eq - *e));
			name[eq - *e] = '\0';
			unsetenv(name);
			found = true;
		}
	} while (found);
	snprintf(now, sizeof(now), "%d", TAP_NOW);
	setenv("HOME", tap_dir(), 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("TERM", "dumb", 1);
	setenv("BLAD_NOW", now, 1);
}
