/* Where the cursor may go in a text. */
#include "text/motion.h"

#include "base/utf8.h"

size_t motion_next(Slice text, size_t at)
{
	return at >= text.len ? text.len : at + utf8_grapheme(text, at);
}

size_t motion_back(Slice text, size_t at)
{
	return at ? at - utf8_grapheme_back(text, at) : 0;
}

static bool word_at(Slice text, size_t at)
{
	uint32_t cp;

	if (at >= text.len)
		return false;
	utf8_next(text.p + at, text.len - at, &cp);
	return utf8_is_word(cp);
}

size_t motion_word_next(Slice text, size_t at)
{
	while (at < text.len && !word_at(text, at))
		at = motion_next(text, at);
	while (at < text.len && word_at(text, at))
		at = motion_next(text, at);
	return at;
}

size_t motion_word_back(Slice text, size_t at)
{
	while (at && !word_at(text, motion_back(text, at)))
		at = motion_back(text, at);
	while (at && word_at(text, motion_back(text, at)))
		at = motion_back(text, at);
	return at;
}

size_t motion_line_start(Slice text, size_t at)
{
	const char *end = at ? memrchr(text.p, '\n', at) : NULL;

	return end ? (size_t)(end - text.p) + 1 : 0;
}

size_t motion_line_end(Slice text, size_t at)
{
	const char *end = at < text.len ? memchr(text.p + at, '\n', text.len - at) : NULL;

	at = end ? (size_t)(end - text.p) : at < text.len ? text.len : at;
	/* "\r\n" is one cluster: the cursor never stands inside it. */
	if (at < text.len && at && text.p[at - 1] == '\r')
		at--;
	return at;
}

size_t motion_next_line(Slice text, size_t at)
{
	const char *end = at < text.len ? memchr(text.p + at, '\n', text.len - at) : NULL;

	at = end ? (size_t)(end - text.p) : at < text.len ? text.len : at;
	return at < text.len ? at + 1 : at;
}
