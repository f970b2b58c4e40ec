/* Second drafts: made by a conflict between two windows, told apart from the first, and taking its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/draft_items.h"
#include "archive/record.h"
#include "archive/revise.h"
#include "archive_lib.h"

#define PATH "klg/2024-05-20.md"
#define OTHER "klg/2024-06-20.md"
#define FIRST "# Ett\n\ntext\n\n# Två\n\nannat\n"
#define OURS "# Ett\n\ntext\n\n# Två\n\nvårt\n"
#define THEIRS "# Ett\n\ntext\n\n# Två\n\nderas\n"
#define THIRD "# Ett\n\nen tredje\n\n# Två\n\ntredje\n"

static Archive *a;
static char *dir, *state;

/* Where locks do not work, another window has the same draft. */
static void unlock(const Draft *d)
{
	char *lock = mem_printf("%s/drafts/%s/lock", state, draft_info(d)->id);

	unlink(lock);
	free(lock);
}

/* As many windows as texts, the last one saving last. */
static void windows(const char *const *texts, size_t n)
{
	Draft *d[12];

	for (size_t i = 0; i < n; i++) {
		d[i] = draft_must_open(a, PATH);
		if (i == 0)
			draft_must_type(d[0], 0, 0, "x");
		unlock(d[i]);
	}
	for (size_t i = 0; i < n; i++)
		must(draft_save(d[i], slice_c(texts[i])), "save");
	for (size_t i = 0; i < n; i++)
		draft_close(d[i]);
}

static void two(void)
{
	windows((const char *[]){ THEIRS, OURS }, 2);
}

static Target find(const char *address)
{
	Target t = { 0 };

	must(target_find(a, slice_c(address), &t), address);
	return t;
}

static const Err *drop(const char *address)
{
	Target t = { 0 };
	const Err *err = target_find(a, slice_c(address), &t);

	if (!err)
		err = revise_drop(a, &t, NULL);
	target_free(&t);
	return err;
}

static const Err *record(const char *address)
{
	Target t = { 0 };
	RecordOpts o = { 0 };
	RecordResult r = { 0 };
	const Err *err = target_find(a, slice_c(address), &t);

	if (!err)
		err = record_drafts(a, &t, 1, &o, &r);
	record_result_free(&r);
	target_free(&t);
	return err;
}

/* "ADDRESS ADDRESS", those aside with a star. */
static const char *listed(void)
{
	static char said[1024];
	DraftItems items = { 0 };

	said[0] = '\0';
	must(draft_items(a, &items), "items");
	for (size_t i = 0; i < items.len; i++)
		snprintf(said + strlen(said), sizeof said - strlen(said), "%s%s%s", i ? " " : "", items.v[i].address, items.v[i].aside ? "*" : "");
	draft_items_free(&items);
	return said;
}

static const char *text_at(const char *address)
{
	static char said[256];
	Target t = find(address);
	IssueText it = { 0 };

	must(target_text(a, &t, &it), address);
	snprintf(said, sizeof said, "%s", str_c(&it.text));
	issue_text_free(&it);
	target_free(&t);
	return said;
}

static void told_apart(void)
{
	DraftList l = { 0 };
	Str words = STR_EMPTY;

	two();
	is_str(draft_peeked(a, PATH), THEIRS, "the first is the current text");
	is_str(listed(), PATH "#två " PATH "#två@draft-2*", "each item has its draft's address");
	is_str(text_at(PATH "@draft"), THEIRS, "@draft is the first");
	is_str(text_at(PATH "#två@draft-2"), OURS, "@draft-2 the second");
	must(drafts_list(a, &l), "list");
	is_int((long long)l.len, 2, "both are drafts");
	for (size_t i = 0; i < l.len; i++)
		if (l.v[i].aside)
			draft_aside_words(&l.v[i], &words);
	ok(strstr(str_c(&words), "changed twice") != NULL, "why there are two is said");
	ok(strstr(str_c(&words), "drop " PATH "@draft-2") != NULL, "and what to do");
	str_free(&words);
	drafts_list_free(&l);
	is_err(record(PATH "@draft-2"), ERR_DECIDE, "record " PATH, "the second waits for the first");
	must(drop(PATH "@draft-2"), "drop");
	is_str(listed(), PATH "#två", "the second dropped, the first stays");
	must(drop(PATH), "drop");
	is_str(listed(), "", "and nothing is left");
}

static void takes_its_place(void)
{
	two();
	must(drop(PATH), "drop the first");
	is_str(draft_peeked(a, PATH), OURS, "the second takes the first one's place");
	is_str(listed(), PATH "#två", "and its address");
	is_str(text_at(PATH "@draft-2"), OURS, "the old address is taken back too");
	must(record(PATH "@draft-2"), "it can be recorded by it");
	must(archive_refresh(a, NULL), "refresh");
	is_str(text_at(PATH "@HEAD"), OURS, "and is");
	is_str(listed(), "", "nothing is left");
	archive_commit(dir, PATH, FIRST);
	must(archive_refresh(a, NULL), "refresh");
}

static void after_recording(void)
{
	RecordOpts o = { 0 };
	RecordResult r = { 0 };

	windows((const char *[]){ THEIRS, "# Ett\n\nvårt\n\n# Två\n\nvårt\n" }, 2);
	is_err(record_drafts(a, NULL, 0, &o, &r), ERR_DECIDE, "left", "recording all leaves the second");
	is_int((long long)r.held.len, 1, "and names it");
	ok(!oid_is_zero(&r.commit), "after the first");
	record_result_free(&r);
	must(archive_refresh(a, NULL), "refresh");
	is_str(text_at(PATH "@HEAD"), THEIRS, "which is recorded");
	is_str(text_at(PATH), "# Ett\n\nvårt\n\n# Två\n\nvårt\n", "the second is the draft now");
	is_err(record(PATH), ERR_DECIDE, "#två --ours", "which meets the first there");
	must(drop(PATH), "drop");
	archive_commit(dir, PATH, FIRST);
	must(archive_refresh(a, NULL), "refresh");
}

/* The first may be recorded by plain git. */
static void done_elsewhere(void)
{
	two();
	archive_commit(dir, PATH, THEIRS);
	must(archive_refresh(a, NULL), "refresh");
	is_str(draft_peeked(a, PATH), OURS, "a first draft that is done leaves its place");
	is_str(listed(), PATH "#två", "also in the list");
	must(drop(PATH), "drop");
	archive_commit(dir, PATH, FIRST);
	must(archive_refresh(a, NULL), "refresh");
}

static void taken_over(void)
{
	Target t;
	char *address = NULL;

	windows((const char *[]){ THEIRS, THIRD }, 2);
	t = find(PATH "#ett@draft-2");
	must(revise_restore(a, &t, &address), "take over");
	is_str(address, PATH "#ett", "an item is taken over into the draft");
	is_str(draft_peeked(a, PATH), "# Ett\n\nen tredje\n\n# Två\n\nderas\n", "it alone");
	is_str(text_at(PATH "@draft-2"), THIRD, "the second stays");
	target_free(&t);
	free(address);
	t = find(PATH "#ett@draft");
	is_err(revise_restore(a, &t, &address), ERR_USAGE, "version", "the draft itself is no version");
	target_free(&t);
	must(drop(PATH "@draft-2"), "drop");
	must(drop(PATH), "drop");
}

static void edited(void)
{
	Target t;
	char *address = NULL;

	two();
	t = find(PATH "#två@draft-2");
	must(revise_replace(a, &t, SLICE_LIT("# Två\n\nannorlunda\n"), NULL), "replace");
	is_str(text_at(PATH "@draft-2"), "# Ett\n\ntext\n\n# Två\n\nannorlunda\n", "the second can be edited");
	is_str(draft_peeked(a, PATH), THEIRS, "the first does not notice");
	must(revise_add(a, &t, "Tre", SLICE_LIT(""), &address), "add");
	is_str(address, PATH "#tre@draft-2", "what is added to it has its address");
	free(address);
	target_free(&t);
	must(drop(PATH "#tre@draft-2"), "drop an item of it");
	is_str(text_at(PATH "@draft-2"), "# Ett\n\ntext\n\n# Två\n\nannorlunda\n", "one item of it can be dropped");
	must(drop(PATH "@draft-2"), "drop");
	must(drop(PATH), "drop");
}

/* An item that went to another issue is the first draft's: what becomes of the second changes nothing there. */
static void moves(void)
{
	Target t = find(PATH "#två"), to = find(OTHER);
	char *address = NULL;
	Draft *d, *e;

	must(revise_move(a, &t, &to, &address), "move");
	free(address);
	d = draft_must_open(a, PATH);
	unlock(d);
	e = draft_must_open(a, PATH);
	must(draft_save(d, SLICE_LIT("# Ett\n\nderas\n")), "save");
	must(draft_save(e, SLICE_LIT("# Ett\n\nvårt\n")), "save");
	draft_close(d);
	draft_close(e);
	must(drop(PATH "@draft-2"), "drop");
	is_str(draft_peeked(a, OTHER), "# Annat\n\nannan text\n\n# Två\n\nannat\n", "dropping the second takes nothing back elsewhere");
	must(drop(PATH), "drop");
	is_str(draft_peeked(a, OTHER), "(none)", "dropping the first does");
	target_free(&t);
	target_free(&to);
	two();
	t = find(PATH "#två@draft-2");
	to = find(OTHER);
	is_err(revise_move(a, &t, &to, &address), ERR_DECIDE, "set aside", "nothing goes from a second draft to another issue");
	target_free(&t);
	target_free(&to);
	must(drop(PATH "@draft-2"), "drop");
	must(drop(PATH), "drop");
}

static void many(void)
{
	char texts[12][32];
	const char *all[12];

	for (size_t i = 0; i < 12; i++) {
		snprintf(texts[i], sizeof texts[i], "# Ett\n\ntext %zu\n", i);
		all[i] = texts[i];
	}
	windows(all, 12);
	is_str(text_at(PATH "@draft-12"), texts[11], "there is no number at which one is lost");
	for (int n = 2; n <= 12; n++) {
		char address[64];

		snprintf(address, sizeof address, PATH "@draft-%d", n);
		is_str(text_at(address), texts[n - 1], "%s", address);
		must(drop(address), "drop");
	}
	must(drop(PATH), "drop");
}

int main(void)
{
	const char *where;

	archive_begin();
	dir = archive_make("aside", (const char *[]){ PATH, FIRST, OTHER, "# Annat\n\nannan text\n", NULL });
	must(git_sh_ok(dir, "git config user.name N && git config user.email n@x.example") ? NULL : err_new(ERR_FAIL, "git"), "config");
	a = archive_must_open(dir);
	must(archive_state_dir(a, &where), "state");
	state = mem_dup(where);
	told_apart();
	takes_its_place();
	after_recording();
	done_elsewhere();
	taken_over();
	edited();
	moves();
	many();
	archive_free(a);
	free(dir);
	free(state);
	return tap_done();
}
