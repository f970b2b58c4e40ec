/* What was answered to questions of a join: written, found again, forgotten. */
#include "archive/answers.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/inside.h"
#include "base/file.h"
#include "base/words.h"
#include "git/object.h"
#include "issue/addr.h"

#define FIRST_LINE "blad-answer 1"
#define KEEP_SECONDS (30 * 24 * 3600L)
#define ROUNDS_MAX 8	/* an answer may bring a new question */

static void name_of(const char *path, const Conflict *c, char out[OID_HEX + 1])
{
	Str all = STR_EMPTY;
	Oid hash;

	str_printf(&all, "%s%c%s%c%c%s%c", c->kind, 0, path, 0, c->chain ? '#' : '.', c->chain ? c->chain : "", 0);
	for (int who = 0; who < MERGE_SIDES; who++) {
		str_printf(&all, "%c%zu%c", c->has[who] ? '+' : '-', c->text[who].len, 0);
		str_add_slice(&all, str_slice(&c->text[who]));
	}
	blob_id(str_slice(&all), &hash);
	oid_hex(&hash, out);
	str_free(&all);
}

static char *file_of(const char *top, const char *path, const Conflict *c)
{
	char name[OID_HEX + 1];

	name_of(path, c, name);
	return mem_printf("%s/resolved/%s", top, name);
}

/* Answers that no join met any more. */
static void forget_old(const char *dir)
{
	DIR *d = opendir(dir);
	int64_t now = moment_now().sec;

	for (struct dirent *e; d && (e = readdir(d));) {
		char *file = path_join(dir, e->d_name);
		struct stat st;

		if (lstat(file, &st) == 0 && S_ISREG(st.st_mode) && now - (int64_t)st.st_mtime > KEEP_SECONDS)
			unlink(file);
		free(file);
	}
	if (d)
		closedir(d);
}

const Err *answer_keep(Archive *a, const char *path, const Conflict *c, MergeChoice choice, Slice text)
{
	PrivateRoot root;
	const char *top;
	char *dir = NULL, *file = NULL;
	Str s = STR_EMPTY;
	const Err *err = private_best(archive_private(a), &root, &top);

	if (err)
		return err;
	dir = path_join(top, "resolved");
	file = file_of(top, path, c);
	err = file_mkdir(dir, 0700);
	if (err)
		goto done;
	forget_old(dir);
	str_printf(&s, FIRST_LINE "\nkind %s\npath ", c->kind);
	addr_path(slice_c(path), &s);
	str_printf(&s, "\nchoice %s\n\n", choice_name(choice));
	if (choice == CHOICE_TEXT)
		str_add_slice(&s, text);
	err = file_write(file, str_slice(&s));
done:
	str_free(&s);
	free(dir);
	free(file);
	return err_wrap(err, _("keeping the answer"));
}

static bool parse(Slice all, MergeChoice *choice, Str *text)
{
	bool good = slice_is(slice_chomp(slice_line(&all)), FIRST_LINE), known = false;

	while (good && all.len) {
		Slice line = slice_chomp(slice_line(&all));

		if (!line.len) {
			str_add_slice(text, all);
			return known;
		}
		for (int i = 0; slice_starts(line, "choice ") && i < MERGE_CHOICES; i++) {
			if (slice_is(slice_sub(line, strlen("choice "), line.len), choice_name((MergeChoice)i))) {
				*choice = (MergeChoice)i;
				known = true;
			}
		}
	}
	return false;
}

bool answer_find(Archive *a, const char *path, const Conflict *c, MergeChoice *choice, Str *text)
{
	bool found = false;

	for (int r = 0; r < PRIVATE_ROOTS && !found; r++) {
		const char *top = private_look(archive_private(a), (PrivateRoot)r);
		char *file = top ? file_of(top, path, c) : NULL;
		Str all = STR_EMPTY;

		str_clear(text);
		found = file && !file_read(file, &all) && parse(str_slice(&all), choice, text);
		str_free(&all);
		free(file);
	}
	return found;
}

void answer_forget(Archive *a, const char *path, const Conflict *c)
{
	for (int r = 0; r < PRIVATE_ROOTS; r++) {
		const char *top = private_look(archive_private(a), (PrivateRoot)r);
		char *file = top ? file_of(top, path, c) : NULL;

		if (file)
			unlink(file);
		free(file);
	}
}

/* ---- a join with them ---- */

typedef VEC(MergeAnswer) Answers;

/* What was answered goes over; true if something was. */
static bool take_answers(Archive *a, Conflicts *open, Conflicts *answered, Answers *answers, Arena *arena)
{
	size_t kept = 0, all = open->len;

	for (size_t i = 0; i < all; i++) {
		Conflict *c = &open->v[i];
		MergeChoice choice;
		Str text = STR_EMPTY;

		if (answer_find(a, c->path, c, &choice, &text) && conflict_takes(c, choice)) {
			VEC_PUSH(answers, ((MergeAnswer){ .kind = c->kind, .path = c->path, .chain = c->chain, .choice = choice,
			    .text = slice(arena_dup(arena, str_c(&text), text.len), text.len) }));
			VEC_PUSH(answered, *c);
		} else {
			open->v[kept++] = *c;
		}
		str_free(&text);
	}
	open->len = kept;
	return kept < all;
}

void answers_merge(Archive *a, const MergeFile *files, size_t n, Merged *out, Conflicts *answered)
{
	Answers answers = { 0 };
	Arena *arena = arena_new();
	bool more = true;

	memset(out, 0, sizeof *out);
	for (int round = 0; more && round < ROUNDS_MAX; round++) {
		merged_free(out);
		merge_files(files, n, answers.v, answers.len, out);
		more = take_answers(a, &out->conflicts, answered, &answers, arena);
	}
	VEC_FREE(&answers);
	arena_free(arena);
}
