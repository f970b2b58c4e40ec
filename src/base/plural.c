/* The expressions of gettext's Plural-Forms, read and evaluated in one go. */
#include "base/plural.h"

#include <stddef.h>
#include <string.h>

#define DEPTH_MOST 64

typedef struct {
	const char *p;
	unsigned long n;
	int depth;
	bool bad;
} Reader;

/* By rising strength; of two that begin alike the longer first. */
static const struct {
	const char *sign;
	int strength;
	char op;
} operators[] = {
	{ "||", 1, '|' }, { "&&", 2, '&' }, { "==", 3, '=' }, { "!=", 3, '!' }, { "<=", 4, 'l' }, { ">=", 4, 'g' },
	{ "<", 4, '<' }, { ">", 4, '>' }, { "+", 5, '+' }, { "-", 5, '-' }, { "*", 6, '*' }, { "/", 6, '/' },
	{ "%", 6, '%' },
};

static unsigned long choice(Reader *r);

static void skip_blanks(Reader *r)
{
	while (*r->p == ' ' || *r->p == '\t')
		r->p++;
}

static bool take(Reader *r, char c)
{
	skip_blanks(r);
	if (*r->p != c)
		return false;
	r->p++;
	return true;
}

static unsigned long apply(char op, unsigned long a, unsigned long b)
{
	switch (op) {
	case '|': return a || b;
	case '&': return a && b;
	case '=': return a == b;
	case '!': return a != b;
	case 'l': return a <= b;
	case 'g': return a >= b;
	case '<': return a < b;
	case '>': return a > b;
	case '+': return a + b;
	case '-': return a - b;
	case '*': return a * b;
	case '/': return b ? a / b : 0;
	default: return b ? a % b : 0;
	}
}

static unsigned long single(Reader *r)
{
	unsigned long v = 0;

	if (r->bad || ++r->depth > DEPTH_MOST) {
		r->bad = true;
		return 0;
	}
	skip_blanks(r);
	if (take(r, '!')) {
		v = !single(r);
	} else if (take(r, '(')) {
		v = choice(r);
		if (!take(r, ')'))
			r->bad = true;
	} else if (take(r, 'n')) {
		v = r->n;
	} else if (*r->p >= '0' && *r->p <= '9') {
		while (*r->p >= '0' && *r->p <= '9')
			v = v * 10 + (unsigned long)(*r->p++ - '0');
	} else {
		r->bad = true;
	}
	r->depth--;
	return v;
}

static unsigned long binary(Reader *r, int strength)
{
	unsigned long a = single(r);

	while (!r->bad) {
		size_t i, count = sizeof operators / sizeof *operators;

		skip_blanks(r);
		for (i = 0; i < count; i++)
			if (strncmp(r->p, operators[i].sign, strlen(operators[i].sign)) == 0)
				break;
		if (i == count || operators[i].strength < strength)
			break;
		r->p += strlen(operators[i].sign);
		a = apply(operators[i].op, a, binary(r, operators[i].strength + 1));
	}
	return a;
}

static unsigned long choice(Reader *r)
{
	unsigned long test, yes, no;

	if (r->bad || ++r->depth > DEPTH_MOST) {
		r->bad = true;
		return 0;
	}
	test = binary(r, 1);
	if (take(r, '?')) {
		yes = choice(r);
		if (!take(r, ':'))
			r->bad = true;
		no = choice(r);
		test = test ? yes : no;
	}
	r->depth--;
	return test;
}

bool plural_form(const char *expr, unsigned long n, unsigned long *out)
{
	Reader r = { .p = expr, .n = n };
	unsigned long v = choice(&r);

	skip_blanks(&r);
	if (r.bad || (*r.p && *r.p != ';' && *r.p != '\n'))
		return false;
	*out = v;
	return true;
}
