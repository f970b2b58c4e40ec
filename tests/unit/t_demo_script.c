/* The demo's script: what its steps do, what is refused, and what the archive made from it promises. */
#include "tap.h"

#include <stdlib.h>

#include "archive/demo_script.h"
#include "base/share.h"
#include "base/utf8.h"

#define HEAD "author a Anna Å <a@x.example>\nauthor b B <b@x.example>\ncommit a 2024-11-20T14:35:00+01:00 as one\n:First\n:\n:Why.\n"

static bool source(const char *name, Slice *out)
{
	if (strcmp(name, "demo/files/f") == 0)
		*out = SLICE_LIT("one\ntwo\nthree\ntwo\n");
	else if (strcmp(name, "demo/files/g") == 0)
		*out = SLICE_LIT("end");
	else
		return false;
	return true;
}

/* What the last commit of HEAD and text has at p. */
static void plays(const char *text, const char *want, const char *name)
{
	char *all = mem_printf(HEAD "%s", text);
	DemoScript s;
	const Err *err = script_read(&s, slice_c(all), source);
	const DemoFile *f = err || !s.commits.len ? NULL : script_file(VEC_LAST(&s.commits), "p");

	if (err)
		tap_note("%s", err_text(err));
	is_slice(f ? f->text : SLICE_LIT("nothing"), slice_c(want), "%s", name);
	script_free(&s);
	free(all);
}

static void refuses(const char *text, const char *why)
{
	char *all = mem_printf(HEAD "%s", text);
	DemoScript s;
	const Err *err = script_read(&s, slice_c(all), source);

	if (!ok(err && strstr(err_text(err), why), "refused: %s", why))
		tap_note("%s", err ? err_text(err) : "not refused");
	script_free(&s);
	free(all);
}

static void steps(void)
{
	plays("put p f\n", "one\ntwo\nthree\ntwo\n", "put");
	plays("put p g\nappend p\n+\n+more\n", "end\nmore\n", "append gives each line its end, and none to what stood there");
	plays("put p f\nreplace p\n-ne\n-tw\n+N\n", "oNo\nthree\ntwo\n", "replace begins and ends inside lines");
	plays("put p f\nreplace p\n-three\n+\n", "one\ntwo\n\ntwo\n", "by nothing");
	plays("put p f\ncut p x\n-one\n=three\n", "three\ntwo\n", "cut up to a text");
	plays("put p f\ncut p x\n-three\n", "one\ntwo\n", "cut to the end");
	plays("put p f\ncut p x\n-one\n=three\npaste p x\n", "three\ntwo\none\ntwo\n", "paste at the end");
	plays("put p f\ncut p x\n-three\n=\n=two\npaste p x\n=one\n", "threeone\ntwo\n\ntwo\n", "paste before a text");
	plays("put q f\nrename q p\n", "one\ntwo\nthree\ntwo\n", "rename");
	plays("put p f\ndelete p\n", "nothing", "delete");
	plays("put p f\ncommit b 2024-11-21T08:00:00+01:00\n:Two\nreplace p\n-one\n+1\n"
	    "commit b 2024-11-21T09:00:00+01:00 on one\n:Three\n", "one\ntwo\nthree\ntwo\n", "on another parent");
	plays("put p f\ncommit b 2024-11-21T08:00:00+01:00 as two\n:Two\nreplace p\n-one\n+1\n"
	    "commit b 2024-11-21T09:00:00+01:00 on one merge two\n:Three\ntake p two\n", "1\ntwo\nthree\ntwo\n", "take from a label");
}

static void refusals(void)
{
	DemoScript none;

	ok(script_read(&none, SLICE_LIT("# nothing\n"), source), "refused: no commits");
	script_free(&none);
	refuses("put p nowhere\n", "at line 7 (no such file)");
	refuses("put p f\nput p g\n", "the file is there already");
	refuses("delete p\n", "no such file");
	refuses("put p f\nreplace p\n-two\n+2\n", "the text is there more than once");
	refuses("put p f\nreplace p\n-four\n+4\n", "the text is not there");
	refuses("put p f\nreplace p\n-one\n", "other words or texts belong to this step");
	refuses("put p f g\n", "other words or texts belong to this step");
	refuses("put p f\ncut p x\n-three\n=one\n", "the text is not there");
	refuses("put p f\npaste p x\n", "no such file");
	refuses("frobnicate p\n", "no such step");
	refuses("+text\n", "a text without its step");
	refuses("commit c 2024-11-21T08:00:00+01:00\n:Two\n", "no such author");
	refuses("commit b 2024-11-31T08:00:00+01:00\n:Two\n", "no point in time");
	refuses("commit b 2024-11-21T08:00:00+01:00 on two\n:Two\n", "no such label");
	refuses("commit b 2024-11-21T08:00:00+01:00\n", "a commit without a message");
	refuses("a b c d e f g h i j\n", "too many words");
	refuses("author x\n", "an author is KEY NAME <MAIL>");
}

static void heads(void)
{
	DemoScript s;

	ok(!script_read(&s, SLICE_LIT(HEAD "commit b 1970-01-01T00:00:00-00:30 as two\n:2\ncommit b 2000-02-29T12:00:00+00:00 on one merge two\n:3\n"),
	    source), "three commits");
	is_int((long long)s.commits.len, 3, "are three");
	is_str(s.commits.v[0].name, "Anna Å", "a name with a blank");
	is_str(s.commits.v[0].mail, "a@x.example", "a mail");
	is_slice(s.commits.v[0].message, SLICE_LIT("First\n\nWhy.\n"), "a message of three lines");
	is_int(s.commits.v[0].when.sec, 1732109700, "2024-11-20 14:35 in Sweden");
	is_int(s.commits.v[0].when.offset, 60, "one hour east");
	is_int((long long)s.commits.v[0].n_parents, 0, "the first has no parent");
	is_int(s.commits.v[1].when.sec, 1800, "half an hour west of 1970");
	is_int(s.commits.v[2].when.sec, 951825600, "a leap day");
	is_int((long long)s.commits.v[2].n_parents, 2, "a merge");
	ok(s.commits.v[2].parents[0] == 0 && s.commits.v[2].parents[1] == 1, "has the parents that it names");
	script_free(&s);
}

/* Sweden's time: an hour ahead, two from the last Sunday of March to that of October (both years' summers). */
static int summer_offset(int64_t sec)
{
	static const int64_t summers[][2] = { { 1743296400, 1761440400 }, { 1774746000, 1792890000 } };

	for (size_t i = 0; i < 2; i++)
		if (sec >= summers[i][0] && sec < summers[i][1])
			return 120;
	return 60;
}

static void demo(void)
{
	const DemoFile *newest;
	size_t mails = 0, merges = 0, longest = 0, nbsp = 0, shy = 0, issues = 0;
	Slice text;
	DemoScript s;
	const Err *err = NULL;

	if (!ok(share_get("demo/history", &text) && !(err = script_read(&s, text, share_get)), "the demo plays"))
		tap_stop("%s", err ? err_text(err) : "demo/history is not built in");
	ok(s.commits.len >= 80, "at least 80 commits: %zu", s.commits.len);
	for (size_t i = 0; i < s.commits.len; i++) {
		const DemoCommit *c = &s.commits.v[i];
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || strcmp(s.commits.v[k].mail, c->mail) == 0;
		mails += !again;
		merges += c->n_parents == 2;
		law(c->when.offset == summer_offset(c->when.sec), "%.*s", (int)c->message.len, c->message.p);
		law(i == 0 || c->when.sec > s.commits.v[i - 1].when.sec, "%.*s", (int)c->message.len, c->message.p);
	}
	law_done("every commit is later than the one before, in the zone of its day");
	ok(mails >= 4, "at least 4 authors: %zu", mails);
	ok(merges >= 1, "history across a merge");
	for (size_t i = 0; i < VEC_LAST(&s.commits)->files.len; i++) {
		const DemoFile *f = &VEC_LAST(&s.commits)->files.v[i];
		Slice rest = f->text;

		if (slice_ends(slice_c(f->path), ".png"))
			continue;
		issues += slice_starts(slice_c(f->path), "ledningsgruppen/") || slice_starts(slice_c(f->path), "socialtjansten/");
		law(utf8_valid(f->text), "%s", f->path);
		for (ptrdiff_t at = -1; (at = slice_find(f->text, SLICE_LIT(UTF8_NBSP), (size_t)(at + 1))) >= 0;)
			nbsp++;
		for (ptrdiff_t at = -1; (at = slice_find(f->text, SLICE_LIT(UTF8_SHY), (size_t)(at + 1))) >= 0;)
			shy++;
		while (rest.len) {
			Slice line = slice_line(&rest);

			longest = line.len > longest ? line.len : longest;
		}
	}
	law_done("every text is UTF-8");
	ok(issues >= 24, "at least 24 issues: %zu", issues);
	ok(longest > 1000 && nbsp > 100 && shy > 0, "long lines, no-break spaces, soft hyphens");
	newest = script_file(VEC_LAST(&s.commits), "ledningsgruppen/2026-11-20.md");
	ok(newest && slice_find(newest->text, SLICE_LIT("\nstate: writing\n"), 0) > 0, "the newest issue is being written");
	script_free(&s);
}

int main(void)
{
	steps();
	refusals();
	heads();
	demo();
	return tap_done();
}
