/* Settings: what .blad and the user's git config say, and which files they make issues. */
#include "archive/settings.h"

#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/object.h"


static const char *const not_issues[] = { "readme", "contributing", "code_of_conduct", "changelog", "license" };

static void set(char **at, const char *value)
{
	free(*at);
	*at = mem_dup(value);
}

/* Takes the words; the first warning stays. */
static void warn(Settings *s, char *words)
{
	if (s->warning)
		free(words);
	else
		s->warning = words;
}

/* Nothing in .blad names a path outside the archive. */
static bool inside(Settings *s, const char *key, const char *value)
{
	if (path_is_safe(slice_c(value)))
		return true;
	warn(s, mem_printf(_("the setting %s in .blad is not used: “%s” is not a path inside the archive"), key, value));
	return false;
}

static Series *series_make(Settings *s, const char *name, size_t n)
{
	Series *new;

	for (size_t i = 0; i < s->series.len; i++)
		if (strlen(s->series.v[i].name) == n && memcmp(s->series.v[i].name, name, n) == 0)
			return &s->series.v[i];
	new = VEC_ADD(&s->series);
	new->name = mem_dup_n(name, n);
	return new;
}

static void series_read(Settings *s, const ConfPair *p)
{
	const char *name = p->key + strlen("series.");
	const char *dot = strrchr(name, '.');
	const char *key = dot ? dot + 1 : "";
	Series *one;

	if (!dot || dot == name || !p->value)
		return;
	one = series_make(s, name, (size_t)(dot - name));
	if (strcmp(key, "title") == 0)
		set(&one->title, p->value);
	else if (strcmp(key, "contact") == 0)
		set(&one->contact, p->value);
	else if (strcmp(key, "files") == 0)
		VEC_PUSH(&one->files, mem_dup(p->value));
	else if (strcmp(key, "alias") == 0)
		VEC_PUSH(&one->aliases, mem_dup(p->value));
	else if (strcmp(key, "path") == 0 && inside(s, p->key, p->value))
		set(&one->path, p->value);
	else if (strcmp(key, "template") == 0 && inside(s, p->key, p->value))
		set(&one->template, p->value);
}

static bool has_key(const ConfPairs *p, const char *key)
{
	for (size_t i = 0; i < p->len; i++)
		if (strcmp(p->v[i].key, key) == 0)
			return true;
	return false;
}

/* The user's list takes the place of the file's. */
static void list_read(const Settings *s, const char *key, Names *out)
{
	const ConfPairs *from = has_key(&s->user, key) ? &s->user : &s->file;

	for (size_t i = 0; i < from->len; i++)
		if (from->v[i].value && strcmp(from->v[i].key, key) == 0)
			names_add(out, from->v[i].value);
}

static bool is_cp1252(const char *name)
{
	static const char *const names[] = { "windows-1252", "cp1252", "latin1", "iso-8859-1", "utf-8", "utf8" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static const Err *file_pairs(Repo *r, const Oid *tip, Settings *s)
{
	Oid blob;
	unsigned mode = 0;
	Str text = STR_EMPTY;
	const Err *err = tree_find(r, tip, SETTINGS_FILE, &blob, &mode);

	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	if (mode != 0100644 && mode != 0100755)
		err = err_new(ERR_FAIL, _("it is not a plain file"));
	if (!err)
		err = blob_read(r, &blob, &text);
	if (!err)
		err = conf_parse(str_slice(&text), &s->file);
	if (err) {
		conf_pairs_free(&s->file);
		warn(s, mem_printf(_("the settings in .blad are not used: %s"), err_text(err)));
	}
	str_free(&text);
	return NULL;
}

const Err *settings_read(Repo *r, const Oid *tip, Settings *out)
{
	const Err *err = NULL;
	const char *encoding;

	memset(out, 0, sizeof *out);
	if (!oid_is_zero(tip))
		err = file_pairs(r, tip, out);
	if (err)
		return err;
	conf_pairs(r, "blad.", &out->user);
	list_read(out, "blad.files", &out->files);
	list_read(out, "blad.ignore", &out->ignore);
	for (size_t i = 0; i < out->file.len; i++)
		if (strncmp(out->file.v[i].key, "series.", strlen("series.")) == 0)
			series_read(out, &out->file.v[i]);
	for (size_t i = 0; i < out->series.len; i++)
		if (!out->series.v[i].title)
			set(&out->series.v[i].title, out->series.v[i].name);
	encoding = settings_get(out, "blad.encoding");
	if (encoding && !is_cp1252(encoding))
		warn(out, mem_printf(_("the setting blad.encoding is not used: “%s” is not windows-1252"), encoding));
	return NULL;
}

void settings_free(Settings *s)
{
	conf_pairs_free(&s->file);
	conf_pairs_free(&s->user);
	names_free(&s->files);
	names_free(&s->ignore);
	for (size_t i = 0; i < s->series.len; i++) {
		Series *one = &s->series.v[i];

		free(one->name);
		free(one->title);
		free(one->path);
		free(one->template);
		free(one->contact);
		for (size_t k = 0; k < one->files.len; k++)
			free(one->files.v[k]);
		for (size_t k = 0; k < one->aliases.len; k++)
			free(one->aliases.v[k]);
		VEC_FREE(&one->files);
		VEC_FREE(&one->aliases);
	}
	VEC_FREE(&s->series);
	free(s->warning);
	memset(s, 0, sizeof *s);
}

static const char *last_value(const ConfPairs *p, const char *key)
{
	for (size_t i = p->len; i > 0; i--)
		if (strcmp(p->v[i - 1].key, key) == 0)
			return p->v[i - 1].value;
	return NULL;
}

const char *settings_get(const Settings *s, const char *key)
{
	const char *value = last_value(&s->user, key);

	return value ? value : last_value(&s->file, key);
}

size_t markdown_suffix(Slice path)
{
	static const char *const suffixes[] = { ".md", ".markdown" };

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t n = strlen(suffixes[i]);

		if (path.len > n && strncasecmp(path.p + path.len - n, suffixes[i], n) == 0)
			return n;
	}
	return 0;
}

static bool specs_match(char *const *specs, size_t n, const char *path)
{
	return n > 0 && pathspec_match((const char *const *)specs, n, path);
}

/* Which of the usual files of a repository are not issues, as long as nobody names them. */
static bool usual_issue(const char *path)
{
	const char *base = path_base(path);
	size_t stem = strcspn(base, ".");

	for (const char *p = path; p < base; p = strchr(p, '/') + 1)
		if (*p == '.' || strncasecmp(p, "templates/", strlen("templates/")) == 0)
			return false;
	for (size_t i = 0; i < sizeof not_issues / sizeof *not_issues; i++)
		if (strlen(not_issues[i]) == stem && strncasecmp(base, not_issues[i], stem) == 0)
			return false;
	return true;
}

bool settings_is_issue(const Settings *s, const char *path)
{
	if (!markdown_suffix(slice_c(path)))
		return false;
	for (size_t i = 0; i < s->series.len; i++)
		if (s->series.v[i].template && strcmp(s->series.v[i].template, path) == 0)
			return false;
	if (specs_match(s->ignore.v, s->ignore.len, path))
		return false;
	if (s->files.len == 0 || specs_match(s->files.v, s->files.len, path))
		return s->files.len > 0 || usual_issue(path);
	return settings_series_of(s, path) && usual_issue(path);
}

const Series *settings_series_of(const Settings *s, const char *path)
{
	for (size_t i = 0; i < s->series.len; i++)
		if (specs_match(s->series.v[i].files.v, s->series.v[i].files.len, path))
			return &s->series.v[i];
	return NULL;
}

static bool same_word(Slice folded, const char *name)
{
	Str other = STR_EMPTY;
	bool same;

	if (!name)
		return false;
	utf8_fold_space(slice_c(name), &other);
	same = slice_eq(folded, str_slice(&other));
	str_free(&other);
	return same;
}

const Series *settings_series_named(const Settings *s, Slice name)
{
	const Series *found = NULL;
	Str folded = STR_EMPTY;

	utf8_fold_space(name, &folded);
	for (size_t i = 0; i < s->series.len && !found; i++)
		if (same_word(str_slice(&folded), s->series.v[i].name))
			found = &s->series.v[i];
	for (size_t i = 0; i < s->series.len && !found; i++) {
		const Series *one = &s->series.v[i];

		if (same_word(str_slice(&folded), one->title))
			found = one;
		for (size_t k = 0; k < one->aliases.len && !found; k++)
			if (same_word(str_slice(&folded), one->aliases.v[k]))
				found = one;
	}
	str_free(&folded);
	return found;
}
