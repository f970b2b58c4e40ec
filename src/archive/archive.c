/* Opening an archive: which repository is meant, what its settings say, which of its files are issues. */
#include "archive/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/inside.h"
#include "archive/settings.h"
#include "base/file.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/walk.h"

struct Archive {
	Repo *repo;
	Head head;
	Settings settings;
	VEC(Settings) retired;	/* of former tips: who looks at a Series need not know that the tip has moved */
	TreeFiles files;
	bool files_read;
	Private *private;
	Index *index;
	bool index_tried;
	char *dir, *name, *read_only;
	/* as of then: */
	char *at_words, *at_ref, *language;
	Oid at;
	Index *rows;
	bool rows_tried;
};

static void unload(Archive *a)
{
	head_free(&a->head);
	settings_free(&a->settings);
	tree_files_free(&a->files);
	memset(&a->head, 0, sizeof a->head);
	memset(&a->files, 0, sizeof a->files);
	a->files_read = false;
}

/* Keeps the issues only, in their order. */
static void keep_issues(const Settings *s, TreeFiles *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->files.len; i++)
		if (S_ISREG(f->files.v[i].mode) && settings_is_issue(s, f->files.v[i].path))
			f->files.v[n++] = f->files.v[i];
	f->files.len = n;
}

static const Err *load(Archive *a)
{
	const Err *err = repo_head(a->repo, &a->head);

	if (!err)
		err = settings_read(a->repo, &a->head.tip, &a->settings);
	return err_wrap(err, _("reading the archive %s"), a->dir);
}

/* ---- as of then ---- */

/* A day as it is usually written is never meant as an id, other forms only where there is no such version. */
static const Err *find_at(Archive *a, const char *when, Date *day)
{
	const Oid *tip = &a->head.tip;
	const Err *err;
	bool iso = strlen(when) == 10 && date_parse_iso(slice_c(when), day);

	if (oid_is_zero(tip))
		return err_new(ERR_NONE, _("nothing is recorded yet, so there is no version “%s”"), when);
	if (iso)
		return git_commit_at(a->repo, tip, *day, &a->at);
	err = commit_find(a->repo, slice_c(when), &a->at);
	if (!err || err_kind(err) != ERR_NONE)
		return err;
	if (date_parse(slice_c(when), day))
		return git_commit_at(a->repo, tip, *day, &a->at);
	return err_new(ERR_USAGE, _("there is no day or version “%s”: write a day as 2024-05-20, a version by its id (at least 4 digits)"), when);
}

static void name_at(Archive *a, Date day)
{
	char hex[OID_HEX + 1];
	Str words = STR_EMPTY, ref = STR_EMPTY;

	oid_hex(&a->at, hex);
	if (date_some(day))
		date_iso(day, &words);
	else
		oid_short(&a->at, &words);
	a->at_words = str_steal(&words);
	str_printf(&ref, "at %s", hex);		/* no branch: it has no drafts */
	a->at_ref = str_steal(&ref);
	free(a->read_only);
	str_printf(&words, _("this is the archive as of %s, where nothing can be changed"), a->at_words);
	a->read_only = str_steal(&words);
}

static const Err *go_to(Archive *a, const char *when)
{
	Date day = { 0 };
	Oid blob;
	const Err *err = find_at(a, when, &day);

	if (err)
		return err;
	name_at(a, day);
	a->head.tip = a->at;
	a->language = mem_dup(settings_get(&a->settings, "blad.language"));
	if (tree_find(a->repo, &a->at, SETTINGS_FILE, &blob, NULL))
		return NULL;
	VEC_PUSH(&a->retired, a->settings);
	memset(&a->settings, 0, sizeof a->settings);
	return settings_read(a->repo, &a->at, &a->settings);
}

const Oid *archive_at(const Archive *a)
{
	return a->at_words ? &a->at : NULL;
}

const char *archive_at_words(const Archive *a)
{
	return a->at_words;
}

/* ---- opening ---- */

const Err *archive_read_files(Archive *a)
{
	const Err *err = NULL;

	if (a->files_read)
		return NULL;
	if (!oid_is_zero(&a->head.tip))
		err = tree_files(a->repo, &a->head.tip, &a->files);
	if (err)
		return err_wrap(err, _("reading the archive %s"), a->dir);
	keep_issues(&a->settings, &a->files);
	a->files_read = true;
	return NULL;
}

/* A folder as a person names it: without the '/' at its end. */
static char *folder(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return mem_dup_n(path, n);
}

static char *folder_name(const char *dir, bool bare)
{
	const char *base = path_base(dir);
	size_t n = strlen(base);

	if (bare && slice_ends(slice_c(base), ".git") && n > 4)
		n -= 4;
	return n ? mem_dup_n(base, n) : mem_dup(dir);
}

static char *expand_home(char *path)
{
	const char *home = getenv("HOME");
	char *whole;

	if (!home || strncmp(path, "~/", 2) != 0)
		return path;
	whole = path_join(home, path + 2);
	free(path);
	return whole;
}

static const Err *open_named(Repo **out, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) != 0)
		return err_errno(_("cannot open the archive %s"), dir);
	if (S_ISDIR(st.st_mode) && access(dir, R_OK | X_OK) != 0)
		return err_errno(_("cannot read the folder %s"), dir);
	return repo_open(out, dir);
}

static const Err *open_repo(Repo **out, const char *where)
{
	const Err *err = open_named(out, where ? where : ".");
	char *home;

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	if (where)
		return err_new(ERR_NONE, _("%s is not an archive: there is no git repository in it or above it; "
		    "“blad init DIR” makes a new one, “blad clone URL” fetches one"), where);
	home = conf_get(NULL, "blad.archive");
	if (!home)
		return err_new(ERR_NONE, _("there is no archive here: go to one, name one with “-C DIR” or the git setting "
		    "blad.archive, or make one with “blad demo”, “blad init DIR” or “blad clone URL”"));
	home = expand_home(home);
	err = open_named(out, home);
	if (err && err_kind(err) == ERR_NONE)
		err = err_new(ERR_NONE, _("%s, which the git setting blad.archive names, is not a git repository"), home);
	free(home);
	return err;
}

/* Somebody may have begun to write where nothing is recorded yet. */
static const Err *check_unborn(Archive *a)
{
	bool some = false;

	if (a->head.kind != HEAD_UNBORN)
		return NULL;
	drafts_exist(a, &some);
	if (some)
		return NULL;
	return err_new(ERR_NONE, _("%s holds nothing yet: its branch %s has no version; make the first one with "
	    "git, or a new archive with “blad init DIR”"), a->dir, a->head.branch ? a->head.branch : "HEAD");
}

const Err *archive_open_at(Archive **out, const char *where, const char *when)
{
	Archive *a = mem_alloc(sizeof *a);
	Str why = STR_EMPTY;
	const Err *err;

	*out = NULL;
	git_begin();
	err = open_repo(&a->repo, where);
	if (err)
		goto done;
	a->dir = folder(repo_work_dir(a->repo) ? repo_work_dir(a->repo) : repo_git_dir(a->repo));
	a->name = folder_name(a->dir, repo_is_bare(a->repo));
	if (!repo_may_write(a->repo, &why))
		a->read_only = mem_dup(str_c(&why));
	err = load(a);
	if (err)
		goto done;
	a->private = private_new(a->repo, &a->head.tip, !a->read_only);
	err = check_unborn(a);
	if (!err && when)
		err = go_to(a, when);
	if (err)
		goto done;
	*out = a;
	a = NULL;
done:
	str_free(&why);
	archive_free(a);
	return err;
}

const Err *archive_open_quick(Archive **out, const char *where)
{
	return archive_open_at(out, where, NULL);
}

const Err *archive_open(Archive **out, const char *where)
{
	const Err *err = archive_open_quick(out, where);

	if (!err)
		err = archive_read_files(*out);
	if (err) {
		archive_free(*out);
		*out = NULL;
	}
	return err;
}

void archive_free(Archive *a)
{
	if (!a)
		return;
	index_close(a->index);
	index_close(a->rows);
	private_free(a->private);
	unload(a);
	for (size_t i = 0; i < a->retired.len; i++)
		settings_free(&a->retired.v[i]);
	VEC_FREE(&a->retired);
	free(a->dir);
	free(a->name);
	free(a->read_only);
	free(a->at_words);
	free(a->at_ref);
	free(a->language);
	repo_free(a->repo);
	free(a);
}

const Err *archive_refresh(Archive *a, bool *moved)
{
	Head now;
	bool same;
	const Err *err;

	if (moved)
		*moved = false;
	if (archive_at(a))
		return NULL;
	err = repo_head(a->repo, &now);
	if (err)
		return err;
	same = oid_eq(&now.tip, &a->head.tip) && now.kind == a->head.kind &&
	    slice_eq(slice_c(now.ref), slice_c(a->head.ref));
	head_free(&now);
	if (same)
		return NULL;
	VEC_PUSH(&a->retired, a->settings);
	memset(&a->settings, 0, sizeof a->settings);
	unload(a);
	if (moved)
		*moved = true;
	err = load(a);
	return err ? err : archive_read_files(a);
}

Repo *archive_repo(Archive *a)
{
	return a->repo;
}

const Head *archive_head(const Archive *a)
{
	return &a->head;
}

const char *archive_branch_ref(const Archive *a)
{
	if (a->at_ref)
		return a->at_ref;
	return a->head.kind != HEAD_DETACHED && a->head.ref ? a->head.ref : "HEAD";
}

const char *archive_dir(const Archive *a)
{
	return a->dir;
}

const char *archive_title(const Archive *a)
{
	const char *title = settings_get(&a->settings, "blad.title");

	return title && title[0] ? title : a->name;
}

const char *archive_language(const Archive *a)
{
	return a->at_words ? a->language : settings_get(&a->settings, "blad.language");
}

const char *archive_setting(const Archive *a, const char *key)
{
	Str full = STR_EMPTY;
	const char *value;

	if (strncmp(key, "blad.", strlen("blad.")) != 0)
		str_add_c(&full, "blad.");
	str_add_c(&full, key);
	value = settings_get(&a->settings, str_c(&full));
	str_free(&full);
	return value;
}

const char *archive_warning(const Archive *a)
{
	return a->settings.warning;
}

const char *archive_read_only(const Archive *a)
{
	return a->read_only;
}

void archive_stamp(const Archive *a, Str *out)
{
	char hex[OID_HEX + 1];

	oid_hex(&a->head.tip, hex);
	str_printf(out, "%s %s\n", archive_branch_ref(a), hex);
	for (size_t i = 0; i < a->settings.user.len; i++)
		str_printf(out, "%s=%s\n", a->settings.user.v[i].key, a->settings.user.v[i].value ? a->settings.user.v[i].value : "");
}

Private *archive_private(Archive *a)
{
	return a->private;
}

const Err *archive_state_dir(Archive *a, const char **out)
{
	PrivateRoot which;

	return private_best(a->private, &which, out);
}

static Index *open_index(Archive *a, const char *name)
{
	const char *dir;
	Index *out = NULL;

	if (!archive_state_dir(a, &dir)) {
		char *path = path_join(dir, name);

		if (index_open(&out, path))
			out = NULL;
		free(path);
	}
	return out;
}

Index *archive_index(Archive *a)
{
	if (!a->index_tried)
		a->index = open_index(a, "index.db");
	a->index_tried = true;
	return a->index;
}

Index *archive_rows(Archive *a)
{
	if (!archive_at(a))
		return archive_index(a);
	if (!a->rows_tried)
		a->rows = open_index(a, "then.db");
	a->rows_tried = true;
	return a->rows;
}

size_t archive_series_count(const Archive *a)
{
	return a->settings.series.len;
}

const Series *archive_series(const Archive *a, size_t i)
{
	return &a->settings.series.v[i];
}

const Series *archive_series_named(const Archive *a, Slice name)
{
	return settings_series_named(&a->settings, name);
}

const Series *archive_series_of(const Archive *a, const char *path)
{
	return settings_series_of(&a->settings, path);
}

bool archive_is_issue(const Archive *a, const char *path)
{
	return settings_is_issue(&a->settings, path);
}

const TreeFiles *archive_files(Archive *a)
{
	archive_read_files(a);	/* who must know why there are none has asked before */
	return &a->files;
}

const TreeFile *archive_file(Archive *a, const char *path)
{
	const TreeFiles *f = archive_files(a);
	size_t from = 0, to = f->files.len;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int cmp = strcmp(path, f->files.v[mid].path);

		if (cmp == 0)
			return &f->files.v[mid];
		if (cmp < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}

const Err *archive_blob_text(Archive *a, const Oid *blob, const char *path, Str *text, Charset *cs)
{
	Str bytes = STR_EMPTY;
	const Err *err = blob_read(a->repo, blob, &bytes);

	if (!err)
		charset_decode(str_slice(&bytes), cs, text);
	str_free(&bytes);
	return err_wrap(err, _("reading %s"), path);
}

const Err *archive_text(Archive *a, const Oid *commit, const char *path, Str *text, Charset *cs)
{
	Oid blob;
	unsigned mode;
	const Err *err = tree_find(a->repo, commit, path, &blob, &mode);

	return err ? err : archive_blob_text(a, &blob, path, text, cs);
}
