/* Sharing between two clones of a bare repository: what goes, what stops, and that a stop moves nothing. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/sync.h"
#include "base/file.h"
#include "base/mem.h"
#include "git/conf.h"
#include "git_lib.h"

#define ISSUE "printf '# Blad\\n\\n## Ett\\n\\nEtt här.\\n\\n## Två\\n\\nTvå här.\\n\\n## Tre\\n\\nTre här.\\n' >a.md"

/* "ada" and "bo", clones of "delad.git", which has one version: made once, then copied. */
static void scene(void)
{
	git_sh(tap_dir(), "rm -rf delad.git ada bo\nif [ ! -d scen ]; then mkdir scen && cd scen\n" ISSUE "\n"
	    "git init -q -b main ada && mv a.md ada && cd ada && git config user.name ada && git config user.email ada@example.org\n"
	    "git add -A && git commit -qm första && cd .. && git clone -q --bare ada delad.git && git clone -q delad.git bo\n"
	    "git -C delad.git remote remove origin; git -C bo config user.name bo; git -C bo config user.email bo@example.org\n"
	    "git -C ada remote add origin ../delad.git; git -C ada fetch -q; git -C ada branch -q -u origin/main; git -C bo remote set-url origin ../delad.git\ncd ..; fi\n"
	    "cp -a scen/. .");
}

static void by_hand(const char *who, const char *sh)
{
	if (!git_sh_ok(tap_path(who), "%s\ngit add -A && git commit -qm '%s gör något'", sh, who))
		tap_stop("no commit");
}

/* Someone else's version, already shared. */
static void by_other(const char *sh)
{
	by_hand("bo", sh);
	git_sh(tap_path("bo"), "git push -q");
}

static const char *share(const char *who, ErrKind *kind)
{
	static char words[2048];
	Archive *a = NULL;
	SyncResult r = { 0 };
	const Err *err = archive_open(&a, tap_path(who));

	if (!err)
		err = sync_run(a, NULL, &r);
	snprintf(words, sizeof words, "%s", err ? err_text(err) : str_c(&r.words));
	if (kind)
		*kind = err ? err_kind(err) : (ErrKind)0;
	sync_result_free(&r);
	archive_free(a);
	return words;
}

static const char *status(const char *who)
{
	static char words[256];
	Archive *a = NULL;
	SyncStatus s = { 0 };

	if (archive_open(&a, tap_path(who)) || sync_status(a, &s))
		return "?";
	snprintf(words, sizeof words, "%s %s +%zu -%zu d%zu c%zu", s.branch, s.upstream ? s.upstream : "-", s.ahead, s.behind, s.drafts, s.conflicts);
	sync_status_free(&s);
	archive_free(a);
	return words;
}

/* All that a stop must leave as it was, but for the tracking ref. */
static const char *state(const char *who)
{
	return git_sh(tap_path(who), "git rev-parse HEAD; git -C ../delad.git rev-parse main; git status --porcelain; git for-each-ref refs/blad; "
	    "find .git ../delad.git -name '*.lock'; ls -A");
}

static void clean(const char *who, const char *name)
{
	is_str(git_sh(tap_path(who), "git status --porcelain; git fsck --strict --no-dangling 2>&1; git for-each-ref refs/blad; find .git -name '*.lock'"), "",
	    "%s: status clean, fsck silent, no ref or lock left", name);
}

static void forwards(void)
{
	scene();
	is_str(status("ada"), "main origin/main +0 -0 d0 c0", "even");
	is_str(share("ada", NULL), "nothing new on either side", "nothing to do");
	by_hand("ada", "sed -i s/Ett.här/Nytt/ a.md");
	is_str(status("ada"), "main origin/main +1 -0 d0 c0", "one to send");
	is_str(share("ada", NULL), "1 version sent", "is sent");
	is_str(git_sh(tap_path("delad.git"), "git log --format=%%s%%n%%an main | head -2"), "ada gör något\nada", "and is there as it was");
	is_str(status("ada"), "main origin/main +0 -0 d0 c0", "even again, without a fetch");
	by_hand("ada", "mkdir -p d/e; echo x >d/e/f.md; git mv a.md b.md");
	by_hand("ada", "echo y >>d/e/f.md");
	is_str(share("ada", NULL), "2 versions sent", "two");
	is_str(share("bo", NULL), "3 versions received", "three taken in");
	is_str(git_sh(tap_path("bo"), "ls -A; cat d/e/f.md; git log --oneline | wc -l"), ".git\nb.md\nd\nx\ny\n4", "files follow");
	clean("bo", "received");
	clean("ada", "sent");
	git_sh(tap_dir(), "git init -q --bare -b main ny.git; cd ada; git remote set-url origin ../ny.git; git update-ref -d refs/remotes/origin/main");
	is_str(share("ada", NULL), "4 versions sent", "into an empty shared repository");
	git_sh(tap_dir(), "rm -rf ny.git");
}

static void joins(void)
{
	scene();
	by_other("sed -i s/Tre.här/Hos_bo/ a.md; echo bild >p.png");
	by_hand("ada", "sed -i s/Ett.här/Hos_ada/ a.md; echo mer >c.md");
	is_str(share("ada", NULL), "1 version sent, 1 received", "both moved, joined");
	is_str(git_sh(tap_path("ada"), "grep Hos_ a.md; ls"), "Hos_ada.\nHos_bo.\na.md\nc.md\np.png", "what both did");
	is_str(git_sh(tap_path("ada"), "git log -1 --format='%%s|%%an|%%cn'; git log -1 --format=%%an HEAD^1; git log -1 --format=%%an HEAD^2; grep -c Hos_ a.md"),
	    "Joined with origin/main|ada|ada\nada\nbo\n2", "one version with two parents, ours first");
	is_str(git_sh(tap_dir(), "git -C delad.git rev-parse main; git -C ada rev-parse HEAD origin/main | uniq"),
	    git_sh(tap_dir(), "git -C ada rev-parse HEAD HEAD"), "here, there and tracked are one");
	clean("ada", "joined");
	is_str(share("bo", NULL), "2 versions received", "the other takes it in");
	clean("bo", "joined, received");
	by_other("sed -i s/Hos_bo/Igen/ a.md");
	by_hand("ada", "sed -i s/Hos_ada/Igen_ada/ a.md");
	is_str(share("ada", NULL), "1 version sent, 1 received", "and again");
	clean("ada", "joined again");
}

static void questions(void)
{
	const char *said;
	char *before;
	ErrKind kind;

	scene();
	by_other("sed -i s/Två.här/Hos_bo/ a.md; echo p >p.md");
	by_hand("ada", "sed -i s/Två.här/Hos_ada/ a.md; echo q >q.md");
	before = mem_dup(state("ada"));
	said = share("ada", &kind);
	is_int(kind, ERR_DECIDE, "one item changed by both: a person decides");
	ok(strstr(said, "a.md#två (ada here, bo there)") && strstr(said, "blad conflicts") && strstr(said, "blad resolve"),
	    "names the item, both, the way on: %s", said);
	is_str(state("ada"), before, "nothing has moved");
	is_str(status("ada"), "main origin/main +1 -1 d0 c1", "and status counts it");
	said = share("ada", &kind);
	is_int(kind, ERR_DECIDE, "again the same");
	is_str(state("ada"), before, "and nothing has moved");
	/* The way on that it names. */
	git_sh(tap_path("ada"), "git pull -q --no-rebase; printf '# Blad\\n\\n## Två\\n\\nBådas.\\n' >a.md; git add -A; git commit -qm ihop");
	is_str(share("ada", NULL), "2 versions sent", "after a pull with plain git it goes on");
	clean("ada", "after a pull");
	free(before);
}

typedef struct {
	const char *name, *sh;		/* in ada */
	ErrKind kind;
	const char *says;
	bool theirs, ours;		/* the other has a version; so have we */
} Stop;

static const Stop stops[] = {
	{ "a file changed by hand that theirs touches", "echo hand >>a.md", ERR_DECIDE, "a.md", true, false },
	{ "the same when joining", "echo hand >>a.md", ERR_DECIDE, "a.md", true, true },
	{ "a file in the way of a new one", "echo hand >p.md", ERR_DECIDE, "p.md", true, false },
	{ "a file of theirs deleted by hand", "rm a.md", ERR_DECIDE, "a.md", true, false },
	{ "a file that a filter of git's makes", "echo 'p.md filter=f' >.git/info/attributes; git config filter.f.clean cat; git config filter.f.smudge cat", ERR_FAIL, "filter", true, false },
	{ "no branch", "git checkout -q --detach", ERR_FAIL, "git switch", true, true },
	{ "a branch without a version", "git switch -q --orphan tom; mkdir -p .git/x", ERR_NONE, "", true, false },
	{ "in the middle of a merge", "git rev-parse HEAD >.git/MERGE_HEAD", ERR_FAIL, "merge", true, true },
	{ "no shared repository", "git branch --unset-upstream", ERR_NONE, "blad sync --to origin", true, true },
	{ "a shared repository that is gone", "git remote set-url origin ../borta.git", ERR_FAIL, "", true, true },
	{ "a hook before the push", "printf '#!/bin/sh\\nexit 1\\n' >.git/hooks/pre-push; chmod +x .git/hooks/pre-push", ERR_FAIL, "pre-push", false, true },
	{ "the same when joining", "printf '#!/bin/sh\\nexit 1\\n' >.git/hooks/pre-push; chmod +x .git/hooks/pre-push", ERR_FAIL, "pre-push", true, true },
	{ "a signature that cannot be made", "git config commit.gpgsign true; git config gpg.program false", ERR_FAIL, "signing: ", true, true },
	{ "nobody's name", "git config --unset user.name", ERR_IDENTITY, "", true, true },
	{ "markers in what is sent", "printf '<<<<<<< HEAD\\na\\n=======\\nb\\n>>>>>>> x\\n' >m.md; git add -A; git commit -qm m", ERR_DECIDE, "m.md", false, true },
	{ "nothing in common", "git switch -q --orphan annan; git rm -rqf . 2>/dev/null; echo x >x.md; git add -A; git commit -qm x; git branch -M main; git branch -u origin/main",
	    ERR_FAIL, "no version in common", true, false },
	{ "a copy cut off", "cd ..; rm -rf ada; git clone -q --depth 1 file://$PWD/delad.git ada 2>/dev/null; cd ada; git config user.name ada; git config user.email a@b.c",
	    ERR_FAIL, "--unshallow", true, false },
};

static void one_stop(const Stop *s)
{
	const char *said;
	char *before;
	ErrKind kind;

	scene();
	if (s->theirs)
		by_other("sed -i s/Två.här/Hos_bo/ a.md; echo p >p.md");
	if (s->ours)
		by_hand("ada", "echo q >q.md");
	git_sh(tap_path("ada"), "%s", s->sh);
	before = mem_dup(state("ada"));
	said = share("ada", &kind);
	ok(kind == s->kind && strstr(said, s->says) && !strchr(said, '\n'), "%s: %s", s->name, said);
	is_str(state("ada"), before, "%s: nothing has moved", s->name);
	free(before);
}

/* Histories that plain git joined crosswise have two common ancestors, and each alone would bring back what was taken away. */
static void crossed(void)
{
	ErrKind kind;
	const char *said;

	scene();
	by_hand("ada", "sed -i s/Ett.här/Hos_ada/ a.md");
	by_hand("bo", "sed -i s/Tre.här/Hos_bo/ a.md");
	git_sh(tap_dir(), "git -C ada branch min; git -C bo branch min; git -C ada pull -q --no-rebase ../bo min; git -C bo pull -q --no-rebase ../ada min");
	by_hand("ada", "echo q >q.md");
	by_other("echo p >p.md");
	is_str(share("ada", NULL), "2 versions sent, 2 received", "joined crosswise and of one mind");
	clean("ada", "crosswise");
	scene();
	by_hand("ada", "sed -i s/Ett.här/Hos_ada/ a.md");
	by_hand("bo", "sed -i s/Tre.här/Hos_bo/ a.md");
	git_sh(tap_dir(), "git -C ada branch min; git -C bo branch min; git -C ada pull -q --no-rebase ../bo min; git -C bo pull -q --no-rebase ../ada min");
	by_hand("ada", "sed -i s/Hos_bo/Tre.här/ a.md");	/* taken back */
	by_other("echo p >p.md");
	said = share("ada", &kind);
	if (kind == ERR_DECIDE)
		ok(strstr(said, "git pull") != NULL, "joined crosswise, one takes back what the other did: %s", said);
	else
		is_str(git_sh(tap_path("ada"), "grep -c Hos_bo a.md; true"), "0", "joined crosswise, what was taken back stays away");
}

/* A server on which somebody else is faster, three times. */
static void slower(void)
{
	scene();
	git_put(tap_path("delad.git/hooks/pre-receive"), "#!/bin/sh\nn=$(cat turns 2>/dev/null || echo 0)\n[ $n -lt 3 ] || exit 0\necho $((n + 1)) >turns\n"
	    "unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
	    "export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@y.z GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@y.z\n"
	    "git update-ref refs/heads/main $(git commit-tree -p main -m snabb$n main^{tree})\n");
	git_sh(tap_path("delad.git"), "chmod +x hooks/pre-receive");
	by_hand("ada", "echo q >q.md");
	is_str(share("ada", NULL), "1 version sent, 3 received", "somebody was faster three times");
	is_str(git_sh(tap_path("delad.git"), "git log --format=%%s main | grep -v ^Joined | sort; git rev-list --merges --count main"),
	    "ada gör något\nförsta\nsnabb0\nsnabb1\nsnabb2\n1", "all is there, in one join");
	clean("ada", "slower");
	git_put(tap_path("delad.git/hooks/pre-receive"), "#!/bin/sh\necho 'Grenen är skyddad.' >&2\nexit 1\n");
	git_sh(tap_path("delad.git"), "chmod +x hooks/pre-receive");
	by_hand("ada", "echo r >r.md");
	{
		ErrKind kind;
		char *before = mem_dup(state("ada"));
		const char *said = share("ada", &kind);

		ok(kind == ERR_FAIL && strstr(said, "Grenen är skyddad."), "a refusal is none of that: %s", said);
		is_str(state("ada"), before, "and nothing has moved");
		free(before);
	}
}

static void rewritten(void)
{
	const char *said;
	char *before;
	ErrKind kind;

	scene();
	by_other("echo p >p.md");
	share("ada", NULL);
	git_sh(tap_path("bo"), "git commit -q --amend -m ändrad; git push -qf");
	by_hand("ada", "echo q >q.md");
	before = mem_dup(state("ada"));
	said = share("ada", &kind);
	ok(kind == ERR_DECIDE && strstr(said, "blad sync --aside"), "a rewritten shared branch: %s", said);
	said = share("ada", &kind);
	ok(kind == ERR_DECIDE && strstr(said, "rewritten"), "stops every time");
	is_str(state("ada"), before, "nothing has moved");
	git_sh(tap_path("ada"), "git fetch -q; git rebase -q origin/main");
	is_str(share("ada", NULL), "1 version sent", "after git's own way it goes on");
	free(before);
}

static void left_alone(void)
{
	scene();
	git_sh(tap_path("ada"), "echo hand >>a.md; echo ny >n.txt");
	by_other("echo p >p.md");
	is_str(share("ada", NULL), "1 version received", "a file changed by hand that theirs does not touch is no hindrance");
	is_str(git_sh(tap_path("ada"), "git status --porcelain; ls"), " M a.md\n?? n.txt\na.md\nn.txt\np.md", "and stays as it is");
	git_sh(tap_path("bo"), "git rm -q p.md; ln -s a.md l.md; git add -A; git commit -qm länk; git push -q");
	is_str(share("ada", NULL), "1 version received", "a link comes in");
	git_sh(tap_dir(), "git clone -q --bare delad.git kal.git; git -C kal.git remote set-url origin ../delad.git; cd kal.git; git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'; "
	    "git config branch.main.remote origin; git config branch.main.merge refs/heads/main");
	by_other("echo z >z.md");
	is_str(share("kal.git", NULL), "1 version received", "a bare copy follows too");
	git_sh(tap_dir(), "rm -rf kal.git");
}

/* ---- many at once ---- */

#define WRITERS 6

/* A version by plain git, then sync, again and again; two of them share one clone. */
static void writer(int me, int turns)
{
	char dir[32], path[48];

	snprintf(dir, sizeof dir, "p%d", me / 2);
	for (int i = 0; i < turns; i++) {
		Archive *a = NULL;
		SyncResult r = { 0 };
		const Err *err = NULL;

		snprintf(path, sizeof path, "w%d-%d.md", me, i);
		/* git commit waits for nobody: once more until it is in. */
		if (!git_sh_ok(tap_path(dir), "echo %d >%s; for n in $(seq 400); do git add %s 2>/dev/null && git commit -qm %s -- %s >/dev/null 2>&1 && exit 0; "
		    "git log -1 --format=%%h -- %s | grep -q . && exit 0; sleep 0.01; done; exit 1", i, path, path, path, path, path))
			_exit(9);
		err = archive_open(&a, tap_path(dir));
		if (!err)
			err = sync_run(a, NULL, &r);
		if (err) {
			fprintf(stderr, "# writer %d: %s\n", me, err_text(err));
			_exit(8);
		}
		sync_result_free(&r);
		archive_free(a);
	}
	_exit(0);
}

static void many(void)
{
	int turns = tap_rounds(3), failed = 0, status;

	git_end();
	scene();
	git_sh(tap_dir(), "for i in 0 1 2; do git clone -q delad.git p$i; git -C p$i config user.name p$i; git -C p$i config user.email p$i@b.c; done");
	fflush(stdout);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			writer(i, turns);
	for (int i = 0; i < WRITERS; i++) {
		wait(&status);
		failed += status != 0;
	}
	is_int(failed, 0, "%d at once in three clones: nobody fails", WRITERS);
	is_int(atoi(git_sh(tap_path("delad.git"), "git ls-tree --name-only main | grep -c ^w")), WRITERS * turns, "and every version arrives");
	is_str(git_sh(tap_path("delad.git"), "git log --format=%%s main | grep '^w' | sort | uniq -d"), "", "once");
	for (int i = 0; i < 3; i++) {
		char dir[8];

		snprintf(dir, sizeof dir, "p%d", i);
		share(dir, NULL);
		is_str(git_sh(tap_path(dir), "git rev-parse HEAD; git status --porcelain; git for-each-ref refs/blad; find .git -name '*.lock'; git fsck --strict --no-dangling 2>&1"),
		    git_sh(tap_path("delad.git"), "git rev-parse main"), "%s ends like all", dir);
	}
}

int main(void)
{
	tap_scrub();
	umask(022);
	forwards();
	joins();
	questions();
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		one_stop(&stops[i]);
	crossed();
	slower();
	rewritten();
	left_alone();
	many();
	git_end();
	return tap_done();
}
