/* Removes what killed fetches leave among the packs; git's own gc knows its own names only. */
#include "git/pack_sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "git/git2.h"

#define UNFINISHED "pack_git2_"
#define REST_S 3600

static void sweep_dir(int dir)
{
	int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);	/* closedir() closes it */
	DIR *d = again < 0 ? NULL : fdopendir(again);
	time_t now = time(NULL);
	struct dirent *e;
	struct stat st;

	if (!d && again >= 0)
		close(again);
	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, UNFINISHED, strlen(UNFINISHED)) == 0 &&
		    fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
		    st.st_mtime < now - REST_S)
			unlinkat(dir, e->d_name, 0);
	if (d)
		closedir(d);
}

int pack_sweep_begin(const Repo *r)
{
	char *path = mem_printf("%sobjects/pack", r->common_dir);
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(path);
	if (dir >= 0 && flock(dir, LOCK_EX | LOCK_NB) == 0)
		sweep_dir(dir);
	/* Without the lock (some file systems have none) nobody sweeps. */
	if (dir >= 0)
		flock(dir, LOCK_SH | LOCK_NB);
	return dir;
}

void pack_sweep_end(int held)
{
	if (held >= 0)
		close(held);
}
