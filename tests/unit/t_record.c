/* Recording: drafts become one version, whole or an item at a time; what is refused leaves all as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/record.h"
#include "archive/revise.h"
#include "archive_lib.h"
#include "base/file.h"
#include "git/conf.h"

#define BLAD "---\ntitle: Blad 1\nstate: review\n---\n\nIngress.\n\n## Ett\n\nEtt här.\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n"
#define ANNAT "# Annat\n\n## Fyra\n\nFyra här.\n"

static const char *const files[] = { "a.md", BLAD, "b.md", ANNAT, "c.md", "# C\n\n## Fem\n\nFem här.\n", "LÄSMIG.txt", "x\n", NULL };

static Archive *a;
static char *dir;

static void begin(void)
{
	git_sh(tap_dir(), "rm -rf arkiv; [ -d mall ] || exit 0; cp -a mall arkiv");
	if (!file_is_dir(tap_path("mall"))) {
		dir = archive_make("arkiv", files);
		git_sh(tap_dir(), "cp -a arkiv mall");
	}
	a = archive_must_open(dir);
}

static void end(void)
{
	archive_free(a);
	a = NULL;
}

static Target find(const char *address)
{
	Target t = { 0 };

	must(target_find(a, slice_c(address), &t), address);
	return t;
}

static const char *text_of(const char *path)
{
	static char *kept[4];
	static size_t turn;
	Draft *d = NULL;
	char **slot = &kept[turn++ % 4];

	free(*slot);
	*slot = draft_peek(&d, a, path) ? NULL : slice_dup(draft_text(d));
	draft_close(d);
	return *slot;
}

static RecordOpts opts;
static ErrKind kind;
static char held[1024], left[1024];

/* "ID?message" or the error. */
static const char *record(const char *first, const char *second)
{
	static char said[2048];
	Target ts[2] = { { 0 }, { 0 } };
	RecordResult r = { 0 };
	size_t n = 0;
	const Err *err;

	if (first)
		ts[n++] = find(first);
	if (second)
		ts[n++] = find(second);
	err = record_drafts(a, ts, n, &opts, &r);
	kind = err ? err_kind(err) : (ErrKind)0;
	snprintf(said, sizeof said, "%s", r.message ? r.message : err ? err_text(err) : "");
	held[0] = left[0] = '\0';
	for (size_t i = 0; i < r.held.len; i++)
		snprintf(held + strlen(held), sizeof held - strlen(held), "%s; ", r.held.v[i]);
	for (size_t i = 0; i < r.left.len; i++)
		snprintf(left + strlen(left), sizeof left - strlen(left), "%s ", r.left.v[i]);
	record_result_free(&r);
	for (size_t i = 0; i < n; i++)
		target_free(&ts[i]);
	opts = (RecordOpts){ 0 };
	return said;
}

static const char *drafts(void)
{
	static char out[512];
	DraftList l = { 0 };

	out[0] = '\0';
	if (drafts_list(a, &l))
		return "?";
	for (size_t i = 0; i < l.len; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "", l.v[i].path);
	drafts_list_free(&l);
	return out;
}

/* Tip, index, files, locks: all that must not move when something is refused. */
static const char *state(void)
{
	return git_sh(dir, "git rev-parse HEAD; git status --porcelain; cat a.md b.md c.md; find .git -name '*.lock'; ls .git/blad | grep -v '^index.db\\|^lock'");
}

static void clean(const char *name)
{
	is_str(git_sh(dir, "git status --porcelain; git fsck --strict; find .git -name '*.lock'; ls .git/blad | grep intent"), "", "%s: status clean, fsck silent", name);
}

static void simple(void)
{
	begin();
	is_str(record(NULL, NULL), "", "nothing to record");
	is_int(kind, 0, "is no error");
	draft_edit(a, "a.md", "Ett här", "Nytt här");
	is_str(record(NULL, NULL), "Ett: changed", "one draft, the proposed message");
	is_str(drafts(), "", "the draft is done");
	is_str(git_sh(dir, "git log -1 -p --format='%%an <%%ae> %%at%%n%%s' | grep -v '^index\\|^@@\\|^ \\|^diff\\|^---\\|^+++'"),
	    "Test <test@example.org> 1731670200\nEtt: changed\n\n-Ett här.\n+Nytt här.", "and the version is exactly that");
	clean("one draft");
	draft_edit(a, "a.md", "Två här", "Mer");
	draft_edit(a, "b.md", "Fyra här", "Annat");
	draft_put(a, "ny.md", "# Ny\n\n## Sex\n\nSex.\n");
	opts.message = "Egna ord\n";
	is_str(record(NULL, NULL), "Egna ord", "three issues with words of one's own");
	is_str(git_sh(dir, "git show --stat --format=%%s | grep -o '^ [a-z]*.md\\|^E.*'"), "Egna ord\n a.md\n b.md\n ny.md", "are one version");
	clean("three drafts");
	end();
}

static void messages(void)
{
	static const struct {
		const char *path, *was, *now, *says;
	} cases[] = {
		{ "a.md", "## Två\n", "## Tvåan\n", "Tvåan: new title" },
		{ "a.md", "Ingress.", "Ny ingress.", "Blad 1: lead" },
		{ "a.md", "title: Blad 1", "title: Blad 2", "Blad 2: header" },
		{ "a.md", "## Två\n\nTvå här.\n\n", "", "Två: deleted" },
		{ "b.md", "# Annat\n", "# Annat\n\n## Noll\n\nNoll.\n", "Noll: new" },
		{ "a.md", "## Ett\n\nEtt här.\n\n## Två\n\nTvå här.\n", "## Två\n\nTvå här.\n\n## Ett\n\nEtt här.\n", "Två: moved" },
		{ "a.md", "Ett här.\n\n## Två\n\nTvå här.\n\n## Tre", "Ett.\n\n## Två\n\nTvå.\n\n## Tre", "Ett: changed; Två: changed" },
	};
	Str message = STR_EMPTY;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin();
		draft_edit(a, cases[i].path, cases[i].was, cases[i].now);
		str_clear(&message);
		is_str(git_said(record_message(a, NULL, 0, &message)), "", "a proposal");
		is_str(str_c(&message), cases[i].says, "%s", cases[i].says);
		is_str(record(NULL, NULL), cases[i].says, "and recorded so");
		end();
	}
	begin();
	draft_put(a, "a.md", BLAD "\n## En rubrik som är ganska lång\n\nx\n\n## En annan rubrik som är ganska lång\n\ny\n");
	draft_edit(a, "b.md", "Fyra här", "Annat");
	is_str(record(NULL, NULL), "3 changes in 2 issues\n\n- En rubrik som är ganska lång: new\n- En annan rubrik som är ganska lång: new\n- Fyra: changed",
	    "many changes: a line that counts, and a list");
	end();
	str_free(&message);
}

static void items(void)
{
	const char *all = "---\ntitle: Blad 2\nstate: review\n---\n\nNy ingress.\n\n## Ett\n\nEtt nytt.\n\n## Nyast\n\nSist in.\n\n## Tre\n\nTre nytt.\n";

	begin();
	draft_put(a, "a.md", all);
	is_str(record("a.md#tre", NULL), "Tre: changed", "one item of a draft");
	is_str(text_of("a.md"), all, "the draft's text stays byte for byte");
	is_str(git_sh(dir, "git diff HEAD~ | grep '^[-+][^-+]'"), "-Tre här.\n+Tre nytt.", "only its change is recorded");
	clean("one item");
	is_str(record("a.md#två", NULL), "Två: deleted", "a deleted one");
	is_str(record("a.md#nyast", "a.md#:title"), "Blad 2: header; Nyast: new", "a new one and a header field");
	is_str(record("a.md#", NULL), "Blad 2: lead", "the lead");
	is_str(record("a.md#ett", NULL), "Ett: changed", "the last");
	is_str(drafts(), "", "and nothing is left of the draft");
	is_str(git_sh(dir, "cat a.md"), git_sh(dir, "git show HEAD:a.md"), "the file is the version");
	is_str(git_sh(dir, "cat a.md; echo .") , git_sh(dir, "printf '%%s' '%s'; echo .", all), "which is the draft");
	clean("item by item");
	draft_edit(a, "a.md", "Ett nytt", "Ett igen");
	is_str(record("a.md#tre", NULL), "", "an item without a change");
	is_str(drafts(), "a.md", "records nothing");
	end();
}

/* ---- moves between issues ---- */

static void move(const char *what, const char *after)
{
	Target t = find(what), to = find(after);
	char *address = NULL;

	must(revise_move(a, &t, &to, &address), what);
	free(address);
	target_free(&t);
	target_free(&to);
}

static const char *where(const char *word)
{
	return git_sh(dir, "git grep -c '%s' HEAD -- '*.md' | sed 's/^HEAD://'", word);
}

static void moves(void)
{
	int status;
	pid_t pid;

	begin();
	move("a.md#två", "b.md#fyra");
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	draft_edit(a, "b.md", "Fyra här", "Fyra nytt");
	is_str(record("b.md#två", NULL), "Två: moved", "an item that came from another issue, named where it is");
	is_str(where("Två här"), "b.md:1", "is recorded on both sides");
	is_str(where("nytt"), "", "and nothing else");
	is_str(drafts(), "a.md b.md", "the rest stays in the drafts");
	clean("a move");
	is_str(record(NULL, NULL), "Ett: changed; Fyra: changed", "and is recorded later");
	is_str(where("Två här"), "b.md:1", "once");
	end();

	begin();
	move("a.md#två", "b.md#fyra");
	draft_edit(a, "b.md", "Fyra här", "Fyra nytt");
	is_str(record("a.md", NULL), "Två: moved", "the issue that it left");
	is_str(where("Två här\\|nytt"), "b.md:1", "takes the other side along");
	end();

	begin();
	move("a.md#två", "b.md#fyra");
	move("c.md#fem", "b.md#fyra");
	is_str(record("b.md", NULL), "Fem: moved; Två: moved", "an issue that two came to");
	is_str(git_sh(dir, "git grep -c 'Två här\\|Fem här' HEAD -- '*.md'"), "HEAD:b.md:2", "takes both along");
	is_str(drafts(), "", "and all is done");
	clean("two moves");
	end();

	begin();
	move("a.md#två", "b.md#fyra");
	draft_edit(a, "c.md", "Fem här", "Fem nytt");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {		/* another window has one of them open */
		Archive *other = NULL;
		Draft *d = NULL;
		int fd[2];

		if (pipe(fd) != 0 || archive_open(&other, dir) || draft_open(&d, other, "b.md"))
			_exit(1);
		git_sh(tap_dir(), "touch held");
		while (!file_exists(tap_path("go")))
			usleep(2000);
		_exit(0);
	}
	while (!file_exists(tap_path("held")))
		usleep(2000);
	is_str(record(NULL, NULL), "Fem: changed", "one issue is held by another window: the others are recorded");
	is_int(kind, ERR_DECIDE, "and it is said");
	ok(strstr(held, "b.md") && strstr(held, "a.md waits for b.md"), "which, and why the other side waits: %s", held);
	is_str(where("Två här"), "a.md:1", "the item is where it was");
	record("a.md#ett", NULL);
	record("b.md", NULL);
	is_int(kind, ERR_BUSY, "named, it is busy");
	git_sh(tap_dir(), "touch go");
	waitpid(pid, &status, 0);
	is_str(record(NULL, NULL), "Två: moved", "afterwards it goes");
	is_str(where("Två här"), "b.md:1", "to where it belongs");
	clean("a held move");
	end();

	begin();
	move("a.md#två", "b.md#fyra");
	draft_edit(a, "b.md", "## Två", "## Något helt annat");
	record("a.md", NULL);
	ok(where("Två här")[0] == 'b' || (kind == ERR_DECIDE && where("Två här")[0] == 'a'), "moved and given another title: on both sides, or a question");
	end();
}

/* ---- the tip has moved ---- */

static void behind(void)
{
	char *before;

	begin();
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	archive_commit(dir, "a.md", "---\ntitle: Blad 1\nstate: review\n---\n\nIngress.\n\n## Ett\n\nEtt här.\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre ändrat.\n");
	is_str(record(NULL, NULL), "Ett: changed", "a draft that is behind is joined with the tip first");
	is_str(git_sh(dir, "git show HEAD:a.md | grep -c 'Ett nytt\\|Tre ändrat'"), "2", "both changes are there");
	clean("behind");
	draft_edit(a, "a.md", "Tre ändrat", "Tre mitt");
	draft_edit(a, "b.md", "Fyra här", "Fyra nytt");
	git_sh(dir, "sed -i 's/Tre ändrat/Tre deras/' a.md; git commit -qam deras");
	is_str(record(NULL, NULL), "Fyra: changed", "one that cannot be joined is left, the other recorded");
	is_int(kind, ERR_DECIDE, "and it is said");
	ok(strstr(held, "the draft of a.md") && strstr(held, "blad resolve a.md#tre --ours"), "which, and where: %s", held);
	ok(text_of("a.md") && strstr(text_of("a.md"), "Tre mitt"), "its text stays");
	before = mem_dup(state());
	record("a.md", NULL);
	is_int(kind, ERR_DECIDE, "named, it is a question");
	is_str(state(), before, "and nothing moves");
	free(before);
	end();

	begin();
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	git_sh(dir, "sed -i 's/Ett här/Ett nytt/' a.md; git commit -qam 'samma'");
	is_str(record(NULL, NULL), "", "what somebody else recorded alike is nothing to record");
	is_str(drafts(), "", "and no draft");
	end();
}

static void by_hand(void)
{
	begin();
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	draft_edit(a, "b.md", "Fyra här", "Fyra nytt");
	git_sh(dir, "echo hand >>a.md; rm LÄSMIG.txt");
	record(NULL, NULL);
	is_int(kind, 0, "a file changed by hand is no hindrance");
	is_str(left, "a.md ", "it is named");
	is_str(git_sh(dir, "git -c core.quotePath=false status --porcelain; tail -1 a.md"), " D LÄSMIG.txt\n M a.md\nhand", "left as it is");
	is_str(git_sh(dir, "git show HEAD:a.md | grep -c nytt; cat b.md | grep -c nytt; grep -c hand a.md"), "1\n1\n1", "and the version does not hold it");
	end();
}

/* ---- states ---- */

static void states(void)
{
	begin();
	git_sh(dir, "sed -i s/review/approved/ a.md; git commit -qam godkänd");
	archive_refresh(a, NULL);
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	record(NULL, NULL);
	is_str(git_sh(dir, "grep 'state\\|nytt' a.md"), "state: review\nEtt nytt.", "an approved issue that changes goes back to review");
	is_str(drafts(), "", "and the draft with it");
	clean("approved");
	git_sh(dir, "sed -i s/review/approved/ a.md; git commit -qam godkänd");
	archive_refresh(a, NULL);
	draft_edit(a, "a.md", "Ett nytt", "Ett till");
	draft_edit(a, "a.md", "Tre här", "Tre till");
	record("a.md#ett", NULL);
	is_str(git_sh(dir, "grep 'state\\|till' a.md"), "state: review\nEtt till.", "one item of it too");
	ok(text_of("a.md") && strstr(text_of("a.md"), "state: review") && strstr(text_of("a.md"), "Tre till"), "and the rest of the draft agrees");
	record(NULL, NULL);
	is_str(git_sh(dir, "grep 'state\\|till' a.md"), "state: review\nEtt till.\nTre till.", "to the end");
	git_sh(dir, "sed -i s/review/approved/ a.md; git commit -qam godkänd");
	archive_refresh(a, NULL);
	draft_edit(a, "a.md", "Ett till", "Ett igen");
	draft_edit(a, "a.md", "approved", "published");
	record(NULL, NULL);
	is_str(git_sh(dir, "grep 'state\\|igen' a.md"), "state: published\nEtt igen.", "unless the draft itself sets the state");
	end();

	begin();
	git_sh(dir, "sed -i s/review/published/ a.md; git commit -qam ut");
	archive_refresh(a, NULL);
	draft_edit(a, "a.md", "Ett här", "Ett rättat");
	{
		bool needs = false;
		Target t = find("b.md");

		ok(!record_needs_correction(a, NULL, 0, &needs) && needs, "a published issue needs to be corrected knowingly");
		ok(!record_needs_correction(a, &t, 1, &needs) && !needs, "another does not");
		target_free(&t);
	}
	ok(strstr(record(NULL, NULL), "--correction") && kind == ERR_FAIL, "without saying so it is refused");
	is_str(drafts(), "a.md", "and the draft is kept");
	opts.correction = true;
	is_str(record(NULL, NULL), "Ett: changed\n\nBlad-Correction: a.md", "a correction says so");
	is_str(git_sh(dir, "git log -1 --format='%%(trailers:key=Blad-Correction,valueonly)'"), "a.md", "as git reads it");
	move("a.md#två", "b.md#fyra");
	record("b.md", NULL);
	ok(kind == ERR_FAIL, "nor may an item be moved out of it");
	opts.correction = true;
	opts.message = "Flyttad\n\nSigned-off-by: X <x@example.org>";
	record("b.md#två", NULL);
	is_str(where("Två här"), "b.md:1", "but as a correction");
	is_str(git_sh(dir, "git log -1 --format='%%(trailers:key=Blad-Correction,valueonly)'"), "a.md", "whose trailer git finds");
	end();
}

/* ---- refusals ---- */

static void refusals(void)
{
	static const struct {
		const char *name, *sh, *says, *undo;
		ErrKind kind;
	} cases[] = {
		{ "no branch", "git checkout -q --detach", "git switch", "git switch -q main", ERR_FAIL },
		{ "in the middle of a merge", "git rev-parse HEAD >.git/MERGE_HEAD", "merge", "rm .git/MERGE_HEAD", ERR_FAIL },
		{ "in the middle of a rebase", "mkdir .git/rebase-merge", "rebase", "rmdir .git/rebase-merge", ERR_FAIL },
		{ "signatures", "git config commit.gpgsign true; git config gpg.program false", "signing: ", "git config --unset commit.gpgsign", ERR_FAIL },
		{ "hooks", "printf '#!/bin/sh\\nexit 1\\n' >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit", "hooks/pre-commit", "rm .git/hooks/pre-commit", ERR_FAIL },
		{ "nobody", "git config user.name ''", "", "git config --unset user.name", ERR_IDENTITY },
		{ "a lock of another program", "touch .git/refs/heads/main.lock; touch -d '1 hour ago' .git/refs/heads/main.lock", "main.lock", "rm .git/refs/heads/main.lock", ERR_BUSY },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *before;
		const char *said;

		begin();
		draft_edit(a, "a.md", "Ett här", "Ett nytt");
		git_sh(dir, "%s", cases[i].sh);
		end();
		a = archive_must_open(dir);
		before = mem_dup(state());
		said = record(NULL, NULL);
		ok(kind == cases[i].kind && strstr(said, cases[i].says) && !strchr(said, '\n'), "%s: %s", cases[i].name, said);
		is_str(state(), before, "%s: nothing has moved", cases[i].name);
		git_sh(dir, "%s", cases[i].undo);
		end();
		a = archive_must_open(dir);
		is_str(record(NULL, NULL), "Ett: changed", "%s: gone, it is recorded", cases[i].name);
		clean(cases[i].name);
		free(before);
		end();
	}
	begin();
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	git_sh(dir, "git config commit.gpgsign true; git config gpg.program false; printf '#!/bin/sh\\nexit 1\\n' >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit");
	end();
	a = archive_must_open(dir);
	opts.no_sign = opts.no_verify = true;
	is_str(record(NULL, NULL), "Ett: changed", "unless it is said to do without");
	draft_edit(a, "a.md", "Två här.", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x");
	opts.no_sign = opts.no_verify = true;
	record("a.md", NULL);
	is_int(kind, ERR_DECIDE, "a text with conflict markers is not recorded");
	end();
	begin();
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	git_sh(dir, "git config core.sharedRepository group");
	end();
	a = archive_must_open(dir);
	record(NULL, NULL);
	is_int(kind, ERR_FAIL, "an archive that is only read is not written");
	end();
}

/* A branch whose last version is gone still has the drafts. */
static void first_version(void)
{
	begin();
	draft_put(a, "ny.md", "# Ny\n\n## Ett\n\nEtt.\n");
	end();
	git_sh(dir, "git update-ref -d refs/heads/main; rm -r .git/index *.md *.txt; git reflog expire --expire=all --all; git gc -q --prune=now");
	a = archive_must_open(dir);
	is_str(record(NULL, NULL), "Ny: new issue", "a first version");
	is_str(git_sh(dir, "git log --format=%%s; ls"), "Ny: new issue\nny.md", "is the only one");
	clean("first");
	end();
}

static void bytes(void)
{
	static const struct {
		const char *name, *text, *was, *now, *want;
	} cases[] = {
		{ "Windows-1252", "# Bl\xe5\n\n## Ett\n\nH\xe4r.\n", "Här", "Där", "# Bl\xe5\n\n## Ett\n\nD\xe4r.\n" },
		{ "a byte order mark", "\xef\xbb\xbf# Blå\n\n## Ett\n\nHär.\n", "Här", "Där", "\xef\xbb\xbf# Blå\n\n## Ett\n\nDär.\n" },
		{ "CR LF", "# Blå\r\n\r\n## Ett\r\n\r\nHär.", "Här", "Där", "# Blå\r\n\r\n## Ett\r\n\r\nDär." },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin();
		archive_commit(dir, "a.md", cases[i].text);
		archive_refresh(a, NULL);
		draft_edit(a, "a.md", cases[i].was, cases[i].now);
		record("a.md#ett", NULL);
		is_str(git_sh(dir, "git show HEAD:a.md; echo ."), git_sh(dir, "printf '%%s' '%s'; echo .", cases[i].want), "%s is kept", cases[i].name);
		clean(cases[i].name);
		end();
	}
	begin();
	archive_commit(dir, "a.md", cases[0].text);
	archive_refresh(a, NULL);
	{
		Draft *d = NULL;
		const Err *err;

		must(draft_open(&d, a, "a.md"), "open");
		err = draft_save(d, SLICE_LIT("# Blå\n\n## Ett\n\nHär ψ.\n"));
		draft_close(d);
		if (!err)
			record(NULL, NULL);
		ok(err || kind == ERR_FAIL || kind == ERR_USAGE, "a character that Windows-1252 lacks is refused");
	}
	end();
}

/* ---- an interrupted recording is finished by whoever comes next ---- */

static void recovery(void)
{
	char *tip, *text;

	begin();
	tip = mem_dup(git_sh(dir, "git rev-parse HEAD"));
	draft_edit(a, "a.md", "Ett här", "Ett nytt");
	record(NULL, NULL);
	/* As if killed between the branch and the files. */
	git_sh(dir, "git show %s:a.md >a.md; git add a.md; printf 'blad-intent 1\\nref refs/heads/main\\nwas %s\\nnow %%s\\ntime %%s\\nboot %%s\\nlock refs/heads/main.lock\\nlock index.lock\\n' $(git rev-parse HEAD) $(date +%%s) "
	    "$(cat /proc/sys/kernel/random/boot_id) >.git/blad/intent; echo blad >.git/index.lock; touch .git/refs/heads/main.lock", tip, tip);
	{
		Str said = STR_EMPTY;

		is_str(git_said(record_recover(a, &said)), "", "the next start");
		ok(said.len > 0, "says so: %s", str_c(&said));
		str_free(&said);
	}
	clean("finished");
	is_str(git_sh(dir, "grep -c nytt a.md"), "1", "the file followed");
	/* Killed before the branch moved: nothing has happened. */
	draft_edit(a, "a.md", "Två här", "Två nytt");
	text = mem_dup(text_of("a.md"));
	git_sh(dir, "printf 'blad-intent 1\\nref refs/heads/main\\nwas %%s\\nnow %s\\ntime %%s\\nboot %%s\\nlock refs/heads/main.lock\\nlock index.lock\\n' $(git rev-parse HEAD) $(date +%%s) "
	    "$(cat /proc/sys/kernel/random/boot_id) >.git/blad/intent; touch .git/refs/heads/main.lock", tip);
	is_str(record(NULL, NULL), "Två: changed", "a recording repairs what it finds");
	clean("rolled back");
	/* On another branch the files are not touched. */
	git_sh(dir, "git branch gren %s; printf 'blad-intent 1\\nref refs/heads/gren\\nwas %%s\\nnow %%s\\ntime %%s\\nboot %%s\\nlock refs/heads/main.lock\\nlock index.lock\\n' $(git rev-parse HEAD) %s $(date +%%s) "
	    "$(cat /proc/sys/kernel/random/boot_id) >.git/blad/intent", tip, tip);
	{
		Str said = STR_EMPTY;

		is_str(git_said(record_recover(a, &said)), "", "an intent of another branch");
		str_free(&said);
	}
	clean("another branch");
	/* A lock that nobody's intent names, or of long ago, is not ours to take away. */
	git_sh(dir, "printf 'blad-intent 1\\nref refs/heads/main\\nwas %%s\\nnow %s\\ntime %%s\\nboot %%s\\nlock refs/heads/main.lock\\nlock index.lock\\n' $(git rev-parse HEAD) $(date +%%s) "
	    "$(cat /proc/sys/kernel/random/boot_id) >.git/blad/intent; touch -d '1 hour ago' .git/refs/heads/main.lock", tip);
	{
		Str said = STR_EMPTY;

		record_recover(a, &said);
		str_free(&said);
	}
	is_str(git_sh(dir, "cd .git; find . -name '*.lock'"), "./refs/heads/main.lock", "an old lock stays");
	free(tip);
	free(text);
	end();
}

/* ---- many at once ---- */

#define WRITERS 6

static void writer(int me, int turns)
{
	Archive *mine = NULL;

	if (archive_open(&mine, dir))
		_exit(9);
	for (int i = 0; i < turns; i++) {
		char path[32], *text = mem_printf("# %d %d\n\nx\n", me, i);
		Draft *d = NULL;
		Target t = { 0 };
		RecordResult r = { 0 };
		const Err *err;

		snprintf(path, sizeof path, "w%d-%d.md", me, i);
		if (archive_refresh(mine, NULL) || draft_open(&d, mine, path) || draft_save(d, slice_c(text)))
			_exit(8);
		draft_close(d);
		if (target_find(mine, slice_c(path), &t))
			_exit(7);
		do {
			record_result_free(&r);
			err = record_drafts(mine, &t, 1, &(RecordOpts){ 0 }, &r);
		} while (err && err_kind(err) == ERR_BUSY);
		if (err) {
			fprintf(stderr, "# writer %d: %s\n", me, err_text(err));
			_exit(6);
		}
		record_result_free(&r);
		target_free(&t);
		free(text);
	}
	_exit(0);
}

static void many(void)
{
	int turns = tap_rounds(6), failed = 0, status;

	begin();
	fflush(stdout);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			writer(i, turns);
	for (int i = 0; i < WRITERS; i++) {
		wait(&status);
		failed += status != 0;
	}
	is_int(failed, 0, "%d record at once: nobody fails", WRITERS);
	is_int(atoi(git_sh(dir, "git ls-tree --name-only HEAD | grep -c ^w; true")), WRITERS * turns, "and nothing is lost");
	is_int(atoi(git_sh(dir, "git rev-list --count HEAD")), 1 + WRITERS * turns, "a version each");
	clean("many");
	end();
}

int main(void)
{
	archive_begin();
	simple();
	messages();
	items();
	moves();
	behind();
	by_hand();
	states();
	refusals();
	first_version();
	bytes();
	recovery();
	many();
	free(dir);
	git_end();
	return tap_done();
}
