/* Forms of text for comparing and naming: folded with single blanks, slugs. */
#include "base/utf8.h"

static bool no_space(uint32_t cp)
{
	return !utf8_is_space(cp);
}

static bool in_slug(uint32_t cp)
{
	return utf8_is_letter(cp) || utf8_is_digit(cp);
}

/* Appends the folded s; each run of what is not kept becomes one joint between the rest.  Was anything kept? */
static bool fold_joined(Slice s, bool (*keep)(uint32_t cp), char joint, Str *out)
{
	Str folded = STR_EMPTY;
	size_t start = out->len, n;
	bool gap = false;

	utf8_fold(s, &folded);
	for (size_t i = 0; i < folded.len; i += n) {
		uint32_t cp;

		n = utf8_next(folded.p + i, folded.len - i, &cp);
		if (!keep(cp)) {
			gap = true;
			continue;
		}
		if (gap && out->len > start)
			str_add_char(out, joint);
		gap = false;
		str_add(out, folded.p + i, n);
	}
	str_free(&folded);
	return out->len > start;
}

void utf8_fold_space(Slice s, Str *out)
{
	fold_joined(s, no_space, ' ', out);
}

void utf8_slug(Slice s, Str *out)
{
	if (!fold_joined(s, in_slug, '-', out))
		str_add_c(out, "item");
}
