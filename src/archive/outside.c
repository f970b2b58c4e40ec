/* Editing in a program of the user's. */
#include "archive/outside.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/draft_join.h"
#include "archive/draft_take.h"
#include "archive/inside.h"
#include "base/file.h"
#include "base/words.h"
#include "issue/merge.h"

struct Outside {
	char *file, *address, *path;
	HandText made;		/* what the text that went out was made from */
	bool aside;		/* it came back as a draft beside another */
	Str whole;		/* the issue's text as it went out */
	size_t from, to;	/* of the part in it */
};

const char *outside_editor(void)
{
	const char *names[] = { "VISUAL", "EDITOR" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return v;
	}
	return NULL;
}

static const Err *make_file(Archive *a, Slice text, char **out)
{
	const char *state;
	char *dir = NULL, *name = NULL;
	int fd = -1;
	const Err *err = archive_state_dir(a, &state);

	if (err)
		return err;
	dir = path_join(state, "edit");
	if ((err = file_mkdir(dir, 0700)))
		goto done;
	/* The suffix lets editors know what they have before them. */
	name = mem_printf("%s/blad-XXXXXX.md", dir);
	fd = mkstemps(name, 3);
	if (fd < 0) {
		err = err_errno(_("making a file for the editor in %s"), dir);
		goto done;
	}
	if ((err = file_write_all(fd, text))) {
		unlink(name);
		goto done;
	}
	*out = name;
	name = NULL;
done:
	if (fd >= 0)
		close(fd);
	free(name);
	free(dir);
	return err;
}

/* What to give out for a target: its whole text, and where the part lies in it. */
static const Err *read_part(Archive *a, const Target *t, Str *whole, size_t *from, size_t *to)
{
	IssueText it = { 0 };
	Cut cut = { 0 };
	const Err *err = target_text(a, t, &it);

	if (err)
		return err;
	cut_make(str_slice(&it.text), NULL, &cut);
	err = target_span(t, str_slice(&it.text), &cut, from, to);
	if (!err) {
		*whole = it.text;
		it.text = STR_EMPTY;
	}
	cut_free(&cut);
	issue_text_free(&it);
	return err;
}

/* If it cannot be joined when it comes back, the text is a draft with the base that it had. */
static const Err *note_base(Archive *a, const Target *t, HandText *out)
{
	Draft *d = NULL;
	Oid tip = archive_head(a)->tip;
	const Err *err = draft_peek_nth(&d, a, t->path, t->draft);

	if (!err) {
		out->base_commit = draft_info(d)->base_commit;
		out->base_blob = draft_info(d)->base_blob;
		str_add_slice(&out->base, draft_base(d));
		out->charset = draft_charset(d);
		draft_close(d);
		return NULL;
	}
	if (err_kind(err) != ERR_NONE)
		return err;
	err_forget(err);
	out->base_commit = tip;
	err = tree_find(archive_repo(a), &tip, t->path, &out->base_blob, NULL);
	return err ? err : archive_blob_text(a, &out->base_blob, t->path, &out->base, &out->charset);
}

const Err *outside_begin(Outside **out, Archive *a, const Target *t)
{
	Outside *o = mem_alloc(sizeof *o);
	/* What could not be put back is better not written. */
	const Err *err = t->at == AT_COMMIT ? NULL : draft_undecided(a, t->path, t->draft);

	if (!err)
		err = read_part(a, t, &o->whole, &o->from, &o->to);
	if (!err && t->at != AT_COMMIT)
		err = note_base(a, t, &o->made);
	if (!err)
		err = make_file(a, slice_sub(str_slice(&o->whole), o->from, o->to), &o->file);
	if (err) {
		outside_free(o);
		return err;
	}
	o->address = mem_dup(t->address);
	o->path = mem_dup(t->path);
	*out = o;
	return NULL;
}

const char *outside_file(const Outside *o)
{
	return o->file;
}

const Err *outside_run(const Outside *o, const char *editor)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old_int, old_quit;
	char *script = mem_printf("%s \"$1\"", editor);
	int status = 0;
	pid_t pid;
	const Err *err = NULL;

	/* While the editor has the terminal, ^C is for it. */
	sigaction(SIGINT, &ignore, &old_int);
	sigaction(SIGQUIT, &ignore, &old_quit);
	pid = fork();
	if (pid == 0) {
		sigaction(SIGINT, &old_int, NULL);
		sigaction(SIGQUIT, &old_quit, NULL);
		/* The editor is a command line by custom ("vim -n"); the file's name never becomes part of it. */
		execl("/bin/sh", "sh", "-c", script, "blad-edit", o->file, (char *)NULL);
		_exit(127);
	}
	if (pid < 0) {
		err = err_errno(_("starting %s"), editor);
	} else {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			err = err_new(ERR_FAIL, _("the editor “%s” ended with an error; the text is kept in %s"), editor, o->file);
	}
	sigaction(SIGINT, &old_int, NULL);
	sigaction(SIGQUIT, &old_quit, NULL);
	free(script);
	return err;
}

/* Both stay: this one as a draft with the base that it had. */
static const Err *set_aside(Archive *a, Outside *o)
{
	char *address = NULL;
	const Err *err = draft_take_beside(a, o->path, &o->made, &address);

	if (!err) {
		o->aside = true;
		err = err_new(ERR_DECIDE, _("%s was changed elsewhere while it was being edited, and both changed the same; your text is the draft %s"),
		    o->address, address);
	}
	free(address);
	return err;
}

/* The issue was changed while it was out: joined as any two versions are, or set aside. */
static const Err *join_back(Archive *a, Outside *o, const Target *t, Slice now)
{
	Str joined = STR_EMPTY;
	Conflicts conflicts = { 0 };
	Draft *d = NULL;
	const Err *err = NULL;

	if (!merge_texts(str_slice(&o->whole), str_slice(&o->made.text), now, &joined, &conflicts)) {
		err = set_aside(a, o);
		goto done;
	}
	err = draft_open_nth(&d, a, t->path, t->draft);
	if (!err)
		err = draft_save(d, str_slice(&joined));
done:
	draft_close(d);
	conflicts_free(&conflicts);
	str_free(&joined);
	return err;
}

static const Err *put_back(Archive *a, Outside *o, Slice back, Str *said)
{
	Target t = { 0 };
	Str now = STR_EMPTY;
	size_t from, to;
	const Err *err;

	str_clear(&o->made.text);
	str_add_slice(&o->made.text, str_slice(&o->whole));
	str_splice(&o->made.text, o->from, o->to - o->from, back);
	err = target_find(a, slice_c(o->address), &t);
	if (!err)
		err = read_part(a, &t, &now, &from, &to);
	if (err && err_kind(err) == ERR_NONE)
		err = set_aside(a, o);	/* what was edited is gone, or has another title */
	else if (!err && slice_eq(str_slice(&now), str_slice(&o->whole)))
		err = revise_replace(a, &t, back, said);
	else if (!err)
		err = join_back(a, o, &t, str_slice(&now));
	str_free(&now);
	target_free(&t);
	return err;
}

const Err *outside_end(Outside *o, Archive *a, bool *changed, Str *said)
{
	Str back = STR_EMPTY;
	const Err *err = file_read(o->file, &back);

	*changed = false;
	if (err)
		goto done;
	if (!slice_eq(str_slice(&back), slice_sub(str_slice(&o->whole), o->from, o->to))) {
		*changed = true;
		err = put_back(a, o, str_slice(&back), said);
		if (err && !o->aside)
			err = err_new(err_kind(err), _("%s; your text is kept in %s"), err_text(err), o->file);
	}
	if (!err || o->aside)
		unlink(o->file);
done:
	str_free(&back);
	return err;
}

void outside_free(Outside *o)
{
	if (!o)
		return;
	str_free(&o->whole);
	hand_text_free(&o->made);
	free(o->path);
	free(o->file);
	free(o->address);
	free(o);
}
