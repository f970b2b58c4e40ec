/* Path words: joining, naming, and which paths may be written in a work tree. */
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"

char *path_join(const char *a, const char *b)
{
	size_t n = strlen(a);

	if (*b == '/' || n == 0)
		return mem_dup(b);
	if (*b == '\0')
		return mem_dup(a);
	return mem_printf("%s%s%s", a, a[n - 1] == '/' ? "" : "/", b);
}

/* ".." stays: behind a link it does not mean what it seems to. */
char *path_absolute(const char *p)
{
	Str full = STR_EMPTY, out = STR_EMPTY;
	char *cwd;

	if (*p != '/') {
		cwd = getcwd(NULL, 0);
		str_add_c(&full, cwd ? cwd : "/");
		str_add_char(&full, '/');
		free(cwd);
	}
	str_add_c(&full, p);
	for (size_t i = 0; i < full.len;) {
		size_t n = strcspn(full.p + i, "/");

		if (n && !(n == 1 && full.p[i] == '.')) {
			str_add_char(&out, '/');
			str_add(&out, full.p + i, n);
		}
		i += n + 1;
	}
	if (out.len == 0)
		str_add_char(&out, '/');
	str_free(&full);
	return str_steal(&out);
}

const char *path_base(const char *p)
{
	const char *slash = strrchr(p, '/');

	return slash ? slash + 1 : p;
}

/* Some file systems see no difference between ".git" and the same in capitals or with invisible characters inside. */
static bool is_dot_git(Slice part)
{
	char plain[8];
	size_t n = 0, k;

	if (part.len == 5 && strncasecmp(part.p, "git~1", 5) == 0)
		return true;
	for (size_t i = 0; i < part.len; i += k) {
		uint32_t cp;

		k = utf8_next(part.p + i, part.len - i, &cp);
		if ((cp >= 0x200c && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x206a && cp <= 0x206f) ||
		    cp == 0xfeff)
			continue;
		if (k > 1 || n == 4)
			return false;
		plain[n++] = part.p[i];
	}
	return n == 4 && strncasecmp(plain, ".git", 4) == 0;
}

static bool part_is_safe(Slice part)
{
	size_t n;

	if (part.len == 0 || slice_is(part, ".") || slice_is(part, "..") || is_dot_git(part))
		return false;
	for (size_t i = 0; i < part.len; i += n) {
		uint32_t cp;

		n = utf8_next(part.p + i, part.len - i, &cp);
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			return false;
	}
	return true;
}

bool path_is_safe(Slice rel)
{
	size_t from = 0;

	if (rel.len == 0 || !utf8_valid(rel))
		return false;
	for (size_t i = 0; i <= rel.len; i++) {
		if (i < rel.len && rel.p[i] != '/')
			continue;
		if (!part_is_safe(slice_sub(rel, from, i)))
			return false;
		from = i + 1;
	}
	return true;
}
