/* The life of an item goes on across issues, renamed files and joins: told lives, from the index and from a walk. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/history.h"
#include "archive/history_index.h"
#include "archive/trail.h"
#include "archive_lib.h"

static Archive *a;
static char *dir;

/* "message:event …", newest first; a matching that is not by text or title in brackets; '+': cut off. */
static void tell(const char *address, Str *out)
{
	Target t = { 0 };
	History h = { 0 };
	const Err *err;

	must(archive_refresh(a, NULL), "refresh");
	err = target_find_past(a, slice_c(address), &t);
	if (!err)
		err = history_read(a, &t, 0, &h);
	if (err)
		str_add_c(out, err_text(err));
	for (size_t i = 0; i < h.versions.len; i++) {
		const Version *v = &h.versions.v[i];
		Slice rest = slice_c(v->message), line = slice_chomp(slice_line(&rest));

		str_printf(out, "%s%.*s:%s", i ? " " : "", (int)line.len, line.p, event_name(v->event));
		if (v->matched == MATCH_SIMILAR || v->event == EVENT_CARRIED)
			str_printf(out, "(%s)", match_name(v->matched));
	}
	str_add_c(out, h.earlier ? " +" : "");
	history_free(&h);
	target_free(&t);
}

static void is_life(const char *address, const char *want, const char *name)
{
	Str walked = STR_EMPTY, indexed = STR_EMPTY;

	trail_without_index(true);
	tell(address, &walked);
	is_str(str_c(&walked), want, "%s", name);
	trail_without_index(false);
	must(history_index_fill(a, NULL, NULL), "fill");
	tell(address, &indexed);
	is_str(str_c(&indexed), want, "from the index: %s", name);
	str_free(&walked);
	str_free(&indexed);
}

/* What an address means, as an address and with what was asked for. */
static void is_target(const char *address, const char *path, const char *chain, const char *asked_path, const char *asked)
{
	Target t = { 0 };

	must(archive_refresh(a, NULL), "refresh");
	must(target_find_past(a, slice_c(address), &t), address);
	is_str(t.path, path, "%s: its file", address);
	is_str(t.chain, chain, "%s: its keys", address);
	is_str(t.asked_path, asked_path, "%s: the file that was asked for", address);
	is_str(t.asked, asked, "%s: and the keys", address);
	target_free(&t);
}

static void commit(const char *message, const char *sh)
{
	if (!git_sh_ok(dir, "%s\ngit add -A && git commit -qm '%s'", sh, message))
		tap_stop("no commit %s", message);
}

static void begin(const char *sh)
{
	archive_free(a);
	a = NULL;
	git_sh("/", "rm -rf '%s'; git init -q -b main '%s'", dir, dir);
	commit("0", sh);
	a = archive_must_open(dir);
}

#define BUDGET "Budgeten för nästa år är klar och ligger hos ekonomichefen för den som vill läsa den."
#define NOTE "Kom ihåg att anmäla er till höstens möte i Folkets hus senast den tolfte oktober."
#define SNOW "Vinterväghållningen börjar när snön ligger kvar och fem centimeter har fallit på vägarna."
#define ITEM(title, body) "printf '## " title "\\n\\n" body "\\n\\n'"
#define FILE_OF(path, items) "{ printf -- '---\\ntitle: Blad " path "\\n---\\n\\nIngress.\\n\\n'; " items "; } >" path
#define SNOW_ITEM ITEM("Snö", SNOW)
#define NOTE_ITEM ITEM("Möte", NOTE)

#define LIFE "8:edited 7:carried(text) 6:edited 5:retitled(similar) 3:moved 2:edited 1:born"

static void nine(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM) "\n" FILE_OF("9.md", NOTE_ITEM));
	commit("1", FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)));
	commit("2", FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET " Alla får.")));
	commit("3", FILE_OF("8.md", ITEM("Budget", BUDGET " Alla får.") "; " SNOW_ITEM));
	commit("4", FILE_OF("8.md", ITEM("Budget", BUDGET " Alla får.") "; " ITEM("Snö", SNOW " Sedan inte.")));
	commit("5", FILE_OF("8.md", ITEM("Pengarna", BUDGET " Alla får.") "; " ITEM("Snö", SNOW " Sedan inte.")));
	commit("6", FILE_OF("8.md", ITEM("Pengarna", BUDGET " Alla får den.") "; " ITEM("Snö", SNOW " Sedan inte.")));
}

static void nine_lives(void)
{
	nine();
	commit("7", FILE_OF("8.md", ITEM("Snö", SNOW " Sedan inte.")) "\n" FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den.")));
	commit("8", FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den nu.")));
	commit("9", FILE_OF("9.md", ITEM("Möte", NOTE " Kaffe.") "; " ITEM("Pengarna", BUDGET " Alla får den nu.")));
	is_life("9.md#pengarna", LIFE, "nine versions, seven of them this one's");
	is_life("8.md#pengarna", LIFE, "asked by where it stood");
	is_life("8.md#budget", LIFE, "and by what it was called");
	is_life("8.md#budget@HEAD~7", LIFE, "and by an old version");
	is_life("8.md#snö", "4:edited 0:born", "its neighbour's life is its own");
	is_life("9.md#möte", "9:edited 0:born", "and the other's");
	is_target("8.md#budget", "9.md", "pengarna", "8.md", "budget");
	is_target("9.md#pengarna@HEAD~6", "8.md", "budget", "9.md", "pengarna");
	is_target("9.md#pengarna@HEAD~4", "8.md", "pengarna", "9.md", "pengarna");
	is_target("9.md#pengarna@HEAD~1", "9.md", "pengarna", NULL, NULL);
	draft_edit(a, "9.md", "## Pengarna", "## Kassan");
	is_target("8.md#budget", "9.md", "kassan", "8.md", "budget");
	is_life("8.md#budget", LIFE, "what a draft calls it is not its history");
	draft_edit(a, "9.md", "## Kassan\n\n" BUDGET " Alla får den nu.\n\n", "");
	is_target("8.md#budget", "9.md", "pengarna", "8.md", NULL);
	is_life("8.md#budget", LIFE, "nor that it is gone from the draft");
}

static void nine_lives_joined(void)
{
	nine();
	commit("x", "git checkout -q -b side\n" FILE_OF("10.md", SNOW_ITEM));
	commit("7", FILE_OF("8.md", ITEM("Snö", SNOW " Sedan inte.")) "\n" FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den.")));
	commit("y", "git checkout -q main\n" FILE_OF("9.md", ITEM("Möte", NOTE " Te.")));
	git_sh(dir, "git merge -q -s ours --no-commit side");
	commit("m", "git checkout -q side 8.md 10.md\n" FILE_OF("9.md", ITEM("Möte", NOTE " Te.") "; " ITEM("Pengarna", BUDGET " Alla får den.")));
	commit("8", FILE_OF("9.md", ITEM("Möte", NOTE " Te.") "; " ITEM("Pengarna", BUDGET " Alla får den nu.")));
	commit("9", FILE_OF("9.md", ITEM("Möte", NOTE " Kaffe.") "; " ITEM("Pengarna", BUDGET " Alla får den nu.")));
	is_life("9.md#pengarna", LIFE, "the same across a join");
	is_life("8.md#budget", LIFE, "from its beginning too");
	is_life("9.md#möte", "9:edited y:edited 0:born", "the neighbour's");
}

/* Carried on one side, edited where it stood on the other. */
static void carried_and_edited(void)
{
	nine();
	commit("7", "git checkout -q -b side\n" FILE_OF("8.md", ITEM("Snö", SNOW " Sedan inte.")) "\n" FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den.")));
	commit("e", "git checkout -q main\n" FILE_OF("8.md", ITEM("Pengarna", BUDGET " Alla får den snart.") "; " ITEM("Snö", SNOW " Sedan inte.")));
	git_sh(dir, "git merge -q -s ours --no-commit side");
	commit("m", "git checkout -q side 8.md\n" FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den snart.")));
	commit("8", FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Alla får den nu.")));
	is_life("9.md#pengarna", "8:edited e:edited 7:carried(text) 6:edited 5:retitled(similar) 3:moved 2:edited 1:born", "the join itself is nobody's event");
	is_life("8.md#pengarna", "8:edited e:edited 7:carried(text) 6:edited 5:retitled(similar) 3:moved 2:edited 1:born", "nor from the other end");
}

static void ways(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)) "\n" FILE_OF("9.md", NOTE_ITEM));
	commit("1", FILE_OF("8.md", SNOW_ITEM) "\n" FILE_OF("10.md", ITEM("Pengarna", BUDGET " Nu.")));
	is_life("10.md#pengarna", "1:carried(similar) 0:born", "into a new issue, with another title and text");
	is_life("8.md#budget", "1:carried(similar) 0:born", "from the old one");
	commit("2", "git rm -q 10.md\n" FILE_OF("9.md", NOTE_ITEM "; " ITEM("Pengarna", BUDGET " Nu och sedan.")));
	is_life("9.md#pengarna", "2:carried(title) 1:carried(similar) 0:born", "out of one that is deleted");
	is_life("8.md#budget", "2:carried(title) 1:carried(similar) 0:born", "through it");
	is_life("10.md#pengarna", "2:carried(title) 1:carried(similar) 0:born", "from it");
	commit("3", FILE_OF("9.md", NOTE_ITEM) "\n" FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET " Nu och sedan.")));
	is_life("8.md#budget", "3:carried(similar) 2:carried(title) 1:carried(similar) 0:born", "and back");
	commit("4", FILE_OF("8.md", SNOW_ITEM));
	is_life("8.md#budget", "4:deleted 3:carried(similar) 2:carried(title) 1:carried(similar) 0:born", "deleted at last");
	is_life("10.md#pengarna", "4:deleted 3:carried(similar) 2:carried(title) 1:carried(similar) 0:born", "from everywhere");
	commit("5", FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET " Nu och sedan.")));
	is_life("8.md#budget", "5:restored 4:deleted 3:carried(similar) 2:carried(title) 1:carried(similar) 0:born", "and restored");
	commit("6", FILE_OF("8.md", ITEM("Budget", BUDGET " Nu och sedan.")) "\n" FILE_OF("9.md", NOTE_ITEM "; " SNOW_ITEM));
	commit("7", FILE_OF("8.md", ITEM("Budget", BUDGET " Nu och sedan.") "; " ITEM("Snö", "Snön är borta, så nu sopar vi grus på gator och torg.")));
	is_life("8.md#snö", "7:born", "what was carried away is not what comes by its title");
	is_life("9.md#snö", "6:carried(text) 0:born", "which lives elsewhere");
}

static void away_and_back(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)) "\n" FILE_OF("9.md", NOTE_ITEM));
	commit("1", "sed -i 's/nästa år/2027/' 8.md");
	commit("2", FILE_OF("8.md", SNOW_ITEM));
	commit("3", "sed -i 's/tolfte/trettonde/' 9.md");
	commit("4", "{ cat 9.md; " ITEM("Pengarna", "Budgeten för 2027 är klar och ligger hos ekonomichefen för den som vill.") "; } >n; mv n 9.md");
	commit("5", "sed -i 's/som vill/som orkar/' 9.md");
	is_life("9.md#pengarna", "5:edited 4:restored 2:deleted 1:edited 0:born", "deleted from one issue and back in another");
	is_life("8.md#budget", "5:edited 4:restored 2:deleted 1:edited 0:born", "asked by where it stood");
	is_life("9.md#möte", "3:edited 0:born", "its neighbour is its own");
}

static void under_another(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)));
	commit("1", "sed -i 's/## Budget/## Ekonomi\\n\\nKort.\\n\\n### Budget/' 8.md");
	commit("2", "sed -i 's/## Ekonomi/# Ekonomi/; s/### Budget/## Budget/' 8.md");
	commit("3", "sed -i '/Ekonomi/,/Kort/d; s/Budgeten/Nya budgeten/' 8.md");
	is_life("8.md#budget", "3:edited 2:edited 1:moved 0:born", "an item that came under another");
}

static void renamed(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)) "\n" FILE_OF("9.md", NOTE_ITEM));
	commit("1", "sed -i 's/nästa år/2027/' 8.md");
	commit("2", "git mv 8.md 8b.md; sed -i 's/ligger/finns/' 8b.md");
	commit("3", "git mv 8b.md 8c.md; sed -i 's/Ingress/Hej/; s/snön ligger kvar/snön är här/' 8c.md");
	is_life("8c.md", "3:edited(similar) 2:edited(similar) 1:edited 0:born", "an issue that was renamed and changed, twice");
	is_life("8.md", "3:edited(similar) 2:edited(similar) 1:edited 0:born", "by its first name");
	is_life("8c.md#", "3:edited 2:moved 0:born", "its lead");
	is_life("8c.md#:title", "0:born", "a header key");
	is_life("8c.md#budget", "3:moved 2:edited 1:edited 0:born", "its item");
	is_life("8.md#budget", "3:moved 2:edited 1:edited 0:born", "by its first name");
	is_life("8b.md@HEAD~1", "3:edited(similar) 2:edited(similar) 1:edited 0:born", "by a name between");
	commit("4", "git checkout -q -b side; git mv 8c.md 8d.md; sed -i 's/Hej/Hej hej/' 8d.md");
	commit("5", "git checkout -q main; sed -i 's/finns/står/' 8c.md");
	git_sh(dir, "git merge -q -s ours --no-commit side");
	commit("6", "git rm -qf 8c.md; git checkout side -- 8d.md; sed -i 's/finns/står/' 8d.md");
	is_life("8d.md#budget", "5:edited 4:moved 3:moved 2:edited 1:edited 0:born", "renamed on one side and edited on the other");
	is_life("8.md#budget", "5:edited 4:moved 3:moved 2:edited 1:edited 0:born", "by its first name");
	is_life("8d.md", "6:edited 5:edited 4:edited(similar) 3:edited(similar) 2:edited(similar) 1:edited 0:born", "and the issue");
	commit("7", "git rm -q 8d.md");
	is_life("8d.md", "7:deleted 6:edited 5:edited 4:edited(similar) 3:edited(similar) 2:edited(similar) 1:edited 0:born", "which is deleted");
	is_life("8.md", "7:deleted 6:edited 5:edited 4:edited(similar) 3:edited(similar) 2:edited(similar) 1:edited 0:born", "by its first name too");
	is_life("8.md#budget", "7:deleted 5:edited 4:moved 3:moved 2:edited 1:edited 0:born", "with its item");
}

/* Three lines joined at once; two that were joined crosswise. */
static void odd_joins(void)
{
	begin(FILE_OF("8.md", SNOW_ITEM "; " ITEM("Budget", BUDGET)) "\n" FILE_OF("9.md", NOTE_ITEM));
	commit("1", "git checkout -q -b one\nsed -i 's/nästa år/2027/' 8.md");
	commit("2", "git checkout -q -b two main\nsed -i 's/tolfte/trettonde/' 9.md");
	commit("3", "git checkout -q -b three main\n" FILE_OF("10.md", SNOW_ITEM) "\n" FILE_OF("8.md", ITEM("Budget", BUDGET)));
	git_sh(dir, "git checkout -q main; git merge -q -s ours --no-commit one two three");
	commit("4", "sed -i 's/nästa år/2027/' 8.md; sed -i 's/tolfte/trettonde/' 9.md\n" FILE_OF("10.md", SNOW_ITEM) "\n"
	    FILE_OF("8.md", ITEM("Budget", "Budgeten för 2027 är klar och ligger hos ekonomichefen för den som vill läsa den.")));
	is_life("8.md#budget", "1:edited 0:born", "three lines joined at once");
	is_life("10.md#snö", "3:carried(text) 0:born", "an item that one of them carried over");
	is_life("8.md#snö", "3:carried(text) 0:born", "asked by where it stood");
	is_life("9.md#möte", "2:edited 0:born", "an item that another changed");
	commit("5", "git checkout -q -b left\nsed -i 's/klar/färdig/' 8.md");
	commit("6", "git checkout -q -b right main\nsed -i 's/Snö/Is/' 10.md");
	git_sh(dir, "git checkout -q left; git merge -q --no-ff -m 7 right; git checkout -q right; git merge -q --no-ff -m 8 left~1");
	commit("9", "git checkout -q left\nsed -i 's/vill läsa/orkar läsa/' 8.md");
	commit("10", "git checkout -q right\nsed -i 's/Is/Halka/' 10.md");
	git_sh(dir, "git merge -q -m 11 left; git checkout -q main; git merge -q --ff-only right");
	is_life("8.md#budget", "9:edited 5:edited 1:edited 0:born", "two lines joined crosswise");
	is_life("10.md#halka", "10:retitled(similar) 6:retitled(similar) 3:carried(text) 0:born", "and the other's item");
}

int main(void)
{
	archive_begin();
	dir = mem_dup(tap_path("arkiv"));
	nine_lives();
	nine_lives_joined();
	carried_and_edited();
	ways();
	away_and_back();
	under_another();
	renamed();
	odd_joins();
	archive_free(a);
	free(dir);
	git_end();
	return tap_done();
}
