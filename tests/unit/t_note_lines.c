/* Notes on which item is which: a line read is the line written, what is not ours stays, and two sides join line by line. */
#include <stdio.h>
#include <stdlib.h>

#include "issue/note_lines.h"
#include "tap.h"

/* What a line says, written again; "-" where it says nothing. */
static const char *again(const char *line)
{
	static Str out;
	NoteLine n;

	str_clear(&out);
	if (note_line_read(slice_c(line), &n))
		note_line_write(&n, &out);
	else
		str_add_c(&out, "-");
	note_line_free(&n);
	return str_c(&out);
}

static void forms(void)
{
	static const char *const good[] = {
		"part a.md#kurs", "part 2024/nr%201.md#ekonomi/t1", "join a.md#kurs b.md#kursen", "part %23%40%25.md#å",
		"join a.md#kurs b.md#kursen@0123456789abcdef0123456789abcdef01234567",
	};
	static const char *const bad[] = {
		"", "part", "part a.md", "part a.md#", "part a.md#:date", "part a.md#kurs@abcd", "join a.md#kurs b.md#kurs@abcd", "join a.md#kurs b.md#kurs@draft",
		"join a.md#kurs@0123456789abcdef0123456789abcdef01234567 b.md#kurs", "part a.md#kurs@0123456789abcdef0123456789abcdef01234567", "part a.md#kurs b.md#kurs", "join a.md#kurs",
		"join a.md#kurs b.md#kurs c.md#kurs", "Part a.md#kurs", "parts a.md#kurs", " part a.md#kurs", "part  a.md#kurs", "keep a.md#kurs",
	};
	NoteLine n;
	Str longest = STR_EMPTY;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		is_str(again(good[i]), good[i], "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_str(again(bad[i]), "-", "not “%s”", bad[i]);
	ok(note_line_read(slice_c("join nr%201.md#a/b c#d"), &n), "both items of a join");
	is_str(n.path, "nr 1.md", "its path");
	is_str(n.chain, "a/b", "its keys");
	is_str(n.from_path, "c", "where it is from");
	is_str(n.from_chain, "d", "and what it was there");
	note_line_free(&n);
	str_add_c(&longest, "part ");
	str_add_n(&longest, 'a', 9000);
	str_add_c(&longest, "#b");
	is_str(again(str_c(&longest)), "-", "nothing of any length");
	str_free(&longest);
}

static const char *said(const char *text, const char *line, bool undo)
{
	static Str out;
	NoteLine n;

	str_clear(&out);
	if (!note_line_read(slice_c(line), &n))
		return "bad line";
	if (undo)
		n.kind = NOTE_NONE;
	note_lines_say(slice_c(text), &n, &out);
	note_line_free(&n);
	return str_c(&out);
}

static void saying(void)
{
	is_str(said("", "part a#b", false), "part a#b\n", "the first");
	is_str(said("Till minne: hej\npart x#y", "part a#b", false), "Till minne: hej\npart a#b\npart x#y\n", "others stay");
	is_str(said("part a#b\njoin a#b c#d\njoin x#y a#b\n", "join a#b e#f", false), "join a#b e#f\njoin x#y a#b\n", "one thing of one item");
	is_str(said("part a#b\npart x#y\n", "part a#b", true), "part x#y\n", "taken back");
	is_str(said("part a#b\n", "part a#b", true), "", "to the last");
}

static const char *merged(const char *base, const char *ours, const char *theirs)
{
	static Str out;

	str_clear(&out);
	note_lines_merge(slice_c(base), slice_c(ours), slice_c(theirs), &out);
	return str_c(&out);
}

/* Lines by bits of a number. */
static const char *lines(unsigned bits)
{
	static Str out[4];
	static unsigned turn;
	Str *s = &out[turn++ % 4];

	str_clear(s);
	for (unsigned i = 0; i < 3; i++)
		if (bits & 1u << i)
			str_printf(s, "part a#%c\n", (char)('a' + (int)i));
	return str_c(s);
}

static void merging(void)
{
	bool good = true;

	is_str(merged("", "b\n", "a"), "a\nb\n", "both added");
	is_str(merged("a\nb\n", "b\n", "a\nb\nc\n"), "b\nc\n", "one took away, the other added");
	is_str(merged("", "a\n", "a\na\n"), "a\n", "the same on both sides is there once");
	for (unsigned b = 0; b < 8; b++)
		for (unsigned o = 0; o < 8; o++)
			for (unsigned t = 0; t < 8; t++) {
				unsigned want = (o & t) | ((o ^ t) & (o & ~b)) | ((o ^ t) & (t & ~b));

				good = good && strcmp(merged(lines(b), lines(o), lines(t)), lines(want)) == 0;
			}
	ok(good, "a line is there where both have it, or one added it");
}

int main(void)
{
	forms();
	saying();
	merging();
	return tap_done();
}
