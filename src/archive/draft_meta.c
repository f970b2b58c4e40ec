/* The `meta` file of a draft: written and read here and nowhere else. */
#include "archive/draft_meta.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/words.h"
#include "issue/addr.h"

#define FIRST_LINE "blad-draft 1"
#define LAST_LINE "end"

typedef struct {
	const char *key;
	bool (*read)(DraftMeta *m, Slice value);
} MetaKey;

static char *decode_path(Slice value)
{
	Addr a;
	char *path;

	if (addr_parse(value, &a))
		return NULL;
	path = a.part == ADDR_ISSUE && !a.version ? mem_dup(a.issue) : NULL;
	addr_free(&a);
	return path;
}

static bool read_number(Slice value, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < value.len; i++) {
		if (value.p[i] < '0' || value.p[i] > '9' || *out > (UINT64_MAX - 9) / 10)
			return false;
		*out = *out * 10 + (uint64_t)(value.p[i] - '0');
	}
	return value.len > 0;
}

static bool read_branch(DraftMeta *m, Slice value)
{
	free(m->branch);
	m->branch = decode_path(value);
	return m->branch;
}

static bool read_path(DraftMeta *m, Slice value)
{
	free(m->path);
	m->path = decode_path(value);
	return m->path;
}

static bool read_commit(DraftMeta *m, Slice value)
{
	return oid_parse(value, &m->base_commit);
}

static bool read_blob(DraftMeta *m, Slice value)
{
	return oid_parse(value, &m->base_blob);
}

static bool read_time(DraftMeta *m, Slice value)
{
	char text[64];
	long long sec;
	int offset;

	snprintf(text, sizeof text, "%.*s", (int)(value.len < 60 ? value.len : 60), value.p);
	if (sscanf(text, "%lld %d", &sec, &offset) != 2)
		return false;
	m->time = (Moment){ sec, offset };
	return true;
}

static bool read_generation(DraftMeta *m, Slice value)
{
	return read_number(value, &m->generation);
}

/* A name is always one of ours: it cannot lead anywhere else. */
static bool read_name(Slice value, const char *prefix, uint64_t *out)
{
	return slice_starts(value, prefix) && read_number(slice_sub(value, strlen(prefix), value.len), out);
}

static bool read_base(DraftMeta *m, Slice value)
{
	return read_name(value, "base.", &m->base);
}

static bool read_text(DraftMeta *m, Slice value)
{
	return read_name(value, "text.", &m->text);
}

static bool read_journal(DraftMeta *m, Slice value)
{
	uint64_t n;

	return read_name(value, "journal.", &n) && n == m->text;
}

static bool read_charset(DraftMeta *m, Slice value)
{
	m->charset = (Charset){ .bom = slice_is(value, "utf-8-bom"), .cp1252 = slice_is(value, "windows-1252") };
	return m->charset.bom || m->charset.cp1252 || slice_is(value, "utf-8");
}

static bool read_taken(DraftMeta *m, Slice value)
{
	return value.len > OID_HEX && oid_parse(slice_sub(value, 0, OID_HEX), &m->taken) &&
	    oid_parse(slice_sub(value, OID_HEX + 1, value.len), &m->staged);
}

/* "pair left PATH HERE THERE": no blank stands in an encoded word. */
static bool read_pair(DraftMeta *m, Slice value)
{
	char *word[3];
	bool left = slice_starts(value, "left "), whole = true;

	value = slice_sub(value, strlen("left "), value.len);
	for (int i = 0; i < 3; i++) {
		const char *blank = value.len ? memchr(value.p, ' ', value.len) : NULL;
		size_t n = blank ? (size_t)(blank - value.p) : value.len;

		word[i] = decode_path(slice_sub(value, 0, n));
		whole = whole && word[i];
		value = slice_sub(value, n + (blank != NULL), value.len);
	}
	if (whole)
		draft_meta_pair(m, word[0], left, slice_c(word[1]), slice_c(word[2]));
	for (int i = 0; i < 3; i++)
		free(word[i]);
	return true;
}

static const MetaKey keys[] = {
	{ "branch", read_branch },
	{ "path", read_path },
	{ "base-commit", read_commit },
	{ "base-blob", read_blob },
	{ "time", read_time },
	{ "generation", read_generation },
	{ "base", read_base },
	{ "text", read_text },
	{ "journal", read_journal },
	{ "charset", read_charset },
	{ "taken", read_taken },
	{ "pair", read_pair },
};

static bool read_line(DraftMeta *m, Slice line)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		size_t n = strlen(keys[i].key);

		if (slice_starts(line, keys[i].key) && line.len > n && line.p[n] == ' ')
			return keys[i].read(m, slice_sub(line, n + 1, line.len));
	}
	return true;	/* a later blad's */
}

const Err *draft_meta_parse(Slice text, DraftMeta *out)
{
	bool good = slice_is(slice_chomp(slice_line(&text)), FIRST_LINE), ended = false;

	memset(out, 0, sizeof *out);
	while (good && !ended && text.len) {
		Slice line = slice_chomp(slice_line(&text));

		ended = slice_is(line, LAST_LINE);
		good = ended || read_line(out, line);
	}
	if (good && ended && out->branch && out->path && out->text > 0 && out->base > 0)
		return NULL;
	draft_meta_free(out);
	return err_new(ERR_CORRUPT, _("the draft's description (meta) cannot be read"));
}

static void add_oid(Str *out, const char *key, const Oid *id)
{
	char hex[OID_HEX + 1];

	oid_hex(id, hex);
	str_printf(out, "%s %s\n", key, hex);
}

/* Blanks too, since they part the words of a line. */
static void add_word(Str *out, Slice s)
{
	Str word = STR_EMPTY;

	addr_path(s, &word);
	str_add_char(out, ' ');
	for (size_t i = 0; i < word.len; i++) {
		if (word.p[i] == ' ')
			str_add_c(out, "%20");
		else
			str_add_char(out, word.p[i]);
	}
	str_free(&word);
}

void draft_meta_format(const DraftMeta *m, Str *out)
{
	str_add_c(out, FIRST_LINE "\nbranch");
	add_word(out, slice_c(m->branch));
	str_add_c(out, "\npath");
	add_word(out, slice_c(m->path));
	str_add_char(out, '\n');
	add_oid(out, "base-commit", &m->base_commit);
	add_oid(out, "base-blob", &m->base_blob);
	str_printf(out, "time %lld %d\n", (long long)m->time.sec, m->time.offset);
	str_printf(out, "generation %llu\n", (unsigned long long)m->generation);
	str_printf(out, "base base.%llu\ntext text.%llu\njournal journal.%llu\n", (unsigned long long)m->base,
	    (unsigned long long)m->text, (unsigned long long)m->text);
	str_printf(out, "charset %s\n", m->charset.cp1252 ? "windows-1252" : m->charset.bom ? "utf-8-bom" : "utf-8");
	if (!oid_is_zero(&m->taken)) {
		char file[OID_HEX + 1], staged[OID_HEX + 1];

		oid_hex(&m->taken, file);
		oid_hex(&m->staged, staged);
		str_printf(out, "taken %s %s\n", file, staged);
	}
	for (size_t i = 0; i < m->moves.len; i++) {
		str_add_c(out, m->moves.v[i].left ? "pair left" : "pair came");
		add_word(out, slice_c(m->moves.v[i].path));
		add_word(out, slice_c(m->moves.v[i].here));
		add_word(out, slice_c(m->moves.v[i].there));
		str_add_char(out, '\n');
	}
	str_add_c(out, LAST_LINE "\n");
}

void draft_meta_pair(DraftMeta *m, const char *path, bool left, Slice here, Slice there)
{
	*VEC_ADD(&m->moves) = (DraftMove){ mem_dup(path), slice_dup(here), slice_dup(there), left };
}

void draft_meta_unpair(DraftMeta *m, size_t i)
{
	DraftMove *p = &m->moves.v[i];

	free(p->path);
	free(p->here);
	free(p->there);
	memmove(p, p + 1, (m->moves.len - i - 1) * sizeof *p);
	m->moves.len--;
}

void draft_meta_free(DraftMeta *m)
{
	free(m->branch);
	free(m->path);
	while (m->moves.len)
		draft_meta_unpair(m, m->moves.len - 1);
	VEC_FREE(&m->moves);
	memset(m, 0, sizeof *m);
}
