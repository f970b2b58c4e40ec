/* git pathspecs against one path, in time that grows with the product of their lengths whatever a stranger wrote. */
#include <stdlib.h>

#include "base/mem.h"
#include "git/conf.h"

typedef struct {
	Slice pattern;
	bool exclude, icase, literal, glob, never;
} Spec;

static const struct {
	const char *word;
	size_t flag;
} magic[] = {
	{ "exclude", offsetof(Spec, exclude) },
	{ "icase", offsetof(Spec, icase) },
	{ "literal", offsetof(Spec, literal) },
	{ "glob", offsetof(Spec, glob) },
};

static void long_magic(Slice words, Spec *out)
{
	size_t from = 0;

	for (size_t i = 0; i <= words.len; i++) {
		Slice word;
		bool known = false;

		if (i < words.len && words.p[i] != ',')
			continue;
		word = slice_sub(words, from, i);
		from = i + 1;
		for (size_t k = 0; k < sizeof magic / sizeof *magic; k++)
			if (slice_is(word, magic[k].word))
				*((bool *)((char *)out + magic[k].flag)) = known = true;
		if (!known && word.len > 0 && !slice_is(word, "top"))
			out->never = true;	/* attr: and what git may learn */
	}
}

static Spec spec_parse(const char *text)
{
	Spec spec = { .pattern = slice_c(text) };
	size_t i = 1;

	if (text[0] == ':' && text[1] == '(') {
		ptrdiff_t end = slice_find(spec.pattern, SLICE_LIT(")"), 2);

		if (end < 0) {
			spec.never = true;
			return spec;
		}
		long_magic(slice_sub(spec.pattern, 2, (size_t)end), &spec);
		i = (size_t)end + 1;
	} else if (text[0] == ':') {
		for (; text[i] == '!' || text[i] == '^' || text[i] == '/'; i++)
			spec.exclude = spec.exclude || text[i] != '/';
		if (text[i] == ':')
			i++;
	} else {
		i = 0;
	}
	spec.pattern = slice_sub(spec.pattern, i, spec.pattern.len);
	while (slice_starts(spec.pattern, "./"))
		spec.pattern = slice_sub(spec.pattern, 2, spec.pattern.len);
	if (slice_is(spec.pattern, "."))
		spec.pattern.len = 0;
	return spec;
}

static unsigned char fold(char c, bool icase)
{
	return (unsigned char)(icase && c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool class_has(Slice name, unsigned char c)
{
	static const struct {
		const char *name;
		const char *ranges;	/* pairs: from, to */
	} classes[] = {
		{ "alnum", "09AZaz" }, { "alpha", "AZaz" }, { "digit", "09" }, { "lower", "az" }, { "upper", "AZ" },
		{ "punct", "!/:@[`{~" }, { "space", "\t\r  " }, { "blank", "\t\t  " }, { "xdigit", "09AFaf" }, { "print", " ~" }, { "graph", "!~" },
	};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (slice_is(name, classes[i].name))
			for (const char *r = classes[i].ranges; *r; r += 2)
				if (c >= (unsigned char)r[0] && c <= (unsigned char)r[1])
					return true;
	return false;
}

/* The bracket that begins at p.p[at]: its length, 0 if it never ends; *has tells whether c is in it. */
static size_t bracket(Slice p, size_t at, unsigned char c, bool icase, bool *has)
{
	size_t i = at + 1;
	bool not = i < p.len && (p.p[i] == '!' || p.p[i] == '^'), in = false;

	i += not;
	for (size_t first = i; i < p.len && (p.p[i] != ']' || i == first); i++) {
		unsigned char lo, hi;

		if (p.p[i] == '[' && i + 1 < p.len && p.p[i + 1] == ':') {
			ptrdiff_t end = slice_find(p, SLICE_LIT(":]"), i + 2);

			if (end < 0)
				return 0;
			in = in || class_has(slice_sub(p, i + 2, (size_t)end), c);
			i = (size_t)end + 1;
			continue;
		}
		if (p.p[i] == '\\' && i + 1 < p.len)
			i++;
		lo = hi = fold(p.p[i], icase);
		if (i + 2 < p.len && p.p[i + 1] == '-' && p.p[i + 2] != ']') {
			i += 2;
			if (p.p[i] == '\\' && i + 1 < p.len)
				i++;
			hi = fold(p.p[i], icase);
		}
		in = in || (c >= lo && c <= hi);
	}
	*has = in != not;
	return i < p.len ? i + 1 - at : 0;
}

typedef struct {
	Slice p;
	bool icase, glob;
	unsigned char *now, *next;	/* which places in p can be reached; p.len + 1 of them */
} Match;

/* A run of stars at i: how long, and whether it may cross '/'; "**" must be a whole part in glob patterns. */
static size_t stars(const Match *m, size_t i, bool *cross)
{
	size_t n = i;
	bool whole;

	while (n < m->p.len && m->p.p[n] == '*')
		n++;
	whole = n - i == 2 && (i == 0 || m->p.p[i - 1] == '/') && (n == m->p.len || m->p.p[n] == '/');
	*cross = !m->glob || whole;
	return n - i;
}

/* Reaches i, and what follows without taking a byte. */
static void reach(const Match *m, unsigned char *set, size_t i)
{
	while (!set[i]) {
		bool cross;
		size_t n;

		set[i] = 1;
		if (i == m->p.len || m->p.p[i] != '*')
			return;
		n = stars(m, i, &cross);
		/* "**" and its slash together may stand for nothing */
		if (m->glob && cross && i + n < m->p.len)
			reach(m, set, i + n + 1);
		i += n;
	}
}

static void take(const Match *m, size_t i, char byte)
{
	unsigned char c = fold(byte, m->icase);
	bool cross, has = false;
	size_t n;

	switch (m->p.p[i]) {
	case '*':
		stars(m, i, &cross);
		if (cross || c != '/')
			reach(m, m->next, i);
		return;
	case '?':
		if (!m->glob || c != '/')
			reach(m, m->next, i + 1);
		return;
	case '[':
		n = bracket(m->p, i, c, m->icase, &has);
		if (n > 0 && has && (!m->glob || c != '/'))
			reach(m, m->next, i + n);
		return;
	case '\\':
		i += i + 1 < m->p.len;
		/* fall through */
	default:
		if (fold(m->p.p[i], m->icase) == c)
			reach(m, m->next, i + 1);
	}
}

static bool wild_match(const Spec *spec, Slice path)
{
	Match m = { .p = spec->pattern, .icase = spec->icase, .glob = spec->glob };
	size_t size = m.p.len + 1;
	bool matched;

	m.now = mem_alloc_n(2, size);
	m.next = m.now + size;
	unsigned char *memory = m.now;
	reach(&m, m.now, 0);
	for (size_t at = 0; at < path.len; at++) {
		unsigned char *swap = m.now;

		memset(m.next, 0, size);
		for (size_t i = 0; i < m.p.len; i++)
			if (m.now[i])
				take(&m, i, path.p[at]);
		m.now = m.next;
		m.next = swap;
	}
	matched = m.now[m.p.len];
	free(memory);
	return matched;
}

/* The path itself or a folder above it. */
static bool literal_match(const Spec *spec, Slice path)
{
	Slice p = spec->pattern;

	if (p.len > path.len)
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (fold(p.p[i], spec->icase) != fold(path.p[i], spec->icase))
			return false;
	return p.len == path.len || p.len == 0 || p.p[p.len - 1] == '/' || path.p[p.len] == '/';
}

static bool spec_match(const Spec *spec, Slice path)
{
	if (spec->never)
		return false;
	return literal_match(spec, path) || (!spec->literal && wild_match(spec, path));
}

bool pathspec_match(const char *const *specs, size_t n, const char *path)
{
	Slice s = slice_c(path);
	bool in = false, positive = false;

	for (size_t i = 0; i < n; i++) {
		Spec spec = spec_parse(specs[i]);

		if (spec.exclude && spec_match(&spec, s))
			return false;
		positive = positive || !spec.exclude;
		in = in || (!spec.exclude && spec_match(&spec, s));
	}
	return in || (n > 0 && !positive);
}
