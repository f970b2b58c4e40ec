/* What is remembered of files that did not follow the branch. */
#include "archive/by_hand_note.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "issue/addr.h"

#define FIRST_LINE "blad-by-hand 1"
#define NOTES_MAX ((size_t)1024 * 1024)

static void note_free(HandNote *n)
{
	free(n->path);
}

void hand_notes_free(HandNotes *n)
{
	for (size_t i = 0; i < n->len; i++)
		note_free(&n->v[i]);
	VEC_FREE(n);
}

static void read_line(Slice line, HandNotes *out)
{
	const size_t word = strlen("left "), path = word + 2 * (OID_HEX + 1);
	HandNote n = { 0 };
	Addr a;

	if (!slice_starts(line, "left ") || line.len <= path || !oid_parse(slice_sub(line, word, word + OID_HEX), &n.base) ||
	    !oid_parse(slice_sub(line, word + OID_HEX + 1, path - 1), &n.commit) || addr_parse(slice_sub(line, path, line.len), &a))
		return;
	if (a.part == ADDR_ISSUE && !a.version) {
		n.path = mem_dup(a.issue);
		VEC_PUSH(out, n);
	}
	addr_free(&a);
}

void hand_notes_read(const char *dir, const char *name, HandNotes *out)
{
	int dirfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	Str s = STR_EMPTY;
	Slice rest;

	if (dirfd < 0)
		return;
	if (!file_read_at(dirfd, name, NOTES_MAX, &s)) {
		rest = str_slice(&s);
		if (slice_is(slice_chomp(slice_line(&rest)), FIRST_LINE))
			while (rest.len)
				read_line(slice_chomp(slice_line(&rest)), out);
	}
	close(dirfd);
	str_free(&s);
}

static const Err *notes_write(const char *dir, const char *name, const HandNotes *n)
{
	char *path = path_join(dir, name);
	Str s = STR_EMPTY;
	const Err *err = NULL;

	str_add_c(&s, FIRST_LINE "\n");
	for (size_t i = 0; i < n->len; i++) {
		char base[OID_HEX + 1], commit[OID_HEX + 1];

		oid_hex(&n->v[i].base, base);
		oid_hex(&n->v[i].commit, commit);
		str_printf(&s, "left %s %s ", base, commit);
		addr_path(slice_c(n->v[i].path), &s);
		str_add_char(&s, '\n');
	}
	if (n->len)
		err = file_write(path, str_slice(&s));
	else if (unlink(path) == 0)
		err = file_sync_dir(dir);
	str_free(&s);
	free(path);
	return err;
}

static size_t index_of(const HandNotes *n, const char *path)
{
	size_t i = 0;

	while (i < n->len && strcmp(n->v[i].path, path) != 0)
		i++;
	return i;
}

const HandNote *hand_notes_find(const HandNotes *n, const char *path)
{
	size_t i = index_of(n, path);

	return i < n->len ? &n->v[i] : NULL;
}

static void forget(HandNotes *n, size_t i)
{
	note_free(&n->v[i]);
	n->len--;
	memmove(&n->v[i], &n->v[i + 1], (n->len - i) * sizeof *n->v);
}

/* A file that was left before has its first base still, unless it had been set right in between. */
static bool follow_one(HandNotes *n, const WorkMove *m, const Oid *was)
{
	size_t i = index_of(n, m->path);
	bool known = i < n->len, taken = !oid_is_zero(&m->taken);

	if (!m->left && !known)
		return false;
	if (m->left && known && !m->seen && !taken)
		return false;
	if (known)
		forget(n, i);
	if (m->left)
		VEC_PUSH(n, ((HandNote){ mem_dup(m->path), taken ? m->taken : m->was, *was }));
	return true;
}

const Err *hand_notes_follow(const char *dir, const char *name, const Oid *was, const WorkMove *moves, size_t n)
{
	HandNotes notes = { 0 };
	bool changed = false;
	const Err *err = NULL;

	hand_notes_read(dir, name, &notes);
	for (size_t i = 0; i < n; i++)
		changed = follow_one(&notes, &moves[i], was) || changed;
	if (changed)
		err = notes_write(dir, name, &notes);
	hand_notes_free(&notes);
	return err_wrap(err, _("noting what was changed by hand"));
}
