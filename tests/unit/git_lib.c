/* Repositories for the tests of git/: made by our own functions, asked with plain git. */
#include "git_lib.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/mem.h"
#include "tap.h"

#define TURNS 8

/* Owned here, so that callers can be short. */
static const char *keep(char *s)
{
	static char *kept[TURNS];
	static unsigned turn;
	char **slot = &kept[turn++ % TURNS];

	free(*slot);
	*slot = s;
	return s;
}

__attribute__((format(printf, 2, 0)))
static int run(const char *dir, const char *fmt, va_list ap, Str *out)
{
	Str cmd = STR_EMPTY;
	char buf[4096];
	size_t n;
	FILE *p;

	str_printf(&cmd, "cd '%s' && { ", dir);
	str_vprintf(&cmd, fmt, ap);
	str_add_c(&cmd, "\n} 2>&1");
	fflush(stdout);
	p = popen(str_c(&cmd), "r");
	str_free(&cmd);
	if (!p)
		tap_stop("no shell");
	while ((n = fread(buf, 1, sizeof buf, p)) > 0)
		str_add(out, buf, n);
	while (out->len > 0 && out->p[out->len - 1] == '\n')
		str_truncate(out, out->len - 1);
	return pclose(p);
}

const char *git_sh(const char *dir, const char *fmt, ...)
{
	Str out = STR_EMPTY;
	va_list ap;

	va_start(ap, fmt);
	run(dir, fmt, ap, &out);
	va_end(ap);
	return keep(str_steal(&out));
}

bool git_sh_ok(const char *dir, const char *fmt, ...)
{
	Str out = STR_EMPTY;
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = run(dir, fmt, ap, &out);
	va_end(ap);
	if (rc != 0)
		tap_note("%s", str_c(&out));
	str_free(&out);
	return rc == 0;
}

static void must(const Err *err, const char *what)
{
	if (err)
		tap_stop("%s: %s", what, err_text(err));
}

Oid git_blob(Repo *r, const char *text)
{
	Oid id;

	must(blob_write(r, slice_c(text), &id), "blob");
	return id;
}

Oid git_version(Repo *r, const Oid *tree, const char *message, int minutes, const Oid *const *parents)
{
	char name[] = "Ada Ek", mail[] = "ada@example.org";
	Person who = { name, mail, { TAP_NOW + minutes * 60, 60 } };
	Commit c = { .tree = *tree, .author = who, .committer = who };
	Oid id;

	c.message = mem_dup(message);
	for (; parents && *parents; parents++)
		VEC_PUSH(&c.parents, **parents);
	must(commit_write(r, &c, &id), "commit");
	VEC_FREE(&c.parents);
	free(c.message);
	return id;
}

Oid git_change(Repo *r, const Oid *parent, const char *path, const char *text, int minutes)
{
	static const Oid none;
	TreeEdit edit = { .path = path, .id = text ? git_blob(r, text) : none };
	const Oid *const parents[] = { parent, NULL };
	Oid tree;

	must(tree_edit(r, parent ? parent : &none, &edit, 1, &tree), "tree");
	return git_version(r, &tree, path, minutes, parent ? parents : NULL);
}

const char *git_hex(const Oid *id)
{
	char hex[OID_HEX + 1];

	oid_hex(id, hex);
	return keep(mem_dup(hex));
}

const char *git_said(const Err *err)
{
	return err ? err_text(err) : "";
}

void git_put(const char *path, const char *text)
{
	char *dir = mem_dup_n(path, (size_t)(path_base(path) - path));

	must(file_mkdir(dir, 0755), "folder");
	must(file_write(path, slice_c(text)), "file");
	free(dir);
	if (!git_sh_ok("/", "chmod 644 '%s'", path))
		tap_stop("chmod");
}

const char *git_get(const char *path)
{
	Str text = STR_EMPTY;

	if (!file_exists(path) || file_read(path, &text))
		return NULL;
	return keep(str_steal(&text));
}
