/* Headers: every form read, one key changed at a time, hostile ones left alone. */
#include "issue/header.h"
#include "base/utf8.h"
#include "tap.h"

static const char *const form_names[] = { "none", "yaml", "toml", "keys" };

/* "form end|name=value|…"; lists in brackets, what is left alone as '*'. */
static void describe(Slice text, Str *out)
{
	Header h;

	header_read(text, &h);
	str_printf(out, "%s %zu", form_names[h.form], h.end);
	for (size_t i = 0; i < h.fields.len; i++) {
		const HeaderField *f = &h.fields.v[i];

		str_printf(out, "|%.*s=", (int)f->name.len, f->name.p);
		if (!f->plain)
			str_add_c(out, "*");
		else if (f->is_list)
			str_printf(out, "[%.*s]", (int)f->value.len, f->value.p);
		else
			str_add_slice(out, f->value);
	}
	header_free(&h);
}

static const struct {
	const char *name, *text, *want;
} reads[] = {
	{ "none", "# Titel\n", "none 0" },
	{ "empty text", "", "none 0" },
	{ "YAML", "---\ntitle: Hej\ndate: 2024-05-20\n---\n\nText\n", "yaml 36|title=Hej|date=2024-05-20" },
	{ "CRLF", "---\r\ntitle: Hej\r\n---\r\nText", "yaml 22|title=Hej" },
	{ "an unclosed fence is a rule", "---\ntitle: Hej\n\nText\n", "none 0" },
	{ "text between two rules", "---\n\nEn rad text.\n\n---\nmer\n", "none 0" },
	{ "empty YAML", "---\n---\nText", "yaml 8" },
	{ "only comments", "---\n# inget\n---\n", "yaml 16" },
	{ "quotes", "---\na: 'it''s'\nb: \"x\\\"y\"\n---\n", "yaml 29|a=it's|b=x\"y" },
	{ "a flow list", "---\ntags: [a, \"b c\", 'd']\n---\n", "yaml 30|tags=[a, b c, d]" },
	{ "a block list", "---\ntags:\n  - a\n  - b\ndate: x\n---\n", "yaml 34|tags=[a, b]|date=x" },
	{ "an unindented block list", "---\ntags:\n- a\n- b\ndate: x\n---\n", "yaml 30|tags=[a, b]|date=x" },
	{ "a literal block", "---\ndescription: |\n  ett\n  två\ntitle: x\n---\n", "yaml 45|description=ett\ntvå|title=x" },
	{ "a folded block", "---\ndescription: >-\n  ett\n  två\n---\n", "yaml 37|description=ett två" },
	{ "nested", "---\nmenu:\n  main:\n    weight: 1\ntitle: x\n---\n", "yaml 45|menu=*|title=x" },
	{ "anchors", "---\na: &x hej\nb: *x\n---\n", "yaml 24|a=hej|b=*" },
	{ "null", "---\na: ~\nb:\nc: null\n---\n", "yaml 24|a=|b=|c=" },
	{ "a list of lists", "---\na: [[1, 2], 3]\n---\n", "yaml 23|a=*" },
	{ "å before a key", "---\nläge: granskning # här\nnästa: å\n---\n", "yaml 44|läge=granskning|nästa=å" },
	{ "broken", "---\ntitle: [a\n---\nText", "yaml 18" },
	{ "tabs", "---\n\ttitle: a\n---\nText", "none 0" },
	{ "deep", "---\na: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n---\n", "yaml 82" },
	{ "spaces behind the fences", "---  \ntitle: x\n--- \nText", "yaml 20|title=x" },
	{ "TOML", "+++\ntitle = \"Hej \\\"du\\\"\"\ndate = 2024-05-20\ndraft = true\ntags = [\"a\", 'b']\n+++\nText",
	    "toml 78|title=Hej \"du\"|date=2024-05-20|draft=true|tags=[a, b]" },
	{ "TOML tables", "+++\ntitle = 'x'\n[menu]\nname = \"y\"\n[[a.b]]\nz = 1\n+++\n", "toml 52|title=x|menu=*|a.b=*" },
	{ "TOML over lines", "+++\na = \"\"\"\ntitle = 'no'\n\"\"\"\nb = [\n 'x', # ]\n]\nc = {d = 1}\ne.f = 2\ntitle = 'x'\n+++\n",
	    "toml 83|a=*|b=*|c=*|e.f=*|title=x" },
	{ "unclosed TOML", "+++\ntitle = 'x'\n", "none 0" },
	{ "broken TOML", "+++\ntitle = 'x\n+++\nText", "toml 19" },
	{ "Pelican", "Title: Hej\nDate: 2024-05-20\nTags: a, b\nSlug: hej\n\nText\n", "keys 50|Title=Hej|Date=2024-05-20|Tags=[a, b]|Slug=hej" },
	{ "Swedish keys", "Titel: Hej\nDatum: 20 maj 2024\nLäge: utkast\n\nText", "keys 45|Titel=Hej|Datum=20 maj 2024|Läge=utkast" },
	{ "NFD keys", "La\xcc\x88ge: utkast\n\nText", "keys 16|La\xcc\x88ge=utkast" },
	{ "continued", "Title: Hej\n  du\nDate: x\n\n", "keys 25|Title=Hej du|Date=x" },
	{ "no blank line follows", "Title: Hej", "keys 10|Title=Hej" },
	{ "first key unknown", "Slug: hej\nTitle: x\n\n", "none 0" },
	{ "a line that is no key", "Title: Hej\nVälkommen hit\n\n", "none 0" },
	{ "a sentence with a colon", "Vi säger det: nu\n\n", "none 0" },
	{ "an address", "date://x\n\n", "none 0" },
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
		Str got = STR_EMPTY;

		describe(slice_c(reads[i].text), &got);
		is_str(str_c(&got), reads[i].want, "%s", reads[i].name);
		str_free(&got);
	}
}

static const struct {
	const char *name, *text, *key, *value, *want;	/* want NULL: refused */
} sets[] = {
	{ "a plain value", "---\ntitle: a\ndate: b\n---\nT", "title", "Ny", "---\ntitle: Ny\ndate: b\n---\nT" },
	{ "the key keeps its own name", "---\nTitel:   a # x\n---\n", "title", "Ny", "---\nTitel:   Ny # x\n---\n" },
	{ "single quotes stay", "---\ntitle: 'a'\n---\n", "title", "it's", "---\ntitle: 'it''s'\n---\n" },
	{ "double quotes stay", "---\ntitle: \"a\"\n---\n", "title", "a \"b\" \\", "---\ntitle: \"a \\\"b\\\" \\\\\"\n---\n" },
	{ "a colon is quoted", "---\ntitle: a\n---\n", "title", "Nytt: mer", "---\ntitle: \"Nytt: mer\"\n---\n" },
	{ "a hash is quoted", "---\ntitle: a\n---\n", "title", "a #1", "---\ntitle: \"a #1\"\n---\n" },
	{ "C# is not", "---\ntitle: a\n---\n", "title", "C# är", "---\ntitle: C# är\n---\n" },
	{ "a dash is quoted", "---\ntitle: a\n---\n", "title", "- a", "---\ntitle: \"- a\"\n---\n" },
	{ "yes is quoted", "---\ntitle: a\n---\n", "title", "Yes", "---\ntitle: \"Yes\"\n---\n" },
	{ "null is quoted", "---\ntitle: a\n---\n", "title", "null", "---\ntitle: \"null\"\n---\n" },
	{ "a number as title is quoted", "---\ntitle: a\n---\n", "title", "2024", "---\ntitle: \"2024\"\n---\n" },
	{ "a date as title is quoted", "---\ntitle: a\n---\n", "title", "2024-05-20", "---\ntitle: \"2024-05-20\"\n---\n" },
	{ "a date is not", "---\ndate: a\n---\n", "date", "2024-05-20", "---\ndate: 2024-05-20\n---\n" },
	{ "a number is not", "---\nnumber: 1\n---\n", "number", "12", "---\nnumber: 12\n---\n" },
	{ "an unknown number is not", "---\nweight: 1\n---\n", "weight", "12", "---\nweight: 12\n---\n" },
	{ "an unknown text stays one", "---\nkod: a\n---\n", "kod", "12", "---\nkod: \"12\"\n---\n" },
	{ "an empty place gets its blank", "---\ntitle:\ndate: x\n---\n", "title", "Ny", "---\ntitle: Ny\ndate: x\n---\n" },
	{ "a new key", "---\ntitle: a\n---\nT", "date", "2024-05-20", "---\ntitle: a\ndate: 2024-05-20\n---\nT" },
	{ "a new key, indented", "---\n  # k\n  title: a\n---\nT", "kod", "x", "---\n  # k\n  title: a\n  kod: x\n---\nT" },
	{ "a new list", "---\ntitle: a\n---\nT", "tags", "x, y: z", "---\ntitle: a\ntags: [x, \"y: z\"]\n---\nT" },
	{ "a flow list", "---\ntags: [a,b]\n---\n", "tags", "a, c d", "---\ntags: [a, c d]\n---\n" },
	{ "a quoted flow list", "---\ntags: ['a','b']\n---\n", "tags", "a, c d", "---\ntags: ['a', 'c d']\n---\n" },
	{ "a block list", "---\ntags:\n    - a\n    - b\ntitle: x\n---\n", "tags", "a,c,d", "---\ntags:\n    - a\n    - c\n    - d\ntitle: x\n---\n" },
	{ "an unindented block list", "---\ntags:\n- a\ntitle: x\n---\n", "taggar", "a,c", "---\ntags:\n- a\n- c\ntitle: x\n---\n" },
	{ "a scalar becomes a list", "---\ntags: a\n---\n", "tags", "a,c", "---\ntags: [a, c]\n---\n" },
	{ "a block text", "---\ndescription: |\n  a\n  b\n\ntitle: x\n---\n", "description", "kort", "---\ndescription: kort\n\ntitle: x\n---\n" },
	{ "a folded text that lasts", "---\ntitle: a\n  b\n  c\ndate: x\n---\n", "title", "kort", "---\ntitle: kort\ndate: x\n---\n" },
	{ "removed with its comment", "---\ntitle: a\n# om\n# datum\ndate: b\nx: y\n---\n", "date", "", "---\ntitle: a\nx: y\n---\n" },
	{ "removed with its lines", "---\ntags:\n  - a\n  - b\n# x\nx: y\n---\n", "tags", "", "---\n# x\nx: y\n---\n" },
	{ "the last one removed", "---\ntitle: a\n---\nT", "title", "", "---\n---\nT" },
	{ "nothing to remove", "---\ntitle: a\n---\nT", "date", "", "---\ntitle: a\n---\nT" },
	{ "CRLF", "---\r\ntitle: a\r\ntags:\r\n- a\r\n---\r\nT", "tags", "b,c", "---\r\ntitle: a\r\ntags:\r\n- b\r\n- c\r\n---\r\nT" },
	{ "CRLF, new key", "---\r\ntitle: a\r\n---\r\nT", "kod", "b", "---\r\ntitle: a\r\nkod: b\r\n---\r\nT" },
	{ "after many bytes of å", "---\nx: ååå\ny: \"ääö\" # ö\ntitle: å\n---\n", "title", "ö", "---\nx: ååå\ny: \"ääö\" # ö\ntitle: ö\n---\n" },
	{ "a nested value", "---\nmenu:\n  a: 1\ntitle: x\n---\n", "menu", "x", NULL },
	{ "a nested value removed", "---\nmenu:\n  a: 1\ntitle: x\n---\n", "menu", "", "---\ntitle: x\n---\n" },
	{ "an anchored value", "---\na: &x hej\nb: *x\n---\n", "a", "nej", NULL },
	{ "a header in braces", "---\n{title: a, date: b}\n---\n", "title", "x", NULL },
	{ "a broken header", "---\ntitle: [a\n---\n", "title", "x", NULL },
	{ "two lines", "---\ntitle: a\n---\n", "title", "x\ny", NULL },
	{ "an escape", "---\ntitle: a\n---\n", "title", "x\033[2J", NULL },
	{ "a bad name", "---\ntitle: a\n---\n", "a: b", "x", NULL },
	{ "the first of two", "---\ntitle: a\ntitel: b\n---\n", "title", "x", "---\ntitle: x\ntitel: b\n---\n" },
	{ "a new header", "# Rubrik\n", "state", "review", "---\nstate: review\n---\n\n# Rubrik\n" },
	{ "a new header, CRLF", "# Rubrik\r\n", "title", "a: b", "---\r\ntitle: \"a: b\"\r\n---\r\n\r\n# Rubrik\r\n" },
	{ "a new header before a blank line", "\nText\n", "title", "a", "---\ntitle: a\n---\n\nText\n" },
	{ "a new header before a rule", "---\nText\n", "title", "a", "---\ntitle: a\n---\n\n---\nText\n" },
	{ "TOML text", "+++\ntitle = \"a\"\n+++\nT", "title", "b \"c\"", "+++\ntitle = \"b \\\"c\\\"\"\n+++\nT" },
	{ "TOML literal", "+++\ntitle = 'a'\n+++\nT", "title", "b", "+++\ntitle = 'b'\n+++\nT" },
	{ "TOML date", "+++\ndate = 2024-01-01 # x\n+++\nT", "date", "2024-05-20", "+++\ndate = 2024-05-20 # x\n+++\nT" },
	{ "TOML bool", "+++\ndraft = true\n+++\nT", "draft", "false", "+++\ndraft = false\n+++\nT" },
	{ "TOML no bool", "+++\ndraft = true\n+++\nT", "draft", "no", "+++\ndraft = \"no\"\n+++\nT" },
	{ "TOML list", "+++\ntags = [\"a\"]\n+++\nT", "tags", "b,c", "+++\ntags = [\"b\", \"c\"]\n+++\nT" },
	{ "TOML, new, before the table", "+++\ntitle = 'a'\n# m\n[menu]\nx = 1\n+++\nT", "date", "2024-05-20",
	    "+++\ntitle = 'a'\ndate = 2024-05-20\n# m\n[menu]\nx = 1\n+++\nT" },
	{ "TOML, new text", "+++\ntitle = 'a'\n+++\nT", "state", "review", "+++\ntitle = 'a'\nstate = \"review\"\n+++\nT" },
	{ "TOML over lines", "+++\na = [\n1,\n2]\n+++\nT", "a", "b", NULL },
	{ "Pelican", "Title: a\nDate: b\n\nT", "title", "Ny: #1", "Title: Ny: #1\nDate: b\n\nT" },
	{ "Pelican, new", "Title: a\nDate: b\n\nT", "state", "review", "Title: a\nDate: b\nState: review\n\nT" },
	{ "Pelican, new, at the end of the file", "title: a", "state", "review", "title: a\nstate: review\n" },
	{ "Pelican, tags", "Title: a\nTags: x\n\nT", "tags", "x, y", "Title: a\nTags: x, y\n\nT" },
	{ "Pelican, over lines", "Title: a\n  b\nDate: x\n\nT", "title", "c", "Title: c\nDate: x\n\nT" },
	{ "Pelican, the first removed", "Title: a\nSlug: x\n\nT", "title", "", NULL },
	{ "Pelican, the only one removed", "Title: a\n\nT", "title", "", "\nT" },
};

static void setting(void)
{
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		Str out = STR_EMPTY;
		const Err *err = header_set(slice_c(sets[i].text), sets[i].key, slice_c(sets[i].value), &out);

		if (!sets[i].want)
			is_int(err_kind(err), ERR_USAGE, "%s: refused", sets[i].name);
		else if (err)
			ok(false, "%s: %s", sets[i].name, err_text(err));
		else
			is_str(str_c(&out), sets[i].want, "%s", sets[i].name);
		str_free(&out);
	}
}

static const char *const values[] = { "a", "å", "true", "No", "12", "-11,7", "1e3", "0x1f", "2024-05-20", "12:30", "null", "~", ".5", "=", "<<",
	"it's", "\"x\"", "a: b", "a:b", ": x", "x:", "# x", "x #", "x#y", "- a", "-", "---", "...", "[a", "a]", "{", "&a", "*a", "!a", "|", ">", "%", "@x", "`",
	"\\", "\\n", "a, b", "?", "? a", "C:\\x", "'", "\"", "''", ",", "50%-iga", "14:e maj", "kl. 10:00", "\xc2\xa0x", "e\xcc\x81", NULL };
static const char *const heads[] = { "---\ntitle: a\n# om kod\nkod: b\ntags: [x]\n---\nText\n",
	"---\n'title': 'a'\nkod: \"b\"\ntags:\n- x\n- y\n---\nText\n", "+++\ntitle = \"a\"\nkod = 'b'\ntags = ['x']\n[t]\na = 1\n+++\nText\n",
	"Title: a\nKod: b\nTags: x\n\nText\n", "Text\n", "", "---\r\ntitle: |\r\n  a\r\nkod: >\r\n  b\r\ntags: [\r\n x,\r\n y ]\r\n---\r\nText\r\n", NULL };

static void laws(void)
{
	static const char *const keys[] = { "title", "kod", "date", "tags", "author", "state", "draft", "ny", NULL };

	for (int i = 0; i < 3000; i++) {
		const char *head = rnd_pick(heads), *key = rnd_pick(keys), *val = rnd_pick(values);
		Str once = STR_EMPTY, twice = STR_EMPTY;
		Header h;
		const HeaderField *f;

		if (header_set(slice_c(head), key, slice_c(val), &once)) {
			law(strcmp(val, ",") == 0, "%s = %s refused in %s", key, val, head);
			continue;
		}
		header_read(str_slice(&once), &h);
		f = header_name(&h, slice_c(key));
		law(f && (f->is_list || slice_eq(f->value, slice_c(val))), "%s = %s in %s", key, val, head);
		law(slice_ends(str_slice(&once), strstr(head, "Text") ? strstr(head, "Text") : ""), "the text behind the header: %s", head);
		law(!header_set(str_slice(&once), key, slice_c(val), &twice) && slice_eq(str_slice(&once), str_slice(&twice)),
		    "again the same: %s = %s in %s", key, val, head);
		header_free(&h);
		str_free(&once);
		str_free(&twice);
	}
	law_done("a key that is set has the value, again changes nothing, the text stays");
}

static void hostile(void)
{
	Str s = STR_EMPTY, got = STR_EMPTY;
	Header h;

	str_add_c(&s, "---\na: &a [x]\n");
	for (int i = 0; i < 60; i++)
		str_printf(&s, "k%d: &k%d [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n", i, i);
	str_add_c(&s, "---\n");
	header_read(str_slice(&s), &h);
	is_int((long long)h.fields.len, 61, "aliases are not followed");
	header_free(&h);

	for (int form = 0; form < 3; form++) {
		static const char *const open[] = { "---\na: ", "---\n", "+++\na = " }, *const unit[] = { "[", "- ", "[" };

		str_clear(&s);
		str_add_c(&s, open[form]);
		for (int i = 0; i < 200000; i++)
			str_add_c(&s, unit[form]);
		str_printf(&s, "\n%.3s\nText", open[form]);
		header_read(str_slice(&s), &h);
		is_int((long long)h.fields.len, 0, "a deep header %d has no fields", form);
		header_free(&h);
	}
	str_clear(&s);
	str_add_c(&s, "---\n");
	for (int i = 0; i < 5000; i++)
		str_printf(&s, "k%d: %d\n", i, i);
	str_add_c(&s, "---\n");
	header_read(str_slice(&s), &h);
	is_int((long long)h.fields.len, 5000, "many keys");
	header_free(&h);

	for (int i = 0; i < 3000; i++) {
		static const char *const bits[] = { "---\n", "+++\n", "title", ": ", ":", "\n", "\n  ", "- ", "[", "]", "{", "}", "'", "\"", "a", "å", "# x", "|\n",
			">\n", "&a ", "*a", "!!str ", " = ", "\"\"\"", "'''", "\r\n", "\t", "\\", "\xff", "?", ",", "2024-05-20", "\xc2\x85", "\xe2\x80\xa8", NULL };
		Str out = STR_EMPTY;

		str_clear(&s);
		str_add_c(&s, rnd_one_in(2) ? "---\n" : rnd_one_in(2) ? "+++\n" : "Title: ");
		for (unsigned k = 0; k < rnd_below(30); k++)
			str_add_c(&s, rnd_pick(bits));
		header_read(str_slice(&s), &h);
		law(h.end <= s.len, "end");
		for (size_t k = 0; k < h.fields.len; k++) {
			const HeaderField *f = &h.fields.v[k];

			law(f->from <= f->to && f->to <= h.end && f->value_from <= f->value_to && f->value_to <= h.end, "places in %s", str_c(&s));
		}
		if (!header_set(str_slice(&s), "title", SLICE_LIT("Ny"), &out)) {
			Header again;

			header_read(str_slice(&out), &again);
			law(header_find(&again, KEY_TITLE) && slice_is(header_find(&again, KEY_TITLE)->value, "Ny"), "%s", str_c(&s));
			law(slice_ends(str_slice(&out), "") && again.fields.len >= h.fields.len, "%s", str_c(&s));
			header_free(&again);
		}
		header_free(&h);
		str_free(&out);
	}
	law_done("rubbish is read without harm, and set only where it can be");
	str_free(&s);
	str_free(&got);
}

int main(void)
{
	tap_scrub();
	reading();
	setting();
	laws();
	hostile();
	is_int(header_key(SLICE_LIT("FÖRFATTARE")), KEY_AUTHORS, "keys are case-blind");
	is_str(header_key_name(KEY_STATE), "state", "a key's name in documents");
	is_str(header_key_name(KEY_OTHER), NULL, "others have none");
	is_int(state_parse(SLICE_LIT(" Godkänd ")), STATE_APPROVED, "states are read in Swedish");
	is_int(state_parse(SLICE_LIT("published")), STATE_PUBLISHED, "and in English");
	is_int(state_parse(SLICE_LIT("oklart")), STATE_NONE, "an unknown word is no state");
	is_str(state_name(STATE_REVIEW), "review", "a state's name in files");
	is_str(state_name(STATE_NONE), NULL, "no state has none");
	is_str(date_from_name(DATE_PATH), "path", "where a date is from");
	return tap_done();
}
