/* Addresses: every accepted form, every error in words, and the law that what is printed is accepted back. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/issues.h"
#include "archive_lib.h"
#include "base/file.h"

static Archive *a;
static char *dir;

static const char issue_text[] =
    "---\ntitle: Maj\ndate: 2024-05-21\nnumber: 9\n---\n\nIngress.\n\n# Ekonomi\n\ntext\n\n## Budget\n\nmer\n\n# Drift\n\n## Budget\n\nannat\n";

static const char *const files[] = {
	"klg/2024-05-20.md", issue_text,
	"klg/2024-06-20.md", "---\nnumber: 10\n---\n\n# Juni\n\ntext\n",
	"it/2024-06-20.md", "# It\n\ntext\n",
	"content/2018/12-vinter.markdown", "# Vinter\n\ntext\n",
	"udda#1 @x%20.md", "## Udda\n\ntext\n",
	"va\u030ar.md", "---\ndate: 2001-03-01\n---\ntext\n",
	"README.md", "läs\n",
	".blad", "[series \"klg\"]\n\ttitle = Kommunens ledning\n\talias = KL\n\tfiles = klg\n",
	NULL
};

static const char *keep(char *s)
{
	static char *kept[8];
	static size_t at;

	free(kept[at = (at + 1) % 8]);
	return kept[at] = s;
}

/* The canonical address, or the error in brackets. */
static const char *means(const char *address)
{
	Target t;
	const Err *err = target_find(a, slice_c(address), &t);

	if (err)
		return keep(mem_printf("(%d) %s", (int)err_kind(err), err_text(err)));
	keep(mem_dup(""));
	{
		const char *out = keep(mem_dup(t.address));

		target_free(&t);
		return out;
	}
}

static void starts(const char *got, const char *want, const char *name)
{
	ok(strncmp(got, want, strlen(want)) == 0, "%s: %s", name, got);
}

static void has(const char *got, const char *want, const char *name)
{
	ok(strstr(got, want) != NULL, "%s: %s", name, got);
}

static void forms(void)
{
	is_str(means("klg/2024-05-20.md"), "klg/2024-05-20.md", "a path");
	is_str(means("klg/2024-05-20"), "klg/2024-05-20.md", "without its suffix");
	is_str(means("2024-05-20"), "klg/2024-05-20.md", "a tail");
	is_str(means("12-vinter"), "content/2018/12-vinter.markdown", "a tail, without another suffix");
	is_str(means("vår"), "va\u030ar.md", "a name in the other normal form");
	is_str(means("2024-05-21"), "klg/2024-05-20.md", "a date");
	is_str(means("21 maj 2024"), "klg/2024-05-20.md", "a date in words");
	is_str(means("klg/9"), "klg/2024-05-20.md", "series and number");
	is_str(means("kl/10"), "klg/2024-06-20.md", "by alias");
	is_str(means("KOMMUNENS ledning/09"), "klg/2024-05-20.md", "by title");
	is_str(means("latest"), "udda%231 %40x%2520.md", "latest: the one recorded last, since it tells no day");
	starts(means("2024-06-20"), "(5) “2024-06-20” is more than one issue: it/2024-06-20.md, klg/2024-06-20.md", "an ambiguous tail");
	is_str(means("udda%231 %40x%2520.md"), "udda%231 %40x%2520.md", "percent codes");
	is_str(means("udda#1 @x%20.md"), "udda%231 %40x%2520.md", "a path as it stands");
	is_str(means("udda#1 @x%20.md#udda"), "udda%231 %40x%2520.md#udda", "and an item of it");
	is_str(means("udda#1 @x%20.md#@HEAD"), "udda%231 %40x%2520.md#@HEAD", "and a version");
}

static void parts(void)
{
	is_str(means("2024-05-20#"), "klg/2024-05-20.md#", "the lead");
	is_str(means("2024-05-20#drift"), "klg/2024-05-20.md#drift", "an item");
	is_str(means("2024-05-20#ekonomi/budget"), "klg/2024-05-20.md#ekonomi/budget", "a chain");
	starts(means("2024-05-20#budget"), "(5) “budget” is more than one item: klg/2024-05-20.md#ekonomi/budget, klg/2024-05-20.md#drift/budget",
	    "one key for two");
	starts(means("2024-05-20#ekonomy"), "(4) klg/2024-05-20.md has no item “ekonomy”; it has: ekonomi", "an unknown one");
	is_str(means("2024-05-20#:titel"), "klg/2024-05-20.md#:title", "a header key");
	has(means("2024-05-20#:tags"), "no key “tags”", "one that is not there");
}

static void unknown(void)
{
	starts(means("2024-05-2"), "(4) there is no issue “2024-05-2”; the nearest: klg/2024-05-20.md", "the nearest");
	has(means("vintre"), "content/2018/12-vinter.markdown", "a letter wrong");
	has(means("zzzzzzzzz"), "blad list", "nothing like it");
	has(means("README.md"), "settings", "a file that is no issue");
	has(means(""), "(2)", "nothing at all");
	has(means("2024-05-20@zzz"), "no version", "an unknown version");
	has(means("2024-05-20@a"), "at least 4 digits", "one of too few digits");
	has(means("2024-05-20@2001-01-01"), "nothing was recorded", "a day before all");
	has(means("klg/11"), "(4)", "an unknown number");
}

static void versions(void)
{
	const char *id = git_sh(dir, "git rev-parse HEAD"), *next;
	char address[128];

	archive_commit(dir, "klg/2024-05-20.md", NULL);
	must(archive_refresh(a, NULL), "refresh");
	next = git_sh(dir, "git rev-parse HEAD");
	has(means("klg/2024-05-20.md"), "(4)", "a deleted issue is not there");
	snprintf(address, sizeof address, "klg/2024-05-20.md@%.40s", id);
	{
		char want[128];

		snprintf(want, sizeof want, "klg/2024-05-20.md@%.7s", id);
		is_str(means(address), want, "but in its version");
		snprintf(address, sizeof address, "2024-05-20#drift@%.4s", id);
		snprintf(want, sizeof want, "klg/2024-05-20.md#drift@%.7s", id);
		is_str(means(address), want, "also by tail, part and four digits");
		snprintf(address, sizeof address, "klg/2024-06-20@2024-11-15");
		snprintf(want, sizeof want, "klg/2024-06-20.md@%.7s", next);
		is_str(means(address), want, "the end of a day");
	}
	is_str(means("klg/2024-06-20@HEAD"), "klg/2024-06-20.md@HEAD", "what is recorded");
	has(means("klg/2024-06-20@draft"), "has no draft", "no draft");
	{
		Target t;

		must(target_find_past(a, slice_c("klg/2024-05-20.md"), &t), "past");
		ok(t.gone && strcmp(git_hex(&t.found_at), id) == 0, "history has the deleted issue");
		target_free(&t);
		must(target_find_past(a, slice_c("klg/2024-05-20.md#ekonomi/budget"), &t), "past item");
		ok(t.gone && t.part == ADDR_ITEM && strcmp(t.chain, "ekonomi/budget") == 0, "and its items");
		target_free(&t);
	}
}

static const char *text_of(const char *address)
{
	Target t;
	IssueText it;
	const char *out;
	const Err *err = target_find(a, slice_c(address), &t);

	if (err)
		return err_text(err);
	err = target_text(a, &t, &it);
	if (!err) {
		Cut c;
		size_t from, to;

		cut_make(str_slice(&it.text), NULL, &c);
		err = target_span(&t, str_slice(&it.text), &c, &from, &to);
		out = err ? err_text(err) : keep(slice_dup(slice_sub(str_slice(&it.text), from, to)));
		cut_free(&c);
		issue_text_free(&it);
	} else {
		out = err_text(err);
	}
	target_free(&t);
	return out;
}

static void drafts(void)
{
	Target t;

	archive_commit(dir, "klg/2024-05-20.md", issue_text);
	must(archive_refresh(a, NULL), "refresh");
	draft_put(a, "klg/2024-05-20.md", "# Pengar\n\ntext\n\n## Budget\n\nmer\n\n# Drift\n\nny text\n");
	is_str(text_of("2024-05-20#drift"), "# Drift\n\nny text\n", "the current text is the draft's");
	is_str(text_of("2024-05-20#drift@HEAD"), "# Drift\n\n## Budget\n\nannat\n", "the recorded one is another");
	is_str(text_of("2024-05-20#drift@draft"), "# Drift\n\nny text\n", "and the draft has its own name");
	must(target_find(a, slice_c("2024-05-20#ekonomi"), &t), "base");
	is_str(t.address, "klg/2024-05-20.md#pengar", "a key of the draft's base is what it is now");
	is_str(t.asked, "ekonomi", "and it is told what was asked for");
	target_free(&t);
	must(target_find(a, slice_c("2024-05-20#drift/budget"), &t), "gone");
	ok(t.gone && strcmp(t.chain, "drift/budget") == 0, "what the draft has not any more is gone");
	target_free(&t);
	has(text_of("2024-05-20#drift/budget"), "not in the text any more", "and has no text");
	draft_put(a, "klg/ny.md", "---\ntitle: Helt ny\nnumber: 77\n---\n\n## Punkt\n\ntext\n");
	is_str(means("klg/ny.md#punkt"), "klg/ny.md#punkt", "an issue that is a draft only");
	is_str(means("ny"), "klg/ny.md", "by its tail");
	is_str(means("klg/77"), "klg/ny.md", "by its number");
	is_str(means("ny@draft"), "klg/ny.md@draft", "as a draft");
	has(means("ny@HEAD"), "(4)", "and it is not recorded");
}

static void retitled_long_ago(void)
{
	Target t;
	char *was = a ? dir : NULL;

	archive_free(a);
	dir = archive_make("old", (const char *[]){ "x.md", "## Ett\n\nen text som är lång nog att känna igen\n\n## Två\n\nannat helt\n", NULL });
	archive_commit(dir, "x.md", "## Ettan\n\nen text som är lång nog att känna igen\n\n## Två\n\nannat helt\n");
	archive_commit(dir, "x.md", "## Ettan\n\nen text som är lång nog att minnas sen\n\n## Två\n\nannat helt\n");
	archive_commit(dir, "x.md", "## Ettan\n\nnu helt andra ord om någonting sen\n");
	a = archive_must_open(dir);
	has(means("x#ett"), "(4)", "a key that only history has is not known now");
	must(target_find_past(a, slice_c("x#ett"), &t), "past");
	is_str(t.address, "x.md#ettan", "but history follows it");
	is_str(t.asked, "ett", "from what was asked for");
	target_free(&t);
	must(target_find_past(a, slice_c("x#två"), &t), "past");
	ok(t.gone && strcmp(t.address, "x.md#två") == 0, "one that ended is gone");
	target_free(&t);
	{
		const char *first = git_sh(dir, "git rev-parse HEAD~3"), *last = git_sh(dir, "git rev-parse --short=7 HEAD~1");
		char address[80], want[80];

		snprintf(address, sizeof address, "x#ettan@%.40s", first);
		snprintf(want, sizeof want, "x.md#ett@%.7s", first);
		is_str(means(address), want, "an item of now in a version where it had another title");
		has(means("x#två@HEAD"), last, "a version that lacks the item: the last that has it is named");
	}
	free(was);
}

/* Every address that is printed is accepted back, whatever bytes a path has. */
static void all_back(void)
{
	static const char *const bits[] = { "#", "@", "%", "%41", " ", "\x01", "\x7f", "\xff\xfe", "å", "a", "-", ".", "..", "2024-05-20", "HEAD",
	    "\xc2\x85", "\t", "latest", "draft", NULL };
	Oid tip = { { 0 } };
	Repo *r;
	IssueList l;

	must(repo_init(&r, tap_path("odd"), false, "main"), "init");
	for (int i = 0; i < tap_rounds(200); i++) {
		Str path = STR_EMPTY;

		for (unsigned n = 1 + rnd_below(3); n > 0; n--) {
			for (unsigned k = 1 + rnd_below(3); k > 0; k--)
				str_add_c(&path, rnd_pick(bits));
			str_printf(&path, n > 1 ? "%d/" : "%d.md", i);
		}
		tip = git_change(r, i ? &tip : NULL, str_c(&path), "# A\n\ntext\n\n# B@#%\n\ntext\n", i);
		str_free(&path);
	}
	repo_free(r);
	git_sh(tap_path("odd"), "git update-ref refs/heads/main %s", git_hex(&tip));
	archive_free(a);
	a = archive_must_open(tap_path("odd"));
	must(issues_list(a, false, &l), "list");
	law((int)l.rows.len > tap_rounds(200) / 2, "%zu issues", l.rows.len);
	for (size_t i = 0; i < l.rows.len; i++) {
		static const char *const tails[] = { "", "#", "#a", "#b", "@HEAD", "#b@HEAD", "#:title" };
		char *address = mem_printf("%s%s", l.rows.v[i].address, tails[i % 6]);
		Target t;
		const Err *err = target_find(a, slice_c(address), &t);

		law(!err && strcmp(t.address, address) == 0 && strcmp(t.path, l.rows.v[i].path) == 0, "%s", address);
		if (!err)
			target_free(&t);
		err = target_find(a, slice_c(l.rows.v[i].path), &t);
		law(!err && strcmp(t.path, l.rows.v[i].path) == 0, "as it stands: %s: %s", l.rows.v[i].address, err ? err_text(err) : t.path);
		if (!err)
			target_free(&t);
		free(address);
	}
	law_done("every printed address, and every path as it stands, means its issue");
	issues_list_free(&l);
}

int main(void)
{
	archive_begin();
	dir = archive_make("target", files);
	a = archive_must_open(dir);
	forms();
	parts();
	unknown();
	versions();
	drafts();
	retitled_long_ago();
	all_back();
	archive_free(a);
	free(dir);
	for (int i = 0; i < 8; i++)
		keep(NULL);
	return tap_done();
}
