/*
 * Runs a program and ends it, or lets its disk run full, at a chosen moment:
 *
 *	faults count LOG PROGRAM…		tells how many moments there are
 *	faults kill N LOG PROGRAM…		kill -9 right before the N-th
 *	faults full N LOG PROGRAM…		from the N-th on nothing more can be written to any file (ENOSPC)
 *	faults broken N LOG PROGRAM…		only the N-th fails, as a broken disk does (EIO)
 *
 * A moment is a system call of its main process that changes files, or speaks to another process; between two of them
 * the world stays as it is, so these are all kills that there are ($FAULTS_ALL: every system call is a moment).  What
 * the program says goes to LOG.  Says "killed", or "ended STATUS" and "untouched" where no call failed; waits for the programs
 * that it left behind.  Status 77: tracing is not permitted here.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <elf.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define SKIP 77
#define ORPHANS_SECONDS 20

typedef enum { COUNT, KILL, FULL, BROKEN } Mode;

/* fd: argument that is written to; flags: argument that holds the flags of open or mmap; -1: none */
typedef struct {
	long nr;
	int fd, flags;
	bool room;		/* a full or broken disk can stop it */
} Call;

static const Call calls[] = {
	{ SYS_write, 0, -1, true },
	{ SYS_pwrite64, 0, -1, true },
	{ SYS_writev, 0, -1, true },
	{ SYS_openat, -1, 2, true },
#ifdef SYS_open
	{ SYS_open, -1, 1, true },
	{ SYS_rename, -1, -1, false },
	{ SYS_link, -1, -1, true },
	{ SYS_unlink, -1, -1, false },
	{ SYS_mkdir, -1, -1, true },
	{ SYS_rmdir, -1, -1, false },
	{ SYS_symlink, -1, -1, true },
	{ SYS_chmod, -1, -1, false },
#endif
#ifdef SYS_openat2
	{ SYS_openat2, -1, -1, false },
#endif
#ifdef SYS_renameat
	{ SYS_renameat, -1, -1, false },
#endif
	{ SYS_renameat2, -1, -1, false },
	{ SYS_linkat, -1, -1, true },
	{ SYS_unlinkat, -1, -1, false },
	{ SYS_mkdirat, -1, -1, true },
	{ SYS_symlinkat, -1, -1, true },
	{ SYS_ftruncate, -1, -1, true },
	{ SYS_fallocate, -1, -1, true },
	{ SYS_fsync, -1, -1, true },
	{ SYS_fdatasync, -1, -1, true },
	{ SYS_fchmod, -1, -1, false },
	{ SYS_fchmodat, -1, -1, false },
	{ SYS_utimensat, -1, -1, false },
	{ SYS_mmap, -1, 3, false },
	{ SYS_sendto, -1, -1, false },
	{ SYS_clone, -1, -1, false },
#ifdef SYS_vfork
	{ SYS_vfork, -1, -1, false },
#endif
#ifdef SYS_clone3
	{ SYS_clone3, -1, -1, false },
#endif
};

static bool is_regular(pid_t pid, int fd)
{
	char name[64];
	struct stat st;

	snprintf(name, sizeof name, "/proc/%d/fd/%d", (int)pid, fd);
	return stat(name, &st) == 0 && S_ISREG(st.st_mode);
}

/* Does this call change anything; *room: and can a full disk stop it? */
static bool is_moment(pid_t pid, Mode mode, const struct ptrace_syscall_info *info, bool *room)
{
	const Call *c = calls;

	*room = false;
	while (c < calls + sizeof calls / sizeof *calls && c->nr != (long)info->entry.nr)
		c++;
	if (c == calls + sizeof calls / sizeof *calls)
		return getenv("FAULTS_ALL") != NULL;
	*room = c->room;
	if (c->nr == SYS_fsync || c->nr == SYS_fdatasync)
		return mode >= FULL || getenv("FAULTS_ALL");
	if (c->fd >= 0) {
		int fd = (int)info->entry.args[c->fd];

		*room = is_regular(pid, fd);
		return fd > 2;
	}
	if (c->nr == SYS_mmap)
		return (info->entry.args[3] & MAP_SHARED) && (info->entry.args[2] & PROT_WRITE);
	if (c->flags >= 0)
		return *room = info->entry.args[c->flags] & (O_CREAT | O_TRUNC);
	return true;
}

/* The call does not happen; its result is set when it returns. */
static bool suppress(pid_t pid)
{
#if defined __x86_64__
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.orig_rax), (void *)-1L) == 0;
#elif defined __aarch64__
	int none = -1;
	struct iovec v = { &none, sizeof none };

	return ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &v) == 0;
#else
	(void)pid;
	return false;
#endif
}

static bool set_result(pid_t pid, long result)
{
#if defined __x86_64__
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.rax), (void *)result) == 0;
#elif defined __aarch64__
	struct user_regs_struct regs;
	struct iovec v = { &regs, sizeof regs };

	if (ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &v) != 0)
		return false;
	regs.regs[0] = (unsigned long long)result;
	return ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &v) == 0;
#else
	(void)pid, (void)result;
	return false;
#endif
}

static _Noreturn void skip(const char *why)
{
	printf("tracing is not permitted: %s\n", why);
	exit(SKIP);
}

static _Noreturn void child(const char *log, char **argv)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0)
		_exit(126);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(SKIP);
	raise(SIGSTOP);
	execvp(argv[0], argv);
	_exit(127);
}

/* Those whom the killed one left behind end by themselves when nobody speaks to them. */
static void wait_for_orphans(void)
{
	alarm(ORPHANS_SECONDS);
	while (wait(NULL) > 0 || errno == EINTR)
		;
}

static int trace(pid_t pid, Mode mode, long at)
{
	long seen = 0;
	bool failing = false;
	int status, deliver = 0;

	while (ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(long)deliver) == 0 && waitpid(pid, &status, 0) == pid) {
		struct ptrace_syscall_info info;
		bool room;

		deliver = 0;
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (mode == COUNT)
				printf("%ld\n", seen);
			else
				printf("ended %d%s\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
				    mode >= FULL && seen < at ? " untouched" : "");
			return 0;
		}
		if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
			deliver = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
			continue;
		}
		if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info) <= 0)
			skip(strerror(errno));
		if (failing && info.op == PTRACE_SYSCALL_INFO_EXIT) {
			failing = false;
			if (!set_result(pid, mode == FULL ? -ENOSPC : -EIO))
				skip(strerror(errno));
		}
		if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !is_moment(pid, mode, &info, &room) || (mode >= FULL && !room))
			continue;
		seen++;
		if (mode == KILL && seen == at) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			puts("killed");
			return 0;
		}
		if ((mode == FULL && seen >= at) || (mode == BROKEN && seen == at)) {
			failing = true;
			if (!suppress(pid))
				skip("no failing calls on this machine");
		}
	}
	skip(strerror(errno));
}

int main(int argc, char **argv)
{
	static const char *const modes[] = { "count", "kill", "full", "broken" };
	int mode = 0, first, status, result;
	pid_t pid;

	while (argc > 1 && mode < 4 && strcmp(argv[1], modes[mode]) != 0)
		mode++;
	first = mode == COUNT ? 2 : 3;
	if (mode == 4 || argc < first + 2) {
		fputs("usage: faults count|kill N|full N|broken N LOG PROGRAM…\n", stderr);
		return 2;
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
	pid = fork();
	if (pid == 0)
		child(argv[first], argv + first + 1);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		skip("no child to trace");
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) != 0)
		skip(strerror(errno));
	result = trace(pid, (Mode)mode, mode == COUNT ? 0 : atol(argv[2]));
	wait_for_orphans();
	return result;
}
