/* Links: relative ones are paths in the archive. */
#include "tui/views/link.h"

#include "base/hex.h"
#include "base/words.h"
#include "issue/addr.h"

static bool has_scheme(Slice url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = url.p[i];
		if (c == ':')
			return i > 0;
		if (c == '/' || c == '?' || c == '#')
			return false;
	}
	return false;
}

static void up(Str *path)
{
	while (path->len && path->p[path->len - 1] != '/')
		str_truncate(path, path->len - 1);
	if (path->len)
		str_truncate(path, path->len - 1);
}

bool link_path(const char *from, Slice url, Str *out)
{
	Str plain = STR_EMPTY;
	size_t end = 0;
	if (!url.len || has_scheme(url) || slice_starts(url, "//") || url.p[0] == '#')
		return false;
	while (end < url.len && url.p[end] != '#' && url.p[end] != '?')
		end++;
	hex_unescape(slice_sub(url, 0, end), &plain);
	str_clear(out);
	Slice rest = str_slice(&plain);
	if (!slice_starts(rest, "/")) {
		str_add_c(out, from);
		up(out);
	}
	while (rest.len) {
		ptrdiff_t cut = slice_find(rest, SLICE_LIT("/"), 0);
		Slice part = slice_sub(rest, 0, cut < 0 ? rest.len : (size_t)cut);
		rest = slice_sub(rest, part.len + 1, rest.len);
		if (slice_is(part, "..")) {
			up(out);
		} else if (part.len && !slice_is(part, ".")) {
			str_add_c(out, out->len ? "/" : "");
			str_add_slice(out, part);
		}
	}
	str_free(&plain);
	return out->len > 0;
}

Reply link_follow(Archive *a, const char *from, Slice url)
{
	Str path = STR_EMPTY, address = STR_EMPTY;
	Reply r;
	if (link_path(from, url, &path) && archive_is_issue(a, str_c(&path))) {
		addr_path(str_slice(&path), &address);
		r = reply_open("reader", str_c(&address));
	} else {
		r = reply_say(_("%.*s leads out of the archive; copy it into a browser."), (int)url.len, url.p);
	}
	str_free(&path);
	str_free(&address);
	return r;
}
