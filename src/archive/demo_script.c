/* Plays the demo's script into texts; git is not needed for that. */
#include "archive/demo_script.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/words.h"

#define WORDS_MOST 9	/* commit KEY TIME as LABEL on LABEL merge LABEL */
#define FILES "demo/files/"

/* The texts of a step, by the first byte of their lines. */
typedef enum { OLD, NEW, BEFORE, TEXTS } Part;
static const char part_marks[] = "-+=";

typedef struct {
	const char *word[WORDS_MOST];
	size_t n;
} Line;

typedef struct {
	const char *name;
	size_t commit;		/* a label */
	Slice text;		/* or what cut took out */
} Named;

typedef struct {
	const char *key, *name, *mail;
} Author;

typedef struct {
	DemoScript *out;
	DemoSource source;
	Line step;		/* under way: its texts are still being read */
	Str text[TEXTS];
	bool has[TEXTS];
	Str message;
	VEC(Author) authors;
	VEC(Named) labels, kept;
} Player;

static Slice keep(Player *p, Slice s)
{
	return slice(arena_dup(p->out->arena, s.p, s.len), s.len);
}

static DemoCommit *current(Player *p)
{
	return p->out->commits.len ? VEC_LAST(&p->out->commits) : NULL;
}

/* For whoever changes the script: not translated. */
static const Err *wrong(const char *what)
{
	return err_new(ERR_CORRUPT, "%s", what);
}

const DemoFile *script_file(const DemoCommit *c, const char *path)
{
	for (size_t i = 0; i < c->files.len; i++)
		if (strcmp(c->files.v[i].path, path) == 0)
			return &c->files.v[i];
	return NULL;
}

static const Err *file_of(Player *p, const char *path, DemoFile **out)
{
	DemoCommit *c = current(p);
	const DemoFile *f = script_file(c, path);

	*out = f ? &c->files.v[f - c->files.v] : NULL;
	return f ? NULL : wrong("no such file");
}

/* Sorted, so that two histories that end in the same files hold the same list. */
static const Err *file_add(Player *p, const char *path, Slice text)
{
	DemoCommit *c = current(p);
	size_t at = 0;

	if (script_file(c, path))
		return wrong("the file is there already");
	while (at < c->files.len && strcmp(c->files.v[at].path, path) < 0)
		at++;
	(void)VEC_ADD(&c->files);
	memmove(&c->files.v[at + 1], &c->files.v[at], (c->files.len - 1 - at) * sizeof c->files.v[0]);
	c->files.v[at] = (DemoFile){ path, text };
	return NULL;
}

static void file_remove(Player *p, const DemoFile *f)
{
	DemoCommit *c = current(p);
	size_t at = (size_t)(f - c->files.v);

	memmove(&c->files.v[at], &c->files.v[at + 1], (c->files.len - at - 1) * sizeof c->files.v[0]);
	c->files.len--;
}

/* The text of f with n bytes at at become with. */
static void file_splice(Player *p, DemoFile *f, size_t at, size_t n, Slice with)
{
	size_t len = f->text.len - n + with.len;
	char *text = arena_alloc(p->out->arena, len + 1);

	memcpy(text, f->text.p, at);
	memcpy(text + at, with.p, with.len);
	memcpy(text + at + with.len, f->text.p + at + n, f->text.len - at - n);
	f->text = slice(text, len);
}

static Slice part(Player *p, Part which)
{
	return str_slice(&p->text[which]);
}

static const Err *find_once(Slice in, Slice what, size_t *out)
{
	ptrdiff_t at = what.len ? slice_find(in, what, 0) : -1;

	if (at < 0)
		return wrong("the text is not there");
	if (slice_find(in, what, (size_t)at + 1) >= 0)
		return wrong("the text is there more than once");
	*out = (size_t)at;
	return NULL;
}

static const Named *named_find(const Named *v, size_t n, const char *name)
{
	for (size_t i = n; i-- > 0;)
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	return NULL;
}

static const Err *label_find(Player *p, const char *name, size_t *out)
{
	const Named *l = named_find(p->labels.v, p->labels.len, name);

	if (!l)
		return wrong("no such label");
	*out = l->commit;
	return NULL;
}

/* ---- the steps; word[0] is the step's own name ---- */

static const Err *step_put(Player *p, const char *const *word)
{
	char *name = mem_printf(FILES "%s", word[2]);
	const Err *err = NULL;
	Slice text;

	if (p->source(name, &text))
		err = file_add(p, word[1], text);
	else
		err = wrong("no such file");
	free(name);
	return err;
}

static const Err *step_take(Player *p, const char *const *word)
{
	DemoCommit *c = current(p);
	const DemoFile *from, *have;
	size_t commit;
	const Err *err;

	if ((err = label_find(p, word[2], &commit)))
		return err;
	if (!(from = script_file(&p->out->commits.v[commit], word[1])))
		return wrong("no such file");
	if ((have = script_file(c, word[1])))
		file_remove(p, have);
	return file_add(p, from->path, from->text);
}

static const Err *step_rename(Player *p, const char *const *word)
{
	const Err *err;
	DemoFile *f;
	Slice text;

	if ((err = file_of(p, word[1], &f)))
		return err;
	text = f->text;
	file_remove(p, f);
	return file_add(p, word[2], text);
}

static const Err *step_delete(Player *p, const char *const *word)
{
	const Err *err;
	DemoFile *f;

	if (!(err = file_of(p, word[1], &f)))
		file_remove(p, f);
	return err;
}

static const Err *step_append(Player *p, const char *const *word)
{
	const Err *err;
	DemoFile *f;

	if ((err = file_of(p, word[1], &f)))
		return err;
	str_add_char(&p->text[NEW], '\n');
	file_splice(p, f, f->text.len, 0, part(p, NEW));
	return NULL;
}

static const Err *step_replace(Player *p, const char *const *word)
{
	const Err *err;
	DemoFile *f;
	size_t at;

	if ((err = file_of(p, word[1], &f)) || (err = find_once(f->text, part(p, OLD), &at)))
		return err;
	file_splice(p, f, at, part(p, OLD).len, part(p, NEW));
	return NULL;
}

static const Err *step_cut(Player *p, const char *const *word)
{
	const Err *err;
	DemoFile *f;
	size_t from, to;

	if ((err = file_of(p, word[1], &f)) || (err = find_once(f->text, part(p, OLD), &from)))
		return err;
	to = f->text.len;
	if (p->has[BEFORE]) {
		ptrdiff_t end = slice_find(f->text, part(p, BEFORE), from + part(p, OLD).len);

		if (end < 0)
			return wrong("the text is not there");
		to = (size_t)end;
	}
	VEC_PUSH(&p->kept, ((Named){ .name = word[2], .text = keep(p, slice_sub(f->text, from, to)) }));
	file_splice(p, f, from, to - from, SLICE_LIT(""));
	return NULL;
}

static const Err *step_paste(Player *p, const char *const *word)
{
	const Named *what = named_find(p->kept.v, p->kept.len, word[2]);
	const Err *err;
	DemoFile *f;
	size_t at;

	if ((err = file_of(p, word[1], &f)))
		return err;
	if (!what)
		return wrong("no such file");
	at = f->text.len;
	if (p->has[BEFORE] && (err = find_once(f->text, part(p, BEFORE), &at)))
		return err;
	file_splice(p, f, at, 0, what->text);
	return NULL;
}

#define TAKES(p) (1u << (p))
static const struct {
	const char *name;
	size_t words;
	unsigned needs, may;		/* texts */
	const Err *(*run)(Player *p, const char *const *word);
} steps[] = {
	{ "put", 3, 0, 0, step_put },
	{ "take", 3, 0, 0, step_take },
	{ "rename", 3, 0, 0, step_rename },
	{ "delete", 2, 0, 0, step_delete },
	{ "append", 2, TAKES(NEW), 0, step_append },
	{ "replace", 2, TAKES(OLD) | TAKES(NEW), 0, step_replace },
	{ "cut", 3, TAKES(OLD), TAKES(BEFORE), step_cut },
	{ "paste", 3, 0, TAKES(BEFORE), step_paste },
};

/* Runs the step whose texts are complete now. */
static const Err *step_end(Player *p)
{
	const Err *err = NULL;
	unsigned has = 0;
	size_t i = 0;

	if (!p->step.n)
		return NULL;
	for (Part t = OLD; t < TEXTS; t++)
		has |= p->has[t] ? TAKES(t) : 0;
	while (i < sizeof steps / sizeof *steps && strcmp(steps[i].name, p->step.word[0]) != 0)
		i++;
	if (i == sizeof steps / sizeof *steps || !current(p))
		err = wrong("no such step");
	else if (p->step.n != steps[i].words || (has & steps[i].needs) != steps[i].needs ||
	    (has & ~(steps[i].needs | steps[i].may)))
		err = wrong("other words or texts belong to this step");
	else
		err = steps[i].run(p, p->step.word);
	p->step.n = 0;
	for (Part t = OLD; t < TEXTS; t++) {
		str_clear(&p->text[t]);
		p->has[t] = false;
	}
	return err;
}

/* ---- authors and commits ---- */

/* "author KEY NAME <MAIL>": the name may hold blanks. */
static const Err *author_line(Player *p, Slice line)
{
	ptrdiff_t key = slice_find(line, SLICE_LIT(" "), strlen("author ")), open = slice_find(line, SLICE_LIT(" <"), 0);
	Author a;

	if (key < 0 || open <= key || !slice_ends(line, ">"))
		return wrong("an author is KEY NAME <MAIL>");
	a.key = keep(p, slice_sub(line, strlen("author "), (size_t)key)).p;
	a.name = keep(p, slice_sub(line, (size_t)key + 1, (size_t)open)).p;
	a.mail = keep(p, slice_sub(line, (size_t)open + 2, line.len - 1)).p;
	VEC_PUSH(&p->authors, a);
	return NULL;
}

static bool number(Slice s, size_t at, size_t n, int *out)
{
	*out = 0;
	for (size_t i = at; i < at + n; i++) {
		if (i >= s.len || s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return true;
}

/* Days since 1970-01-01 of a day of the Gregorian calendar, counted in years that begin in March. */
static int64_t days_of(Date d)
{
	int64_t y = d.month > 2 ? d.year : d.year - 1, m = (d.month + 9) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d.day - 719469;
}

/* 2024-11-20T14:35:00+01:00 */
static const Err *moment_of(const char *word, Moment *out)
{
	Slice s = slice_c(word);
	int hour, minute, second, east, past;
	Date day;

	if (s.len != 25 || s.p[10] != 'T' || !date_parse_iso(slice_sub(s, 0, 10), &day) || !number(s, 11, 2, &hour) ||
	    !number(s, 14, 2, &minute) || !number(s, 17, 2, &second) || !number(s, 20, 2, &east) || !number(s, 23, 2, &past) ||
	    (s.p[19] != '+' && s.p[19] != '-'))
		return wrong("no point in time");
	out->offset = (s.p[19] == '-' ? -1 : 1) * (east * 60 + past);
	out->sec = days_of(day) * 86400 + hour * 3600 + minute * 60 + second - out->offset * 60;
	return NULL;
}

static void message_end(Player *p)
{
	DemoCommit *c = current(p);

	if (c && !c->message.p)
		c->message = keep(p, str_slice(&p->message));
	str_clear(&p->message);
}

static const Err *commit_line(Player *p, const Line *l)
{
	size_t at = p->out->commits.len;
	const Author *a = NULL;
	const Err *err = NULL;
	DemoCommit c = { 0 };

	if (l->n < 3 || l->n % 2 == 0)
		return wrong("a commit is KEY TIME [as LABEL] [on LABEL] [merge LABEL]");
	for (size_t i = 0; i < p->authors.len; i++)
		if (strcmp(p->authors.v[i].key, l->word[1]) == 0)
			a = &p->authors.v[i];
	if (!a)
		return wrong("no such author");
	c.name = a->name;
	c.mail = a->mail;
	c.n_parents = at ? 1 : 0;
	c.parents[0] = at ? at - 1 : 0;
	if ((err = moment_of(l->word[2], &c.when)))
		return err;
	for (size_t i = 3; i < l->n && !err; i += 2) {
		if (strcmp(l->word[i], "as") == 0)
			VEC_PUSH(&p->labels, ((Named){ .name = l->word[i + 1], .commit = at }));
		else if (strcmp(l->word[i], "on") == 0)
			err = label_find(p, l->word[i + 1], &c.parents[0]);
		else if (strcmp(l->word[i], "merge") == 0 && c.n_parents == 1)
			err = label_find(p, l->word[i + 1], &c.parents[c.n_parents++]);
		else
			err = wrong("a commit is KEY TIME [as LABEL] [on LABEL] [merge LABEL]");
	}
	if (err)
		return err;
	if (at)
		for (size_t i = 0; i < p->out->commits.v[c.parents[0]].files.len; i++)
			VEC_PUSH(&c.files, p->out->commits.v[c.parents[0]].files.v[i]);
	VEC_PUSH(&p->out->commits, c);
	return NULL;
}

/* ---- lines ---- */

static const Err *split(Player *p, Slice line, Line *out)
{
	out->n = 0;
	for (size_t i = 0, end; i < line.len; i = end + 1) {
		ptrdiff_t blank = slice_find(line, SLICE_LIT(" "), i);

		end = blank < 0 ? line.len : (size_t)blank;
		if (out->n == WORDS_MOST)
			return wrong("too many words");
		out->word[out->n++] = keep(p, slice_sub(line, i, end)).p;
	}
	return NULL;
}

static const Err *text_line(Player *p, Part which, Slice rest)
{
	if (!p->step.n)
		return wrong("a text without its step");
	if (p->has[which])
		str_add_char(&p->text[which], '\n');
	p->has[which] = true;
	str_add_slice(&p->text[which], rest);
	return NULL;
}

static const Err *one_line(Player *p, Slice line)
{
	const char *mark = line.len ? memchr(part_marks, line.p[0], TEXTS) : NULL;
	const Err *err;
	Line l;

	if (!line.len || line.p[0] == '#')
		return NULL;
	if (mark)
		return text_line(p, (Part)(mark - part_marks), slice_sub(line, 1, line.len));
	if (line.p[0] == ':') {
		str_add_slice(&p->message, slice_sub(line, 1, line.len));
		str_add_char(&p->message, '\n');
		return NULL;
	}
	if (p->message.len)
		message_end(p);
	if ((err = step_end(p)))
		return err;
	if (slice_starts(line, "author "))
		return author_line(p, line);
	if ((err = split(p, line, &l)))
		return err;
	if (strcmp(l.word[0], "commit") == 0)
		return commit_line(p, &l);
	p->step = l;
	return NULL;
}

const Err *script_read(DemoScript *out, Slice text, DemoSource source)
{
	Player p = { .out = out, .source = source };
	const Err *err = NULL;
	size_t line = 0;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	while (text.len && !err) {
		Slice s = slice_line(&text);

		line++;
		err = one_line(&p, slice_ends(s, "\n") ? slice_sub(s, 0, s.len - 1) : s);
	}
	if (!err && p.message.len)
		message_end(&p);
	if (!err)
		err = step_end(&p);
	if (!err && !out->commits.len)
		err = wrong("no commits");
	for (size_t i = 0; i < out->commits.len && !err; i++)
		if (!out->commits.v[i].message.len)
			err = wrong("a commit without a message");
	if (err)
		err = err_new(ERR_CORRUPT, _("the demo's history is damaged at line %zu (%s)"), line, err_text(err));
	for (Part t = OLD; t < TEXTS; t++)
		str_free(&p.text[t]);
	str_free(&p.message);
	VEC_FREE(&p.authors);
	VEC_FREE(&p.labels);
	VEC_FREE(&p.kept);
	return err;
}

void script_free(DemoScript *s)
{
	for (size_t i = 0; i < s->commits.len; i++)
		VEC_FREE(&s->commits.v[i].files);
	VEC_FREE(&s->commits);
	arena_free(s->arena);
	s->arena = NULL;
}
