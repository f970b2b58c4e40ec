/* Editing in a program of the user's, and what is not recorded, item by item. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/draft_items.h"
#include "archive/outside.h"
#include "archive_lib.h"
#include "base/file.h"

static const char *const files[] = { "a.md", "---\ntitle: Blad\n---\n\nIngress.\n\n## Ett\n\nEtt här.\n\n## Två\n\nTvå här.\n", "b.md", "# Annat\n\n## Fyra\n\nFyra här.\n", NULL };

static Archive *a;
static char *dir;

static void begin(void)
{
	git_sh(tap_dir(), "rm -rf arkiv");
	dir = archive_make("arkiv", files);
	a = archive_must_open(dir);
}

static void end(void)
{
	archive_free(a);
	free(dir);
}

static const char *now(const char *address)
{
	static Str out;
	Target t = { 0 };
	IssueText it = { 0 };

	str_clear(&out);
	must(target_find(a, slice_c(address), &t), address);
	must(target_text(a, &t, &it), address);
	str_add_slice(&out, str_slice(&it.text));
	issue_text_free(&it);
	target_free(&t);
	return str_c(&out);
}

typedef struct {
	const char *name, *address, *editor;
	const char *was, *to;		/* what happens to the issue meanwhile; NULL: nothing */
	ErrKind kind;			/* 0: taken back */
	bool changed;
	const char *holds;		/* what the issue's text then holds */
} Case;

static const Case cases[] = {
	{ "an item", "a.md#ett", "sed -i 's/Ett här/Ett nytt/'", NULL, NULL, 0, true, "## Ett\n\nEtt nytt.\n\n## Två" },
	{ "nothing", "a.md#ett", "true", NULL, NULL, 0, false, "Ett här." },
	{ "a whole issue", "b.md", "sed -i 's/Annat/Nytt/'", NULL, NULL, 0, true, "# Nytt\n\n## Fyra\n\nFyra här.\n" },
	{ "the lead", "a.md#", "sed -i 's/Ingress/Ny ingress/'", NULL, NULL, 0, true, "\n\nNy ingress.\n\n## Ett" },
	{ "an editor that makes a new file", "a.md#ett", "sh -c 'printf \"## Ett\\n\\nErsatt.\\n\" >$1.ny && mv $1.ny $1' x", NULL, NULL, 0, true, "## Ett\n\nErsatt.\n\n## Två" },
	{ "an editor that fails", "a.md#ett", "sh -c 'echo x >>$1; exit 3' x", NULL, NULL, ERR_FAIL, false, "Ett här." },
	{ "another item changed meanwhile", "a.md#ett", "sed -i 's/Ett här/Ett nytt/'", "Två här", "Två nytt", 0, true, "Ett nytt.\n\n## Två\n\nTvå nytt." },
	{ "the same item changed meanwhile", "a.md#ett", "sed -i 's/Ett här/Ett nytt/'", "Ett här", "Ett annat", ERR_DECIDE, true, "Ett annat." },
	{ "an item of another title by now", "a.md#ett", "sed -i 's/Ett här/Ett nytt/'", "## Ett\n\nEtt här.", "## Annan\n\nNågot helt annat.", ERR_DECIDE, true, "## Annan" },
	{ "a text that is emptied", "a.md#ett", "truncate -s 0", NULL, NULL, ERR_USAGE, true, "Ett här." },
};

static void one(const Case *c)
{
	Target t = { 0 };
	Outside *o = NULL;
	Str said = STR_EMPTY;
	bool changed = false;
	char *file;
	const Err *err;

	begin();
	must(target_find(a, slice_c(c->address), &t), c->address);
	must(outside_begin(&o, a, &t), "begin");
	file = mem_dup(outside_file(o));
	is_str(git_sh("/", "stat -c %%a '%s'", file), "600", "%s: only the user reads the file", c->name);
	err = outside_run(o, c->editor);
	if (!err) {
		if (c->was)
			draft_edit(a, "a.md", c->was, c->to);
		err = outside_end(o, a, &changed, &said);
	}
	is_int(err ? err_kind(err) : 0, c->kind, "%s: %s", c->name, err ? err_text(err) : "taken back");
	is_int(changed, c->changed, "%s: changed, or not", c->name);
	ok(strstr(now(t.path), c->holds) != NULL, "%s: the text", c->name);
	is_int(file_exists(file), c->kind != 0 && c->kind != ERR_DECIDE, "%s: the file stays where it was not taken", c->name);
	if (c->kind == ERR_DECIDE) {
		ok(strstr(err_text(err), "a.md@draft-2") != NULL, "%s: a draft beside the other is named", c->name);
		ok(strstr(now("a.md@draft-2"), "## Ett\n\nEtt nytt.") != NULL, "%s: and has the text", c->name);
	} else if (c->kind)
		ok(strstr(err_text(err), file) != NULL, "%s: and is named", c->name);
	outside_free(o);
	str_free(&said);
	free(file);
	target_free(&t);
	end();
}

static void editors(void)
{
	setenv("EDITOR", "ed", 1);
	is_str(outside_editor(), "ed", "EDITOR");
	setenv("VISUAL", "vi -n", 1);
	is_str(outside_editor(), "vi -n", "VISUAL first");
	setenv("VISUAL", "", 1);
	is_str(outside_editor(), "ed", "an empty one is none");
	unsetenv("EDITOR");
	is_str(outside_editor(), NULL, "none");
}

static void items(void)
{
	DraftItems items = { 0 };
	Str all = STR_EMPTY;

	begin();
	draft_edit(a, "a.md", "title: Blad", "title: Nytt blad");
	draft_edit(a, "a.md", "Ingress.", "Ny ingress.");
	draft_edit(a, "a.md", "## Ett\n\nEtt här.\n\n", "");
	draft_edit(a, "a.md", "Två här", "Två nytt två");
	draft_edit(a, "a.md", "nytt två.\n", "nytt två.\n\n## Tre\n\nTre.\n");
	draft_edit(a, "b.md", "Fyra här.\n", "Fyra\nhär.\n");
	must(draft_items(a, &items), "items");
	for (size_t i = 0; i < items.len; i++)
		str_printf(&all, "%s %s +%zu -%zu\n", items.v[i].address, change_words(items.v[i].kind), items.v[i].added, items.v[i].removed);
	is_str(str_c(&all), "a.md#:title header +2 -1\na.md# lead +2 -1\na.md#ett deleted +0 -3\na.md#två changed +2 -1\na.md#tre new +2 -0\nb.md#fyra changed +0 -0\n",
	    "item by item, with the words that came and went");
	for (size_t i = 0; i < items.len; i++) {
		Target t = { 0 };

		law(!target_find_past(a, slice_c(items.v[i].address), &t), "%s", items.v[i].address);
		target_free(&t);
	}
	law_done("every address is understood");
	draft_items_free(&items);
	str_free(&all);
	end();
}

int main(void)
{
	archive_begin();
	editors();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		one(&cases[i]);
	items();
	git_end();
	return tap_done();
}
