/* What a person does to an issue: each an edit of its draft, nothing outside the item concerned changed. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/create.h"
#include "archive/revise.h"
#include "archive_lib.h"
#include "base/file.h"

#define MAY "klg/2024-05-20.md"
#define JUNE "klg/2024-06-20.md"

static const char may[] =
    "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nannat\n";
static const char june[] = "---\ntitle: Juni\nnumber: 10\n---\n\n# Första\n\nett\n\n# Andra\n\ntvå\n";

static const char *const files[] = {
	MAY, may,
	JUNE, june,
	"klg/crlf.md", "# Ett\r\n\r\ntext\r\n\r\n# Två\r\n\r\nannat\r\n",
	"klg/above.md", "\n\n\tkod\n\nmer\n\n## Ett\n\nx\n",
	"templates/brev.md", "+++\ntitle = \"{{title}}\"\ndate = {{date}}\nnumber = \"{{number}}\"\n+++\n# {{title}}\n\n{{x}}\n",
	".blad", "[blad]\n\tfiles = klg/\n\tfiles = brev/\n[series \"klg\"]\n\ttitle = Ledningen\n\tfiles = klg/\n[series \"brev\"]\n"
	    "\tfiles = brev/\n\tpath = brev/%Y/%N-%S.md\n\ttemplate = templates/brev.md\n",
	NULL
};

static Archive *a;
static char *dir;

static const char *keep(char *s)
{
	static char *kept[8];
	static size_t at;

	free(kept[at = (at + 1) % 8]);
	return kept[at] = s;
}

static Target must_find(const char *address)
{
	Target t;

	must(target_find(a, slice_c(address), &t), address);
	return t;
}

static const char *text_of(const char *path)
{
	Target t = must_find(path);
	IssueText it;
	const char *out;

	must(target_text(a, &t, &it), "text");
	out = keep(slice_dup(str_slice(&it.text)));
	issue_text_free(&it);
	target_free(&t);
	return out;
}

static void reset(void)
{
	DraftList l = { 0 };

	must(drafts_list(a, &l), "drafts");
	for (size_t i = 0; i < l.len; i++) {
		Draft *d = NULL;

		must(draft_open(&d, a, l.v[i].path), "open");
		must(draft_drop(d), "drop");
		draft_close(d);
	}
	drafts_list_free(&l);
}

static bool has_draft(const char *path)
{
	Draft *d = NULL;
	bool has = !draft_peek(&d, a, path);

	draft_close(d);
	return has;
}

static const char *added(const char *after, const char *title, const char *body)
{
	Target t = must_find(after);
	char *address = NULL;
	const Err *err = revise_add(a, &t, title, slice_c(body), &address);

	target_free(&t);
	return keep(err ? mem_dup(err_text(err)) : address);
}

static void add(void)
{
	is_str(added(MAY "#ekonomi", "Nytt", "kropp\n"), MAY "#nytt", "an item after another");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Nytt\n\nkropp\n\n"
	    "## Drift\n\nannat\n", "behind what that one covers, in its form");
	is_str(added(MAY, "Sist", "slut\n"), MAY "#sist", "at the end");
	is_str(added(MAY "#", "Först", "först\n"), MAY "#först", "and at the beginning");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Först\n\nförst\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n"
	    "## Nytt\n\nkropp\n\n## Drift\n\nannat\n\n## Sist\n\nslut\n", "all in their places");
	is_str(added(MAY "#först", NULL, ""), MAY "#new-item", "one without a title gets one");
	is_str(added("klg/crlf.md#ett", "Nytt", "kropp\n"), "klg/crlf.md#nytt", "in a file of other line ends");
	reset();
	is_str(text_of(MAY), may, "dropped, all is as it was");
}

static const char *replaced(const char *address, const char *with)
{
	Target t = must_find(address);
	Str said = STR_EMPTY;
	const Err *err = revise_replace(a, &t, slice_c(with), &said);
	const char *out = keep(mem_dup(err ? err_text(err) : str_c(&said)));

	str_free(&said);
	target_free(&t);
	return out;
}

static void replace(void)
{
	is_str(replaced(MAY "#drift", "## Drift\n\nny text\n\n"), "", "an item's text");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nny text\n",
	    "goes in its place");
	is_str(replaced(MAY "#ekonomi", "## Ekonomi\n\na\n\n## Annat\n\nb\n"), "the text is now 2 items", "two items are said");
	is_str(replaced(MAY "#annat", "bara text\n"), "the text has no title any more and belongs to what stands before it", "and none too");
	ok(strstr(replaced(MAY "#drift", " \n\n"), "empty") != NULL, "an empty text is refused");
	is_str(replaced(MAY "#", "Ny ingress.\n"), "", "the lead");
	is_str(replaced(MAY "#:title", "title: Våren"), "", "a header key's lines");
	is_str(text_of(MAY), "---\ntitle: Våren\nnumber: 9\n---\n\nNy ingress.\n\n## Ekonomi\n\na\n\nbara text\n\n## Drift\n\nny text\n", "all in place");
	is_str(replaced(MAY, may), "", "the whole issue, as it is recorded");
	ok(!has_draft(MAY), "and there is no draft any more");
	ok(strstr(replaced(MAY "@HEAD", "x"), "recorded version") != NULL, "a recorded version is not changed");
}

static void lead_spans(void)
{
	is_str(replaced("klg/above.md#", "\n\n\tkod\n\nmer\n"), "", "a lead below blank lines, replaced by itself");
	ok(!has_draft("klg/above.md"), "changes nothing");
	is_str(replaced("klg/above.md#", "\tannan\n"), "", "another");
	is_str(text_of("klg/above.md"), "\n\n\tannan\n\n## Ett\n\nx\n", "stands where it stood, its first line as it was typed");
	reset();
	is_str(replaced("klg/crlf.md#", "rad ett\nrad två\n"), "", "a first lead, typed with other line ends");
	is_str(text_of("klg/crlf.md"), "rad ett\r\nrad två\r\n\r\n# Ett\r\n\r\ntext\r\n\r\n# Två\r\n\r\nannat\r\n", "gets those of the file");
	is_str(replaced("klg/crlf.md#", "en\ntvå"), "", "and so does");
	is_str(text_of("klg/crlf.md"), "en\r\ntvå\r\n\r\n# Ett\r\n\r\ntext\r\n\r\n# Två\r\n\r\nannat\r\n", "the next");
	reset();
}

static const char *deleted(const char *address)
{
	Target t = must_find(address);
	const Err *err = revise_delete(a, &t);

	target_free(&t);
	return err ? err_text(err) : "";
}

static const char *set_to(const char *address, const char *key, const char *value)
{
	Target t = must_find(address);
	const Err *err = revise_set(a, &t, key, slice_c(value));

	target_free(&t);
	return err ? err_text(err) : "";
}

static void delete_and_set(void)
{
	is_str(deleted(MAY "#ekonomi"), "", "an item goes");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Drift\n\nannat\n", "with what it covers");
	is_str(deleted(MAY "#"), "", "the lead goes");
	is_str(deleted(MAY "#:number"), "", "a key goes");
	is_str(text_of(MAY), "---\ntitle: Maj\n---\n\n## Drift\n\nannat\n", "and nothing else");
	ok(strstr(deleted(MAY), "withdrawn") != NULL, "a whole issue does not: %s", deleted(MAY));
	reset();
	is_str(set_to(MAY, "state", "galen"), "“galen” is not a state: use writing, review, approved, published or withdrawn", "an unknown state");
	is_str(set_to(MAY, "state", "published"), "", "a state");
	is_str(set_to(MAY, "date", "20 maj 2024"), "", "a date in words");
	ok(strstr(set_to(MAY, "date", "i går"), "not a date") != NULL, "no date");
	is_str(set_to(MAY, "number", ""), "", "an empty value");
	is_str(text_of(MAY), "---\ntitle: Maj\nstate: published\ndate: 2024-05-20\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n"
	    "## Drift\n\nannat\n", "the header says so");
	reset();
}

static const char *moved(const char *what, const char *to)
{
	Target t = must_find(what), after = must_find(to);
	char *address = NULL;
	const Err *err = revise_move(a, &t, &after, &address);

	target_free(&t);
	target_free(&after);
	return keep(err ? mem_dup(err_text(err)) : address);
}

static const char *dropped(const char *address)
{
	Target t = must_find(address);
	Str said = STR_EMPTY;
	const Err *err = revise_drop(a, &t, &said);
	const char *out = keep(mem_dup(err ? err_text(err) : str_c(&said)));

	str_free(&said);
	target_free(&t);
	return out;
}

static void move(void)
{
	static const char may_without[] = "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Drift\n\nannat\n";
	static const char june_with[] =
	    "---\ntitle: Juni\nnumber: 10\n---\n\n# Första\n\nett\n\n# Ekonomi\n\ntext\n\n## Budget\n\nmer\n\n# Andra\n\ntvå\n";

	is_str(moved(MAY "#drift", MAY "#"), MAY "#drift", "an item goes first");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Drift\n\nannat\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n", "within its issue");
	ok(strstr(moved(MAY "#ekonomi", MAY "#ekonomi/budget"), "after itself") != NULL, "but not into itself");
	reset();
	is_str(moved(MAY "#ekonomi", JUNE "#första"), JUNE "#ekonomi", "an item goes to another issue");
	is_str(text_of(JUNE), june_with, "it is there, its levels evened");
	is_str(text_of(MAY), may_without, "and here no more");
	ok(strstr(dropped(MAY), "taken back") != NULL, "dropping one draft says that the other changed");
	is_str(text_of(JUNE), june, "there it is gone again");
	is_str(text_of(MAY), may, "and here it is back");
	ok(!has_draft(MAY) && !has_draft(JUNE), "no draft is left");
	moved(MAY "#ekonomi", JUNE "#första");
	is_str(replaced(JUNE "#andra", "# Andra\n\ntvå, ändrad\n"), "", "another change there");
	ok(strstr(dropped(JUNE "#ekonomi"), "taken back") != NULL, "dropping the item alone");
	is_str(text_of(MAY), may, "brings it back here");
	is_str(text_of(JUNE), "---\ntitle: Juni\nnumber: 10\n---\n\n# Första\n\nett\n\n# Andra\n\ntvå, ändrad\n", "and leaves the other change there");
	reset();
	moved(MAY "#ekonomi", JUNE "#första");
	is_str(moved(JUNE "#ekonomi", MAY "#"), MAY "#ekonomi", "moved back by hand");
	is_str(text_of(MAY), may, "all is as it was, levels and all");
	ok(!has_draft(MAY) && !has_draft(JUNE), "without a draft");
	reset();
}

static void drop_items(void)
{
	replaced(MAY "#drift", "## Drift\n\nny\n");
	replaced(MAY "#ekonomi/budget", "### Pengar\n\nmer\n");
	is_str(dropped(MAY "#ekonomi/pengar"), "", "one item's change is taken back");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nny\n", "the other stays");
	deleted(MAY "#ekonomi/budget");
	is_str(dropped(MAY "#ekonomi/budget"), "", "a deleted one comes back");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nny\n", "in its place");
	added(MAY "#drift", "Mer", "mer\n");
	is_str(dropped(MAY "#mer"), "", "a new one goes");
	is_str(dropped(MAY "#drift"), "", "and the last change");
	ok(!has_draft(MAY), "ends the draft");
	ok(strstr(dropped(MAY), "no draft") != NULL, "there is nothing more to drop");
}

static const char *restored(const char *address)
{
	Target t;
	char *out = NULL;
	const Err *err = target_find_past(a, slice_c(address), &t);

	if (err)
		return err_text(err);
	err = revise_restore(a, &t, &out);
	target_free(&t);
	return keep(err ? mem_dup(err_text(err)) : out);
}

static void restore(void)
{
	const char *first = git_sh(dir, "git rev-parse HEAD");
	char at[160];

	archive_commit(dir, MAY, "---\ntitle: Senare\n---\n\n## Drift\n\nannat, ändrat\n\n## Nytt\n\nx\n");
	must(archive_refresh(a, NULL), "refresh");
	snprintf(at, sizeof at, MAY "#drift@%.10s", first);
	is_str(restored(at), MAY "#drift", "an item as it was");
	is_str(text_of(MAY), "---\ntitle: Senare\n---\n\n## Drift\n\nannat\n\n## Nytt\n\nx\n", "where it stands now");
	snprintf(at, sizeof at, MAY "#ekonomi@%.10s", first);
	is_str(restored(at), MAY "#ekonomi", "one that is gone");
	is_str(text_of(MAY), "---\ntitle: Senare\n---\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nannat\n\n## Nytt\n\nx\n", "where it stood");
	snprintf(at, sizeof at, MAY "#:title@%.10s", first);
	is_str(restored(at), MAY "#:title", "a header key");
	snprintf(at, sizeof at, MAY "#:number@%.10s", first);
	is_str(restored(at), MAY "#:number", "one that is gone");
	snprintf(at, sizeof at, MAY "#@%.10s", first);
	is_str(restored(at), MAY "#", "the lead");
	is_str(text_of(MAY), "---\ntitle: Maj\nnumber: 9\n---\n\nIngress.\n\n## Ekonomi\n\ntext\n\n### Budget\n\nmer\n\n## Drift\n\nannat\n\n## Nytt\n\nx\n",
	    "all back but what is new");
	snprintf(at, sizeof at, MAY "@%.10s", first);
	is_str(restored(at), MAY, "the whole issue");
	is_str(text_of(MAY), may, "byte for byte");
	ok(strstr(restored(MAY "#drift"), "name the version") != NULL, "without a version there is nothing to restore");
	reset();
	archive_commit(dir, MAY, NULL);
	must(archive_refresh(a, NULL), "refresh");
	snprintf(at, sizeof at, MAY "@%.10s", first);
	is_str(restored(at), MAY, "an issue that was deleted");
	is_str(text_of(MAY), may, "byte for byte");
	reset();
	archive_commit(dir, MAY, may);
	must(archive_refresh(a, NULL), "refresh");
}

static const char *made(const NewIssue *n)
{
	char *address = NULL;
	const Err *err = revise_new(a, n, &address);

	return keep(err ? mem_dup(err_text(err)) : address);
}

static void new_issues(void)
{
	is_str(made(&(NewIssue){ .title = "Höst: nytt \"år\"" }), "klg/2024-11-15.md", "named as the newest, with today's date");
	is_str(text_of("klg/2024-11-15.md"), "---\ntitle: \"Höst: nytt \\\"år\\\"\"\ndate: 2024-11-15\nnumber: 11\nstate: writing\n---\n\n"
	    "# Höst: nytt \"år\"\n", "from the template, the title quoted as its header needs");
	is_str(made(&(NewIssue){ .title = "Igen" }), "klg/2024-11-15-2.md", "a taken name gets a number");
	is_str(made(&(NewIssue){ .date = { 2025, 1, 2 } }), "klg/2025-01-02.md", "another date");
	ok(strstr(text_of("klg/2025-01-02.md"), "title: \"Ledningen\"\n") || strstr(text_of("klg/2025-01-02.md"), "title: Ledningen\n"),
	    "without a title, the series'");
	is_str(made(&(NewIssue){ .series = "brev", .title = "Å, brev!" }), "brev/2024/1-å-brev.md", "by the series' pattern");
	is_str(text_of("brev/2024/1-å-brev.md"), "+++\ntitle = \"Å, brev!\"\ndate = 2024-11-15\nnumber = \"1\"\n+++\n# Å, brev!\n\n{{x}}\n",
	    "from the series' template, only what blad knows filled in");
	is_str(made(&(NewIssue){ .series = "brev", .title = "B" }), "brev/2024/2-b.md", "the next number");
	is_str(made(&(NewIssue){ .template = "brev", .title = "C" }), "klg/2024-11-15-3.md", "a template by its name");
	is_str(made(&(NewIssue){ .path = "klg/egen/väg", .title = "D" }), "klg/egen/väg.md", "a path of one's own");
	ok(strstr(made(&(NewIssue){ .path = "../x.md" }), "cannot be named") != NULL, "but none outside");
	ok(strstr(made(&(NewIssue){ .path = "annat/x.md" }), "not be an issue") != NULL, "and none that would be no issue");
	ok(strstr(made(&(NewIssue){ .series = "nix" }), "klg, brev") != NULL, "an unknown series");
	ok(strstr(made(&(NewIssue){ .template = "nix" }), "no template") != NULL, "an unknown template");
	ok(strstr(made(&(NewIssue){ .template = "../../etc/passwd" }), "no template") != NULL, "one outside");
	reset();
}

static const char *like(const char *newest, const char *text, const char *title)
{
	static int n;
	char name[32], *where;
	const char *out;

	snprintf(name, sizeof name, "like-%d", n++);
	archive_free(a);
	where = archive_make(name, (const char *[]){ newest, text, NULL });
	a = archive_must_open(where);
	out = made(&(NewIssue){ .title = title });
	free(where);
	return out;
}

static void named_like(void)
{
	is_str(like("_posts/2023-04-01-en-vår.md", "---\ntitle: En vår\n---\n", "Ett år"), "_posts/2024-11-15-ett-år.md", "a blog's name");
	is_str(like("content/2023/04-vår.md", "---\ntitle: Vår\n---\n", "Höst"), "content/2024/11-höst.md", "year and month in folders");
	is_str(like("2023/2023-04-01.md", "x\n", "Y"), "2024/2024-11-15.md", "the year twice");
	is_str(like("nr-07.md", "---\nnumber: 7\n---\n", "Y"), "nr-08.md", "a number");
	is_str(like("blad/2023-nr-04.md", "---\nnumber: 4\ndate: 2023-09-01\n---\n", "Y"), "blad/2024-nr-05.md", "a number of a year");
	is_str(like("2023-04-04-nr-4.md", "---\nnumber: 4\n---\n", "Y"), "2024-11-15-nr-5.md", "date and number");
	is_str(like("nyheter/brev.md", "text\n", "Å & ö"), "issues/2024-11-15-å-ö.md", "neither");
	is_str(like("20230401.markdown", "x\n", "Y"), "20241115.markdown", "digits alone, and the suffix");
}

static void create(void)
{
	char *there = mem_dup(tap_path("mine")), *full, *copy = NULL;
	Archive *mine;
	const Err *err;

	must(create_archive(there), "init");
	is_str(git_sh(there, "git status --porcelain; git fsck 2>&1; git log --format='%%an %%ae %%s'"), "Test test@example.org A new archive",
	    "a new archive: one version, a clean work tree");
	archive_free(a);
	a = mine = archive_must_open(there);
	is_str(archive_warning(mine), NULL, "its settings are good");
	is_str(made(&(NewIssue){ .title = "Första" }), "issues/2024-11-15.md", "and a first issue can be written");
	ok(strstr(text_of("issues/2024-11-15.md"), "number: 1\n") != NULL, "with the first number");
	err = create_archive(there);
	ok(err && strstr(err_text(err), "not empty"), "not into a folder that holds something");
	git_sh(tap_dir(), "git config --global --unset user.email");
	full = mem_dup(tap_path("nobody"));
	err = create_archive(full);
	ok(err && err_kind(err) == ERR_IDENTITY && !file_exists(full), "not without a name and mail, and nothing is left: %s", err ? err_text(err) : "-");
	git_sh(tap_dir(), "git config --global user.email test@example.org");
	free(full);
	full = mem_printf("%s/mine", tap_dir());
	err = create_clone(full, tap_path("copy"), &(RemoteOpts){ 0 }, &copy);
	ok(!err && copy && strcmp(git_sh(copy, "git log --format=%%s"), "A new archive") == 0, "a copy%s", err ? err_text(err) : "");
	free(copy);
	copy = NULL;
	err = create_clone("/nowhere/at/all.git", tap_path("none"), &(RemoteOpts){ 0 }, &copy);
	ok(err && !copy && !file_exists(tap_path("none")), "one that is not there leaves nothing: %s", err ? err_text(err) : "-");
	free(full);
	free(there);
}

int main(void)
{
	archive_begin();
	dir = archive_make("revise", files);
	a = archive_must_open(dir);
	add();
	replace();
	lead_spans();
	delete_and_set();
	move();
	drop_items();
	restore();
	new_issues();
	named_like();
	create();
	archive_free(a);
	free(dir);
	for (int i = 0; i < 8; i++)
		keep(NULL);
	return tap_done();
}
