/* The folders of drafts: found, read, written by generations, removed. */
#include "archive/draft_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/journal.h"
#include "base/file.h"
#include "base/words.h"
#include "git/object.h"

#define ID_DIGITS 16
#define NTH_DIGITS 6
#define META_MAX ((size_t)1024 * 1024)
#define TEXT_MAX ((size_t)1024 * 1024 * 1024)
#define KEEP_SECONDS (30 * 24 * 3600L)
#define READ_TRIES 8

char *store_id(const Archive *a, const char *path, int n)
{
	Str name = STR_EMPTY;
	Oid hash;
	char hex[OID_HEX + 1];

	str_add_c(&name, archive_branch_ref(a));
	str_add_char(&name, '\0');
	str_add_c(&name, path);
	blob_id(str_slice(&name), &hash);
	oid_hex(&hash, hex);
	str_free(&name);
	return n > 1 ? mem_printf("%.*s-%d", ID_DIGITS, hex, n) : mem_dup_n(hex, ID_DIGITS);
}

/* 0: the name is no id. */
int store_nth(const char *id)
{
	size_t n = strspn(id, "0123456789abcdef"), digits;

	if (n != ID_DIGITS || (id[n] && id[n] != '-'))
		return 0;
	if (!id[n])
		return 1;
	digits = strspn(id + n + 1, "0123456789");
	if (digits == 0 || digits > NTH_DIGITS || id[n + 1] == '0' || id[n + 1 + digits])
		return 0;
	return (int)strtol(id + n + 1, NULL, 10);
}

char *store_look(Archive *a, PrivateRoot root, const char *id)
{
	const char *top = private_look(archive_private(a), root);
	char *dir = top ? mem_printf("%s/drafts/%s", top, id) : NULL;
	struct stat st;

	if (dir && (lstat(dir, &st) != 0 || !S_ISDIR(st.st_mode))) {
		free(dir);
		dir = NULL;
	}
	return dir;
}

static const Err *make_dir(const char *dir)
{
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return err_errno(_("making the folder %s"), dir);
	return NULL;
}

const Err *store_dir(Archive *a, PrivateRoot root, const char *id, char **out)
{
	const char *top;
	char *drafts = NULL, *dir = NULL;
	const Err *err = private_root(archive_private(a), root, &top);

	*out = NULL;
	if (err)
		return err;
	drafts = path_join(top, "drafts");
	dir = path_join(drafts, id);
	if (!file_is_dir(dir)) {
		err = make_dir(drafts);
		if (!err)
			err = file_sync_dir(top);
		if (!err)
			err = make_dir(dir);
		if (!err)
			err = file_sync_dir(drafts);
	}
	if (!err) {
		*out = dir;
		dir = NULL;
	}
	free(drafts);
	free(dir);
	return err;
}

static int open_dir(const char *dir)
{
	return open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static const Err *read_meta(int fd, DraftMeta *out)
{
	Str text = STR_EMPTY;
	const Err *err = file_read_at(fd, "meta", META_MAX, &text);

	memset(out, 0, sizeof *out);
	if (!err)
		err = draft_meta_parse(str_slice(&text), out);
	str_free(&text);
	return err;
}

static void file_name(char out[40], const char *prefix, uint64_t n)
{
	snprintf(out, 40, "%s.%llu", prefix, (unsigned long long)n);
}

static const Err *read_files(int fd, StoredDraft *s)
{
	char name[40];
	const Err *err;

	str_clear(&s->base);
	str_clear(&s->text);
	file_name(name, "base", s->meta.base);
	err = file_read_at(fd, name, TEXT_MAX, &s->base);
	if (err)
		return err;
	file_name(name, "text", s->meta.text);
	err = file_read_at(fd, name, TEXT_MAX, &s->text);
	if (err)
		return err;
	file_name(name, "journal", s->meta.text);
	return journal_replay(fd, name, s->meta.generation, &s->text, &s->journal);
}

/* A writer may commit the next generation and remove the files of this one while we read. */
static const Err *read_dir(const char *dir, StoredDraft *s)
{
	int fd = open_dir(dir);
	const Err *err = NULL;
	uint64_t tried = 0;

	if (fd < 0)
		return errno == ENOENT ? err_new(ERR_NONE, _("%s is not there"), dir) : err_errno(_("opening %s"), dir);
	for (int i = 0; i < READ_TRIES; i++) {
		draft_meta_free(&s->meta);
		err = read_meta(fd, &s->meta);
		if (err || (i > 0 && s->meta.generation == tried)) {
			err = err ? err : err_new(ERR_CORRUPT, _("a file of the draft in %s is missing"), dir);
			break;
		}
		tried = s->meta.generation;
		err = read_files(fd, s);
		if (!err || err_kind(err) != ERR_NONE)
			break;
	}
	close(fd);
	return err;
}

static uint64_t generation_in(const char *dir)
{
	DraftMeta m;
	uint64_t n = 0;
	int fd = open_dir(dir);

	if (fd >= 0) {
		if (!read_meta(fd, &m)) {
			n = m.generation;
			draft_meta_free(&m);
		}
		close(fd);
	}
	return n;
}

/* The root with the highest generation, or -1; one with a meta that cannot be read only where there is no other. */
static int find(Archive *a, const char *id, uint64_t *generation, char **out)
{
	int best = -1;

	*generation = 0;
	*out = NULL;
	for (int r = 0; r < PRIVATE_ROOTS; r++) {
		char *dir = store_look(a, (PrivateRoot)r, id), *meta = dir ? path_join(dir, "meta") : NULL;
		uint64_t n = dir ? generation_in(dir) : 0;

		if (n > *generation || (best < 0 && meta && file_exists(meta))) {
			free(*out);
			*out = dir;
			dir = NULL;
			*generation = n;
			best = r;
		}
		free(dir);
		free(meta);
	}
	return best;
}

uint64_t store_generation(Archive *a, const char *id)
{
	uint64_t n;
	char *dir;

	find(a, id, &n, &dir);
	free(dir);
	return n;
}

bool store_has(Archive *a, const char *id)
{
	uint64_t n;
	char *dir;
	bool has = find(a, id, &n, &dir) >= 0;

	free(dir);
	return has;
}

const Err *store_load(Archive *a, const char *id, StoredDraft *out)
{
	const Err *err;
	uint64_t n;

	memset(out, 0, sizeof *out);
	out->root = find(a, id, &n, &out->dir);
	if (out->root < 0) {
		stored_free(out);
		return err_new(ERR_NONE, _("there is no draft"));
	}
	out->id = mem_dup(id);
	err = read_dir(out->dir, out);
	if (err && err_kind(err) != ERR_NONE)
		err = err_wrap(err, _("the draft in %s cannot be read (what was typed is in its files; move the folder away to go "
		    "on without it)"), out->dir);
	if (err)
		stored_free(out);
	return err;
}

void stored_free(StoredDraft *s)
{
	free(s->id);
	free(s->dir);
	draft_meta_free(&s->meta);
	str_free(&s->base);
	str_free(&s->text);
	memset(s, 0, sizeof *s);
	s->root = -1;
}

/* What neither the meta names nor the lock is: older generations, and what a crash left. */
static void sweep(int fd, const DraftMeta *m)
{
	char keep[3][40];
	int copy = dup(fd);
	DIR *d = copy >= 0 ? fdopendir(copy) : NULL;

	file_name(keep[0], "base", m->base);
	file_name(keep[1], "text", m->text);
	file_name(keep[2], "journal", m->text);
	if (d)
		rewinddir(d);
	for (struct dirent *e; d && (e = readdir(d));) {
		const char *name = e->d_name;

		if (strcmp(name, "meta") != 0 && strcmp(name, "lock") != 0 && strcmp(name, keep[0]) != 0 &&
		    strcmp(name, keep[1]) != 0 && strcmp(name, keep[2]) != 0)
			unlinkat(fd, name, 0);
	}
	if (d)
		closedir(d);
	else if (copy >= 0)
		close(copy);
}

static const Err *write_files(int fd, const StoredDraft *s, const DraftMeta *m, bool base)
{
	char name[40];
	Str text = STR_EMPTY;
	const Err *err = NULL;

	/* A removal that was cut short may have left one of this number. */
	file_name(name, "journal", m->text);
	unlinkat(fd, name, 0);
	if (base) {
		file_name(name, "base", m->base);
		err = file_write_at(fd, name, str_slice(&s->base));
	}
	if (!err) {
		file_name(name, "text", m->text);
		err = file_write_at(fd, name, str_slice(&s->text));
	}
	draft_meta_format(m, &text);
	if (!err)
		err = file_write_at(fd, "meta", str_slice(&text));
	str_free(&text);
	return err;
}

const Err *store_save(Archive *a, PrivateRoot root, StoredDraft *s, bool new_base)
{
	DraftMeta next = s->meta;
	char *dir = NULL;
	int fd = -1;
	const Err *err = store_dir(a, root, s->id, &dir);

	if (err)
		goto done;
	fd = open_dir(dir);
	if (fd < 0) {
		err = err_errno(_("opening %s"), dir);
		goto done;
	}
	next.generation++;
	next.text = next.generation;
	new_base = new_base || s->root != (int)root;
	if (new_base)
		next.base = next.generation;
	next.time = moment_now();
	err = write_files(fd, s, &next, new_base);
	if (err) {
		DraftMeta there;

		/* The meta may stand although its folder could not be synced. */
		if (!read_meta(fd, &there)) {
			sweep(fd, &there);
			draft_meta_free(&there);
		}
		goto done;
	}
	sweep(fd, &next);
	s->meta = next;
	s->journal = 0;
	s->root = (int)root;
	free(s->dir);
	s->dir = dir;
	dir = NULL;
done:
	if (fd >= 0)
		close(fd);
	free(dir);
	return err;
}

/* ---- removing ---- */

static void forget_old(const char *dropped)
{
	DIR *d = opendir(dropped);
	int64_t now = moment_now().sec;

	for (struct dirent *e; d && (e = readdir(d));) {
		const char *dot = strchr(e->d_name, '.');
		long long then = dot && dot > e->d_name ? strtoll(dot + 1, NULL, 10) : 0;

		if (then > 0 && now - then > KEEP_SECONDS) {
			char *old = path_join(dropped, e->d_name);

			file_remove_tree(old);
			free(old);
		}
	}
	if (d)
		closedir(d);
}

/* A name that is free, so that renaming cannot fail for one dropped before. */
static char *dropped_name(const char *dropped, const char *id)
{
	char *name = mem_printf("%s/%s.%lld", dropped, id, (long long)moment_now().sec);

	for (int n = 2; file_exists(name); n++) {
		free(name);
		name = mem_printf("%s/%s.%lld.%d", dropped, id, (long long)moment_now().sec, n);
	}
	return name;
}

/* Its whole text goes there, journal and all. */
const Err *store_keep(Archive *a, const char *id)
{
	StoredDraft s;
	DraftMeta m;
	const char *top;
	char *dropped = NULL, *to = NULL;
	int fd = -1;
	const Err *err = store_load(a, id, &s);

	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	top = private_look(archive_private(a), (PrivateRoot)s.root);
	dropped = path_join(top ? top : s.dir, "dropped");
	err = make_dir(dropped);
	if (err)
		goto done;
	forget_old(dropped);
	to = dropped_name(dropped, id);
	err = make_dir(to);
	if (!err && (fd = open_dir(to)) < 0)
		err = err_errno(_("opening %s"), to);
	if (err)
		goto done;
	m = s.meta;
	m.generation++;
	m.base = m.text = m.generation;	/* no journal goes with it */
	err = err_first(write_files(fd, &s, &m, true), file_sync_dir(dropped));
done:
	if (fd >= 0)
		close(fd);
	free(dropped);
	free(to);
	stored_free(&s);
	return err_wrap(err, _("keeping the dropped draft"));
}

/* Without its meta it is no draft; the lock stays for who holds it. */
static const Err *remove_dir(const char *dir)
{
	static const DraftMeta none;
	const Err *err = NULL;
	int fd = open_dir(dir);

	if (fd < 0)
		return errno == ENOENT ? NULL : err_errno(_("opening %s"), dir);
	if (unlinkat(fd, "meta", 0) != 0 && errno != ENOENT)
		err = err_errno(_("removing the draft in %s"), dir);
	if (!err && fsync(fd) != 0 && errno != EINVAL)
		err = err_errno(_("removing the draft in %s"), dir);
	if (!err)
		sweep(fd, &none);
	close(fd);
	return err;
}

const Err *store_remove(Archive *a, const char *id, bool keep)
{
	const Err *err = keep ? store_keep(a, id) : NULL;

	for (int r = 0; r < PRIVATE_ROOTS && !err; r++)
		err = store_remove_in(a, (PrivateRoot)r, id);
	return err;
}

const Err *store_remove_in(Archive *a, PrivateRoot root, const char *id)
{
	char *dir = store_look(a, root, id);
	const Err *err = dir ? remove_dir(dir) : NULL;

	free(dir);
	return err;
}

void store_tidy(Archive *a, PrivateRoot root, const char *id)
{
	char *dir = store_look(a, root, id), *meta = dir ? path_join(dir, "meta") : NULL;

	if (dir && !file_exists(meta))
		file_remove_tree(dir);
	free(dir);
	free(meta);
}

/* Those that begin so, each once. */
static void ids_from(Archive *a, const char *begin, Names *out)
{
	for (int r = 0; r < PRIVATE_ROOTS; r++) {
		const char *top = private_look(archive_private(a), (PrivateRoot)r);
		char *drafts = top ? path_join(top, "drafts") : NULL;
		DIR *d = drafts ? opendir(drafts) : NULL;

		for (struct dirent *e; d && (e = readdir(d));) {
			bool known = strncmp(e->d_name, begin, strlen(begin)) != 0 || !store_nth(e->d_name);

			for (size_t i = 0; i < out->len && !known; i++)
				known = strcmp(out->v[i], e->d_name) == 0;
			if (!known)
				names_add(out, e->d_name);
		}
		if (d)
			closedir(d);
		free(drafts);
	}
}

void store_ids(Archive *a, Names *out)
{
	ids_from(a, "", out);
}

static int by_number(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

void store_numbers(Archive *a, const char *path, StoreNumbers *out)
{
	Names ids = { 0 };
	char *first = store_id(a, path, 1);

	ids_from(a, first, &ids);
	for (size_t i = 0; i < ids.len; i++)
		if (store_has(a, ids.v[i]))
			VEC_PUSH(out, store_nth(ids.v[i]));
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, by_number);
	free(first);
	names_free(&ids);
}

/* A text is written once and only its name and inode tell it from another; a meta that cannot be read has none. */
static void stamp_dir(int fd, Str *out)
{
	char name[40];
	Str journal = STR_EMPTY;
	DraftMeta m;
	struct stat st;
	size_t was = out->len;

	if (file_read_at(fd, "meta", META_MAX, out) || draft_meta_parse(slice_sub(str_slice(out), was, out->len), &m))
		return;
	file_name(name, "text", m.text);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		str_printf(out, "text %llu %lld %lld.%09ld\n", (unsigned long long)st.st_ino, (long long)st.st_size,
		    (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
	file_name(name, "journal", m.text);
	if (!file_read_at(fd, name, TEXT_MAX, &journal)) {
		while (journal.len && !journal.p[journal.len - 1])	/* room not yet written */
			journal.len--;
		str_add_slice(out, str_slice(&journal));
	}
	draft_meta_free(&m);
	str_free(&journal);
}

void store_stamp(Archive *a, Str *out)
{
	Names ids = { 0 };

	store_ids(a, &ids);
	for (size_t i = 0; i < ids.len; i++) {
		for (int r = 0; r < PRIVATE_ROOTS; r++) {
			char *dir = store_look(a, (PrivateRoot)r, ids.v[i]);
			int fd = dir ? open_dir(dir) : -1;
			size_t was = out->len;

			if (fd >= 0) {
				stamp_dir(fd, out);
				close(fd);
			}
			if (out->len > was)
				str_printf(out, "\n%s %d\n", ids.v[i], r);
			free(dir);
		}
	}
	names_free(&ids);
}
