/* What a push sends: a server takes it, so nothing is missing; and not much more than it needs. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "git/ref.h"
#include "git/remote.h"
#include "git/walk.h"
#include "git_lib.h"
#include "tap.h"

#define COMMITS 40

static const char *const files[] = { "a.md", "b.md", "x/c.md", "x/d.md", "x/y/e.md", "z/f.md", NULL };
static const char *const texts[] = { "ett\n", "två\n", "tre\n", "fyra\n", NULL };

static Oid grow(Repo *r, const Oid *all, int n)
{
	const Oid *a = &all[rnd_one_in(3) ? rnd_below((unsigned)n) : (unsigned)n - 1], *b = &all[rnd_below((unsigned)n)];
	const Oid *const parents[] = { a, b, NULL };
	int minutes = rnd_one_in(5) ? n - 20 : n;
	Commit c;
	Oid made;

	if (!rnd_one_in(4) || oid_eq(a, b))
		return git_change(r, a, rnd_pick(files), rnd_one_in(6) ? NULL : rnd_pick(texts), minutes);
	if (commit_read(r, rnd_one_in(2) ? a : b, &c))
		tap_stop("read");
	made = git_version(r, &c.tree, "merge", minutes, parents);
	commit_free(&c);
	return rnd_one_in(2) ? git_change(r, &made, rnd_pick(files), rnd_pick(texts), minutes) : made;
}

static int count(const char *dir, const char *what)
{
	return atoi(git_sh(dir, "git rev-list --objects %s | wc -l", what));
}

/* One history, of which a server gets more and more; false: something went wrong. */
static void push_round(int round)
{
	char name[24], there[32], range[2 * OID_HEX + 8];
	Oid all[COMMITS], at = { { 0 } };
	Repo *r = NULL;
	Upstream u;

	snprintf(name, sizeof name, "r%d", round);
	snprintf(there, sizeof there, "there%d.git", round);
	git_sh(tap_dir(), "git init -q -b main %s && git init -q --bare -b main %s && git -C %s config transfer.unpackLimit %d", name, there, there,
	    rnd_one_in(2) ? 1 : 1000);
	if (repo_open(&r, tap_path(name)))
		tap_stop("open");
	u = (Upstream){ .name = mem_dup("origin"), .url = mem_dup(tap_path(there)), .tracking = mem_dup("refs/remotes/origin/main"),
		.merge = mem_dup("refs/heads/main") };
	all[0] = git_change(r, NULL, files[0], texts[0], 0);
	for (int i = 1; i < COMMITS; i++) {
		size_t ahead, behind;
		const Err *err;
		int sent;

		all[i] = grow(r, all, i);
		if (!rnd_one_in(3))
			continue;
		if (!oid_is_zero(&at) && (git_ahead_behind(r, &at, &all[i], &ahead, &behind) || ahead > 0)) {
			law((err = remote_push(r, &u, &all[i], NULL)) && err_kind(err) == ERR_MOVED, "round %d, %d: no ancestor", round, i);
			continue;
		}
		snprintf(range, sizeof range, "%s%s%s", git_hex(&all[i]), oid_is_zero(&at) ? "" : " ^", oid_is_zero(&at) ? "" : git_hex(&at));
		sent = count(tap_path(name), range);
		err = remote_push(r, &u, &all[i], NULL);
		law(!err, "round %d, %d, %d objects: %s", round, i, sent, git_said(err));
		law(strcmp(git_sh(tap_path(there), "git rev-parse main"), git_hex(&all[i])) == 0, "round %d, %d: it is there", round, i);
		at = all[i];
	}
	law(strcmp(git_sh(tap_path(there), "git fsck --strict --no-dangling --connectivity-only 2>&1 | grep -v '^notice'"), "") == 0, "round %d: fsck", round);
	law(strcmp(git_sh(tap_path(name), "git for-each-ref refs/blad"), "") == 0, "round %d: no ref is left", round);
	upstream_free(&u);
	repo_free(r);
}

/* Beside a large archive that the server has, one changed file is a handful of objects. */
static void little(void)
{
	Repo *r = NULL;
	Upstream u;
	Oid at;

	git_sh(tap_dir(), "git init -q -b main big && cd big && for d in a b c d e f g h; do mkdir -p $d/$d; for f in 1 2 3 4 5 6 7 8; do echo $d$f >$d/$d/$f.md; "
	    "done; done && git add -A && git -c user.name=K -c user.email=k@example.org commit -qm stort && git repack -adq && cd .. && git clone -q --bare big big.git && "
	    "git -C big.git config transfer.unpackLimit 1000");
	if (repo_open(&r, tap_path("big")) || ref_read(r, "refs/heads/main", &at))
		tap_stop("open");
	u = (Upstream){ .name = mem_dup("origin"), .url = mem_dup(tap_path("big.git")), .tracking = mem_dup("refs/remotes/origin/main"),
		.merge = mem_dup("refs/heads/main") };
	at = git_change(r, &at, "c/c/3.md", "nytt\n", 1);
	at = git_change(r, &at, "c/c/4.md", "nytt\n", 2);
	ok(!remote_push(r, &u, &at, NULL), "a large archive, two versions");
	is_str(git_sh(tap_path("big.git"), "find objects -type f -name '?????*' | grep -vc pack"), "9", "are nine objects");
	ok(!remote_push(r, &u, &at, NULL), "again");
	is_str(git_sh(tap_path("big.git"), "git rev-parse main"), git_hex(&at), "is there already");
	upstream_free(&u);
	repo_free(r);
}

int main(void)
{
	tap_scrub();
	umask(022);
	for (int i = 0; i < tap_rounds(8); i++)
		push_round(i);
	law_done("what is sent is whole, and what does not go forward is not sent");
	little();
	git_end();
	return tap_done();
}
