/* The demo archive as this program sees it: two repositories at one commit, and a work tree that stands as recorded. */
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/demo.h"
#include "base/file.h"
#include "git/conf.h"
#include "git/object.h"
#include "git/ref.h"
#include "git/work.h"

static void clone_is_whole(Repo *r)
{
	TreeFiles files = { 0 };
	Head head = { 0 };
	Oid tracking;
	char *url = conf_get(r, "remote.origin.url");

	if (!ok(!repo_head(r, &head) && head.kind == HEAD_BRANCH && !tree_files(r, &head.tip, &files), "the clone has files"))
		tap_stop("no files");
	is_str(head.branch, "main", "on main");
	ok(!ref_read(r, "refs/remotes/origin/main", &tracking) && oid_eq(&tracking, &head.tip), "as far as the shared one");
	is_str(url, tap_path("made.git"), "and knows where that is");
	for (size_t i = 0; i < files.files.len; i++) {
		WorkState state;

		law(!work_state(r, files.files.v[i].path, &files.files.v[i].id, &state) && state == WORK_SAME, "%s",
		    files.files.v[i].path);
		law(files.files.v[i].mode == 0100644, "%s", files.files.v[i].path);
	}
	law_done("every file stands in the work tree as it was recorded");
	free(url);
	tree_files_free(&files);
	head_free(&head);
}

static void both(Oid *tip)
{
	Repo *clone = NULL, *shared = NULL;
	Head a = { 0 }, b = { 0 };

	if (!ok(!repo_open(&clone, tap_path("made")) && !repo_open(&shared, tap_path("made.git")), "both open"))
		tap_stop("cannot go on");
	clone_is_whole(clone);
	ok(repo_is_bare(shared), "the shared one is bare");
	ok(!repo_head(clone, &a) && !repo_head(shared, &b) && oid_eq(&a.tip, &b.tip), "at one commit");
	*tip = a.tip;
	head_free(&a);
	head_free(&b);
	repo_free(clone);
	repo_free(shared);
}

static void refuses(const char *dir, const char *what)
{
	const Err *err = demo_make(tap_path(dir));

	ok(err && err_kind(err) == ERR_FAIL, "refused: %s", what);
	if (err)
		tap_note("%s", err_text(err));
}

int main(void)
{
	const Err *err;
	Oid tip, again;

	tap_scrub();
	git_begin();
	if ((err = demo_make(tap_path("made/"))))
		tap_stop("%s", err_text(err));
	both(&tip);
	file_remove_tree(tap_path("made"));
	refuses("made", "the shared repository's place is taken");
	ok(!file_exists(tap_path("made")), "and nothing was made");
	file_remove_tree(tap_path("made.git"));
	mkdir(tap_path("made"), 0777);
	ok(!demo_make(tap_path("made")), "into an empty folder");
	both(&again);
	ok(oid_eq(&tip, &again), "the same commits again");
	ok(unlink(tap_path("made/README.md")) == 0 && !demo_make(tap_path("made")) && !file_exists(tap_path("made/README.md")),
	    "an archive that is there is left as it is");
	mkdir(tap_path("full"), 0777);
	ok(!file_write(tap_path("full/file"), SLICE_LIT("mine")), "a folder with something in it");
	refuses("full", "it is no archive");
	refuses("full/file", "it is a file");
	ok(!file_exists(tap_path("full.git")), "nothing is begun");
	git_end();
	return tap_done();
}
