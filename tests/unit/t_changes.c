/* What changed, an item at a time, and how many words. */
#include "issue/diff.h"
#include "tap.h"

static const char *const kinds[] = { "born", "edited", "retitled", "moved", "deleted", "header", "lead", "form" };

static void describe(const char *was, const char *now, Str *out)
{
	Changes c;

	str_clear(out);
	changes_read(slice_c(was), slice_c(now), true, &c);
	for (size_t i = 0; i < c.changes.len; i++) {
		const Change *x = &c.changes.v[i];

		str_printf(out, "%s%s %.*s +%zu-%zu", i ? "|" : "", kinds[x->kind], (int)x->chain.len, x->chain.p, x->added, x->removed);
	}
	changes_free(&c);
}

static const struct {
	const char *name, *was, *now, *want;
} rows[] = {
	{ "nothing", "## A\n", "## A\n", "" },
	{ "edited", "## A\n\nett två tre\n", "## A\n\nett fyra fem tre\n", "edited a +2-1" },
	{ "born", "## A\n\na\n", "## A\n\na\n\n## Ny sak\n\ntext\n", "born ny-sak +3-0" },
	{ "deleted in the middle", "## A\n\n## B\n\n## C\n", "## A\n\n## C x\n", "deleted b +0-1|deleted c +0-1|born c-x +2-0" },
	{ "deleted first", "## A\n\n## B\n\n## C\n", "## B\n\n## C\n", "deleted a +0-1" },
	{ "retitled", "## A\n\nett två tre\n", "## B\n\nett två tre\n", "retitled b +1-1" },
	{ "moved", "## A\n\na\n\n## B\n\nb\n", "## B\n\nb\n\n## A\n\na\n", "moved b +0-0" },
	{ "moved and edited is edited", "## A\n\na\n\n## B\n\nb\n", "## B\n\nc\n\n## A\n\na\n", "edited b +1-1" },
	{ "below a parent", "## A\n\n### B\n\nx\n", "## A\n\n### B\n\ny\n", "edited a/b +1-1" },
	{ "the lead", "# T\n\nin\n\n## A\n", "# T\n\nin nu\n\n## A\n", "lead  +1-0" },
	{ "title and lead are one", "# T\n\nin\n\n## A\n", "# U\n\nin nu\n\n## A\n", "lead  +2-1" },
	{ "header keys", "---\ntitle: a b\nx: y\n---\n", "---\ntitle: a c\nstate: review\n---\n", "header title +1-1|header state +1-0|header x +0-1" },
	{ "a header's form only", "---\ntitle: a\n---\n", "---\ntitle: 'a'\n---\n", "form  +0-0" },
	{ "a sign", "## A\n\nklart.\n", "## A\n\nklart!\n", "edited a +1-1" },
	{ "a sign beside a word", "## A\n\nklart.\n", "## A\n\nfärdigt!\n", "edited a +1-1" },
	{ "white space only, told where nothing else is", "## A\n\na b\n\n## B\n", "## A\n\na\nb\n\n## B\n", "edited a +0-0" },
	{ "white space is not told beside words", "## A\n\na b\n\n## B\n", "## A\n\na\nb\n\n## B\n\nx\n", "edited b +1-0" },
	{ "blank lines between", "## A\n\n## B\n", "## A\n\n\n## B\n", "form  +0-0" },
	{ "lead-ins", "- **A:** x\n- **B:** y\n", "- **A:** x\n- **B:** z\n", "edited b +1-1" },
	{ "a new issue", "", "# T\n\nin\n\n## A\n\na\n", "lead  +2-0|born a +2-0" },
};

int main(void)
{
	Str got = STR_EMPTY;
	size_t added, removed;
	Changes c;

	tap_scrub();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		describe(rows[i].was, rows[i].now, &got);
		is_str(str_c(&got), rows[i].want, "%s", rows[i].name);
	}
	diff_count(SLICE_LIT("## A\n\nett två\n\n## B\n\nx\n"), SLICE_LIT("## B\n\nx\n\n## A\n\nett tre fyra\n"), &added, &removed);
	ok(added == 2 && removed == 1, "what moved is not counted: +%zu -%zu", added, removed);

	changes_read(SLICE_LIT("## Gammal\n\nett två tre\n"), SLICE_LIT("## *Ny*\n\nett två tre\n"), true, &c);
	ok(c.changes.len == 1 && slice_is(c.changes.v[0].title, "Ny") && slice_is(c.changes.v[0].was_title, "Gammal") && c.changes.v[0].how == MATCH_SIMILAR,
	    "both titles are told");
	changes_free(&c);
	changes_read(SLICE_LIT("## Gammal\n\nett två tre\n"), SLICE_LIT("## Ny\n\nett två tre\n"), false, &c);
	is_int((long long)c.changes.len, 2, "without likeness it is another item");
	changes_free(&c);
	{
		Slice was = SLICE_LIT("---\nx: y\n---\n## A\n\na\n\n### C\n\nc\n\n## B\n\nb b b\n"), now = SLICE_LIT("in\n\n## Ny\n\nb b b\n\n## A\n\na a\n\n### C\n\nc\n");

		changes_compare(was, now, &c);
		for (size_t i = 0; i < c.changes.len; i++) {
			const Change *x = &c.changes.v[i];

			ok((!x->was.p || (x->was.p >= was.p && x->was.p + x->was.len <= was.p + was.len)) &&
			    (!x->now.p || (x->now.p >= now.p && x->now.p + x->now.len <= now.p + now.len)), "%s: its texts are of the two", change_name(x));
		}
		is_int((long long)c.changes.len, 4, "a header key, the lead, two items");
		ok(slice_is(c.changes.v[0].was, "x: y\n") && !c.changes.v[0].now.p, "the key that is gone");
		ok(slice_is(c.changes.v[1].now, "in\n\n"), "the lead that came");
		ok(slice_is(c.changes.v[2].was, "## B\n\nb b b\n") && slice_is(c.changes.v[2].was_chain, "b") && slice_is(c.changes.v[2].chain, "ny") &&
		    c.changes.v[2].moved, "retitled and moved: both its texts and keys");
		ok(slice_is(c.changes.v[3].was, "## A\n\na\n\n") && slice_is(c.changes.v[3].now, "## A\n\na a\n\n") && !c.changes.v[3].moved,
		    "a parent's own text only");
		changes_free(&c);
	}
	changes_compare(SLICE_LIT("## Kaffe\n\nklockan tio\n"), SLICE_LIT("## Budget\n\ningen alls\n"), &c);
	ok(c.changes.len == 1 && c.changes.v[0].kind == CHANGE_RETITLED, "two items that are compared are the two that are meant");
	changes_free(&c);
	str_free(&got);
	return tap_done();
}
