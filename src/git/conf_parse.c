/* Settings from a text that strangers write, and files that could block: nothing here follows an include. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/git2.h"

#define CONF_MAX (64 * 1024)
#define INCLUDE_DEPTH 10

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * A section header can only stand first on its line or behind another header.  So a line that begins with '[' and holds
 * "[include…" anywhere counts, which is a little more than libgit2 would take for one, never less.
 */
static bool line_includes(Slice line)
{
	static const char word[] = "include";
	size_t i = 0;

	if (slice_starts(line, "\xef\xbb\xbf"))
		i = 3;
	while (i < line.len && is_blank(line.p[i]))
		i++;
	if (i == line.len || line.p[i] != '[')
		return false;
	for (; i < line.len; i++) {
		size_t at = i + 1, n = 0;

		if (line.p[i] != '[')
			continue;
		while (at < line.len && is_blank(line.p[at]))
			at++;
		while (n < sizeof word - 1 && at + n < line.len && (line.p[at + n] | 0x20) == word[n])
			n++;
		if (n == sizeof word - 1)
			return true;
	}
	return false;
}

static bool text_includes(Slice text)
{
	while (text.len > 0)
		if (line_includes(slice_line(&text)))
			return true;
	return false;
}

/* A file that only this process sees: without a name where the kernel can, else one that nobody else may read. */
static const Err *private_file(Slice text, int *fd, char **path, bool *named)
{
	const char *dir = getenv("TMPDIR");
	const Err *err;

	*named = false;
	*fd = memfd_create("settings", MFD_CLOEXEC);
	if (*fd >= 0) {
		*path = mem_printf("/proc/self/fd/%d", *fd);
		if (faccessat(AT_FDCWD, *path, R_OK, AT_EACCESS) != 0) {
			close(*fd);
			free(*path);
			*fd = -1;
		}
	}
	if (*fd < 0) {
		*path = path_join(dir && dir[0] == '/' ? dir : "/tmp", "blad-XXXXXX");
		*fd = mkstemp(*path);
		if (*fd < 0)
			return err_errno(_("no temporary file can be made in “%s”"), *path);
		*named = true;
	}
	err = file_write_all(*fd, text);
	return err;
}

/* libgit2 says "… (in /proc/self/fd/3:7)": the number is what helps. */
static const Err *with_line(const Err *err, const char *path)
{
	char *in = mem_printf("(in %s:", path);
	const char *at = err ? strstr(err_text(err), in) : NULL;

	if (at)
		err = err_new(err_kind(err), _("line %d cannot be understood"), atoi(at + strlen(in)));
	free(in);
	return err;
}

const Err *conf_parse(Slice text, ConfPairs *out)
{
	const Err *err;
	char *path = NULL;
	bool named = false;
	int fd = -1;

	*out = (ConfPairs){ 0 };
	if (text.len > CONF_MAX)
		return err_new(ERR_FAIL, _("the settings are longer than 64 KB"));
	if (text.len > 0 && memchr(text.p, '\0', text.len))
		return err_new(ERR_FAIL, _("the settings hold a NUL byte"));
	if (text_includes(text))
		return err_new(ERR_FAIL, _("the settings include other files, which is not allowed here"));
	if (!(err = private_file(text, &fd, &path, &named)))
		err = with_line(git2_config_pairs(path, out), path);
	if (named)
		unlink(path);
	if (fd >= 0)
		close(fd);
	free(path);
	return err;
}

/* What stands behind "path =", without quotes, escapes and comment. */
static bool path_value(Slice line, Str *out)
{
	size_t i = 0;
	bool quoted = false;

	line = slice_trim(line);
	if (line.len < 5 || strncasecmp(line.p, "path", 4) != 0)
		return false;
	for (i = 4; i < line.len && is_blank(line.p[i]); i++)
		;
	if (i == line.len || line.p[i++] != '=')
		return false;
	while (i < line.len && is_blank(line.p[i]))
		i++;
	for (; i < line.len; i++) {
		char c = line.p[i];

		if (c == '"') {
			quoted = !quoted;
		} else if (c == '\\' && i + 1 < line.len) {
			str_add_char(out, line.p[++i]);
		} else if (!quoted && (c == '#' || c == ';')) {
			break;
		} else {
			str_add_char(out, c);
		}
	}
	str_truncate(out, slice_trim(str_slice(out)).len);
	return out->len > 0;
}

static char *resolve(const char *file, const char *named)
{
	const char *slash = strrchr(file, '/'), *home = getenv("HOME");
	char *dir, *path;

	if (named[0] == '/')
		return mem_dup(named);
	if (named[0] == '~' && named[1] == '/')
		return path_join(home ? home : "/", named + 2);
	dir = slash ? mem_dup_n(file, (size_t)(slash - file) + 1) : mem_dup(".");
	path = path_join(dir, named);
	free(dir);
	return path;
}

static const Err *check_file(const char *path, int depth)
{
	Str text = STR_EMPTY, named = STR_EMPTY;
	const Err *err = NULL;
	struct stat st;
	Slice rest;

	if (stat(path, &st) != 0 || depth > INCLUDE_DEPTH)
		return NULL;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return err_new(ERR_FAIL, _("the configuration “%s” is not a regular file"), path);
	if (S_ISDIR(st.st_mode) || faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0 || (err = file_read(path, &text)))
		goto done;
	rest = str_slice(&text);
	if (!text_includes(rest))
		goto done;
	while (!err && rest.len > 0) {
		str_clear(&named);
		if (path_value(slice_line(&rest), &named)) {
			char *next = resolve(path, str_c(&named));

			err = check_file(next, depth + 1);
			free(next);
		}
	}
done:
	str_free(&text);
	str_free(&named);
	return err;
}

const Err *git2_config_check(const char *path)
{
	return check_file(path, 0);
}
