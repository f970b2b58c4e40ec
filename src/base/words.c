/* Words for people: reads gettext catalogues (.mo) and chooses one by the language's name. */
#include "base/words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/plural.h"
#include "base/share.h"

#define MO_MAGIC 0x950412deu
#define LANG_MOST 15

static struct {
	char lang[LANG_MOST + 1];
	Slice mo;		/* empty: the words of the source */
	uint32_t count, ids, texts;
	bool swapped;
	const char *plural;	/* the expression of Plural-Forms, or NULL */
	unsigned long forms;
} chosen = { .lang = "en" };

/* ---- the catalogue: every offset in it is checked once, when it is chosen ---- */

static uint32_t number_at(Slice mo, size_t at, bool swapped)
{
	uint32_t n;

	memcpy(&n, mo.p + at, sizeof n);
	return swapped ? __builtin_bswap32(n) : n;
}

/* String i of a table: an offset and a length; NULL if it is not wholly inside and ended with NUL. */
static bool string_at(Slice mo, size_t table, uint32_t i, bool swapped, Slice *out)
{
	size_t len = number_at(mo, table + (size_t)i * 8, swapped);
	size_t at = number_at(mo, table + (size_t)i * 8 + 4, swapped);

	if (at >= mo.len || len >= mo.len - at || mo.p[at + len] != '\0')
		return false;
	*out = slice(mo.p + at, len);
	return true;
}

static bool table_fits(Slice mo, size_t table, size_t count)
{
	return table <= mo.len && count <= (mo.len - table) / 8;
}

static bool mo_check(Slice mo)
{
	Slice last = { NULL, 0 }, id, text;
	uint32_t magic;

	if (mo.len < 28)
		return false;
	magic = number_at(mo, 0, false);
	chosen.swapped = magic == __builtin_bswap32(MO_MAGIC);
	if (!chosen.swapped && magic != MO_MAGIC)
		return false;
	if (number_at(mo, 4, chosen.swapped) >> 16 > 1)
		return false;
	chosen.count = number_at(mo, 8, chosen.swapped);
	chosen.ids = number_at(mo, 12, chosen.swapped);
	chosen.texts = number_at(mo, 16, chosen.swapped);
	if (!table_fits(mo, chosen.ids, chosen.count) || !table_fits(mo, chosen.texts, chosen.count))
		return false;
	for (uint32_t i = 0; i < chosen.count; i++) {
		if (!string_at(mo, chosen.ids, i, chosen.swapped, &id) ||
		    !string_at(mo, chosen.texts, i, chosen.swapped, &text))
			return false;
		if (i && slice_cmp(last, id) >= 0)
			return false;
		last = id;
	}
	return true;
}

/* Only the first of the strings that one and many share is compared. */
static bool look_up(Slice key, Slice *out)
{
	uint32_t lo = 0, hi = chosen.mo.len ? chosen.count : 0;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		Slice id;
		int c;

		if (!string_at(chosen.mo, chosen.ids, mid, chosen.swapped, &id))
			return false;
		id.len = strlen(id.p);
		c = slice_cmp(key, id);
		if (c == 0)
			return string_at(chosen.mo, chosen.texts, mid, chosen.swapped, out) && out->len > 0;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

static void read_plural_forms(void)
{
	Slice head;
	const char *p;

	chosen.plural = NULL;
	chosen.forms = 2;
	if (!look_up(SLICE_LIT(""), &head))
		return;
	p = strstr(head.p, "Plural-Forms:");
	if (!p)
		return;
	p += strcspn(p, "=\n");
	if (*p != '=')
		return;
	chosen.forms = strtoul(p + 1, NULL, 10);
	p += strcspn(p, ";\n");
	p += strcspn(p, "=\n");
	if (*p == '=')
		chosen.plural = p + 1;
}

/* ---- which language ---- */

static void choose_english(void)
{
	memset(&chosen, 0, sizeof chosen);
	memcpy(chosen.lang, "en", 3);
}

bool words_use(const char *lang, Slice mo)
{
	choose_english();
	if (!mo_check(mo)) {
		choose_english();
		return false;
	}
	snprintf(chosen.lang, sizeof chosen.lang, "%s", lang);
	chosen.mo = mo;
	read_plural_forms();
	return true;
}

static bool choose_code(const char *code)
{
	char name[32 + LANG_MOST];
	Slice mo;

	if (strcmp(code, "en") == 0 || strcmp(code, "c") == 0 || strcmp(code, "posix") == 0) {
		choose_english();
		return true;
	}
	snprintf(name, sizeof name, "locale/%s.mo", code);
	return share_get(name, &mo) && words_use(code, mo);
}

/* sv, sv_SE, sv-SE.UTF-8, sv_SE@x: only the language counts. */
static bool choose_locale(Slice locale)
{
	char code[LANG_MOST + 1];
	size_t n = 0;

	while (n < locale.len && n < LANG_MOST && isalpha((unsigned char)locale.p[n])) {
		code[n] = (char)tolower((unsigned char)locale.p[n]);
		n++;
	}
	if (n == 0 || (n < locale.len && !strchr("_-.@", locale.p[n])))
		return false;
	code[n] = '\0';
	return choose_code(code);
}

/* The first known one of a list with ':' between. */
static bool choose_list(const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ":");

		if (choose_locale(slice(list, n)))
			return true;
		list += n + (list[n] == ':');
	}
	return false;
}

void words_choose(const char *explicit_lang)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

	choose_english();
	if (choose_list(explicit_lang))
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		/* The first locale that is set decides, also when we lack its language; LANGUAGE is only a wish. */
		if (value && *value && (choose_list(value) || i > 0))
			return;
	}
}

const char *words_lang(void)
{
	return chosen.lang;
}

/* ---- the words ---- */

const char *words_get(const char *msgid)
{
	Slice text;

	return msgid && *msgid && look_up(slice_c(msgid), &text) ? text.p : msgid;
}

const char *words_get_ctx(const char *ctx, const char *msgid)
{
	Str key = STR_EMPTY;
	Slice text;
	bool found;

	str_printf(&key, "%s\004%s", ctx, msgid);
	found = look_up(str_slice(&key), &text);
	str_free(&key);
	return found ? text.p : msgid;
}

const char *words_plural(const char *one, const char *many, unsigned long n)
{
	unsigned long form = n != 1;
	Slice text;

	if (!look_up(slice_c(one), &text))
		return n == 1 ? one : many;
	if (chosen.plural && !plural_form(chosen.plural, n, &form))
		form = n != 1;
	if (form >= chosen.forms)
		form = 0;
	for (; form > 0; form--) {
		size_t skip = strlen(text.p) + 1;

		if (skip > text.len)	/* fewer forms than promised */
			break;
		text = slice_sub(text, skip, text.len);
	}
	return text.p;
}
