/* The command line: the table of subcommands, and the reading of arguments by it. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/record.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/print.h"

#define JSON { "json", 0, NULL, N_("one JSON document (see blad-json(5))") }
#define END { NULL, 0, NULL, NULL }

static const CliOption json_only[] = { JSON, END };
static const CliOption show_options[] = {
	{ "source", 0, NULL, N_("the text as it is written") },
	{ "html", 0, NULL, N_("HTML") },
	END
};
static const CliOption new_options[] = {
	{ "title", 't', N_("TITLE"), N_("its title") },
	{ "date", 0, N_("DATE"), N_("its date; today if not given") },
	{ "template", 0, N_("NAME"), N_("the template to begin from") },
	{ "series", 0, N_("NAME"), N_("the series it belongs to") },
	END
};
static const CliOption add_options[] = {
	{ "title", 't', N_("TITLE"), N_("its title") },
	{ "stdin", 0, NULL, N_("take the text from standard input") },
	END
};
static const CliOption edit_options[] = { { "stdin", 0, NULL, N_("take the text from standard input") }, END };
static const CliOption record_options[] = {
	{ "message", 'm', N_("TEXT"), N_("what to call the version") },
	{ "correction", 0, NULL, N_("as a correction of a published issue") },
	{ "no-sign", 0, NULL, N_("without the signature that the configuration asks for") },
	{ "no-verify", 0, NULL, N_("without git's hooks") },
	END
};
static const CliOption sync_options[] = {
	{ "json", 0, N_("FILE"), N_("what was asked and done, as a document") },
	{ "aside", 0, N_("BRANCH"), N_("your versions go to a new branch; follow the shared") },
	{ "to", 0, N_("REMOTE"), N_("share a branch that is not shared yet") },
	{ "no-sign", 0, NULL, N_("without the signature that the configuration asks for") },
	{ "no-verify", 0, NULL, N_("without git's hooks") },
	END
};
static const CliOption share_draft_options[] = {
	{ "withdraw", 0, NULL, N_("show them no longer") },
	END
};
static const CliOption resolve_options[] = {
	{ "ours", 0, NULL, N_("your text stands") },
	{ "theirs", 0, NULL, N_("the archive's text stands") },
	{ "file", 0, N_("FILE"), N_("the text in FILE stands (-: standard input)") },
	{ "both", 0, NULL, N_("both stand, the archive's first") },
	{ "next", 0, NULL, N_("given out already: a draft of the next issue") },
	{ "kind", 0, N_("KIND"), N_("only the question of this kind (as in --json)") },
	{ "undo", 0, NULL, N_("take back what was decided and is not joined") },
	END
};
static const CliOption merge_options[] = {
	{ "output", 'o', N_("FILE"), N_("where the joined text goes (-: standard output)") },
	{ "json", 0, N_("FILE"), N_("what is to be decided, as a document") },
	{ "driver", 0, NULL, N_("for git: to OURS, with markers where it asks") },
	END
};
static const CliOption log_options[] = { JSON, { "limit", 'n', N_("N"), N_("at most so many versions") },
	{ "follow", 0, NULL, N_("also where it was carried or renamed (always)") }, END };
static const CliOption diff_options[] = {
	JSON,
	{ "all", 0, NULL, N_("also what did not change") },
	{ "source", 0, NULL, N_("the Markdown, every byte of it") },
	{ "side-by-side", 0, NULL, N_("in two columns, as on a screen of more than 120") },
	{ "one-column", 0, NULL, N_("one below the other, on any screen") },
	END
};

/* Where nothing is changed, it may also be asked how it was. */
static const CliOption at_options[] = {
	{ "at", 0, N_("DATE"), N_("as it stood at the end of that day, or at a version") },
	END
};

static const CliOption search_options[] = {
	{ "history", 0, NULL, N_("what was taken away and stands nowhere any more") },
	{ "all", 0, NULL, N_("with --history: also what stands elsewhere") },
	JSON, END
};

const Subcommand cli_commands[] = {
	{ "demo", N_("[DIR]"), N_("make the demo archive and open it"), 0, 1, NULL, NULL, cmd_demo },
	{ "init", N_("DIR"), N_("make a new archive"), 1, 1, NULL, NULL, cmd_init },
	{ "clone", N_("URL [DIR]"), N_("copy a shared archive"), 1, 2, NULL, NULL, cmd_clone },
	{ "list", "", N_("the issues, newest first"), 0, 0, NULL, json_only, cmd_list },
	{ "items", N_("ISSUE"), N_("the items of an issue"), 1, 1, NULL, json_only, cmd_items },
	{ "show", N_("[ADDRESS…]"), N_("an issue or item as a page (none named: the newest)"), 0, -1, print_options, show_options, cmd_show },
	{ "new", "", N_("begin a new issue, as a draft"), 0, 0, NULL, new_options, cmd_new },
	{ "add", N_("ADDRESS"), N_("a new item after it (ISSUE: last; ISSUE#: first)"), 1, 1, NULL, add_options, cmd_add },
	{ "edit", N_("ADDRESS"), N_("edit an item or issue in $VISUAL or $EDITOR, else here"), 1, 1, NULL, edit_options, cmd_edit },
	{ "delete", N_("ADDRESS"), N_("delete an item"), 1, 1, NULL, NULL, cmd_delete },
	{ "move", N_("ADDRESS TO"), N_("put an item after another, also in another issue"), 2, 2, NULL, NULL, cmd_move },
	{ "set", N_("ISSUE KEY VALUE"), N_("set a header key; an empty VALUE removes it"), 3, 3, NULL, NULL, cmd_set },
	{ "drafts", N_("[drop ADDRESS | take ISSUE | adopt ISSUE [BRANCH]]"), N_("what is not recorded; drop, take or adopt one"), 0, 3, NULL, json_only, cmd_drafts },
	{ "record", N_("[ADDRESS…]"), N_("make one version of the drafts"), 0, -1, NULL, record_options, cmd_record },
	{ "conflicts", "", N_("what a person must decide"), 0, 0, NULL, json_only, cmd_conflicts },
	{ "resolve", N_("ADDRESS"), N_("say whose text stands: yours or the archive's"), 1, 1, NULL, resolve_options, cmd_resolve },
	{ "merge-file", N_("BASE OURS THEIRS [PATH]"), N_("join three files item by item (--driver: for git)"), 3, 4, NULL, merge_options,
	    cmd_merge_file },
	{ "log", N_("ADDRESS"), N_("the versions of an issue or item, newest first"), 1, 1, NULL, log_options, cmd_log },
	{ "diff", N_("ADDRESS [A [B] | ADDRESS]"), N_("what changed: draft, last version, from A to B"), 1, 3, print_options, diff_options, cmd_diff },
	{ "blame", N_("ADDRESS"), N_("who wrote each sentence, and since when it stands so"), 1, 1, print_options, json_only, cmd_blame },
	{ "match", N_("[part ITEM@VERSION | join ITEM@VERSION OTHER | undo ITEM@VERSION]"), N_("what was corrected of which item is which; correct it"), 0, 3,
	    NULL, json_only, cmd_match },
	{ "search", N_("QUERY…"), N_("items that hold these words; --history: that held them"), 1, -1, NULL, search_options, cmd_search },
	{ "restore", N_("ADDRESS@VERSION"), N_("put back how it was, as a draft"), 1, 1, NULL, NULL, cmd_restore },
	{ "status", "", N_("where you stand against the shared archive"), 0, 0, NULL, json_only, cmd_status },
	{ "share-draft", N_("[ADDRESS…]"), N_("show drafts to others before they are recorded"), 0, -1, NULL, share_draft_options, cmd_share_draft },
	{ "sync", "", N_("exchange versions with the shared archive"), 0, 0, NULL, sync_options, cmd_sync },
	{ NULL, NULL, NULL, 0, 0, NULL, NULL, NULL }
};

/* Those that only look. */
static bool takes_at(const Subcommand *cmd)
{
	static const Err *(*const looks[])(const Call *c) = { cmd_blame, cmd_diff, cmd_items, cmd_list, cmd_log, cmd_search, cmd_show };

	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (cmd->run == looks[i])
			return true;
	return false;
}

void cli_options(const Subcommand *cmd, const CliOption *out[CLI_OPTIONS_MAX])
{
	const CliOption *const tables[] = { cmd->page, cmd->options, takes_at(cmd) ? at_options : NULL };
	size_t n = 0;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const CliOption *o = tables[i]; o && o->name && n < CLI_OPTIONS_MAX - 1; o++)
			out[n++] = o;
	out[n] = NULL;
}

static ptrdiff_t option_index(const Call *c, const char *name, size_t len)
{
	for (size_t i = 0; c->options[i]; i++)
		if (strlen(c->options[i]->name) == len && memcmp(c->options[i]->name, name, len) == 0)
			return (ptrdiff_t)i;
	return -1;
}

static ptrdiff_t option_letter(const Call *c, char letter)
{
	for (size_t i = 0; c->options[i]; i++)
		if (c->options[i]->letter == letter)
			return (ptrdiff_t)i;
	return -1;
}

const char *call_value(const Call *c, const char *option)
{
	ptrdiff_t i = option_index(c, option, strlen(option));

	return i < 0 ? NULL : c->values[i];
}

bool call_has(const Call *c, const char *option)
{
	return call_value(c, option) != NULL;
}

const Err *call_number(const Call *c, const char *option, long low, long high, long *out)
{
	const char *v = call_value(c, option);
	char *end;
	long n;

	if (!v)
		return NULL;
	n = strtol(v, &end, 10);
	if (!*v || *end || n < low || n > high)
		return err_new(ERR_USAGE, _("--%s takes a whole number from %ld to %ld, not “%s”"), option, low, high, v);
	*out = n;
	return NULL;
}

const Err *call_open(const Call *c, Archive **out, Str *said)
{
	const Err *err = archive_open_at(out, c->dir, c->at);

	if (!err && !c->screen)
		err = archive_read_files(*out);
	if (err) {
		archive_free(*out);
		*out = NULL;
		return err;
	}
	if (!c->lang && archive_language(*out))
		words_choose(archive_language(*out));
	/* What cannot be finished now is in the way of recording, not of reading. */
	if (!archive_read_only(*out) && (err = record_recover(*out, said))) {
		str_printf(said, "%s%s", said->len ? "\n" : "", err_text(err));
		err = NULL;
	}
	if (archive_warning(*out)) {
		if (said->len)
			str_add_char(said, '\n');
		str_add_c(said, archive_warning(*out));
	}
	return err;
}

const Err *call_archive(const Call *c, Archive **out)
{
	Str said = STR_EMPTY, safe = STR_EMPTY;
	const Err *err = call_open(c, out, &said);

	utf8_gate(str_slice(&said), GATE_LINES, &safe);
	if (safe.len)
		fprintf(stderr, "%s\n", str_c(&safe));
	str_free(&safe);
	str_free(&said);
	return err;
}

/* One option at argv[*i]; its value may be behind "=", or the next argument. */
static const Err *read_option(Call *c, int argc, char **argv, int *i)
{
	const char *arg = argv[*i], *value = NULL;
	ptrdiff_t o;

	if (arg[1] == '-') {
		const char *eq = strchr(arg, '=');
		size_t len = eq ? (size_t)(eq - arg - 2) : strlen(arg + 2);

		o = option_index(c, arg + 2, len);
		value = eq ? eq + 1 : NULL;
	} else {
		o = option_letter(c, arg[1]);
		value = o >= 0 && arg[2] ? arg + 2 : NULL;
	}
	if (o < 0)
		return err_new(ERR_USAGE, _("there is no option %s here"), arg);
	if (c->options[o]->value) {
		if (!value && *i + 1 >= argc)
			return err_new(ERR_USAGE, _("%s needs a value"), arg);
		c->values[o] = value ? value : argv[++*i];
	} else if (value) {
		return err_new(ERR_USAGE, _("%s takes no value"), arg);
	} else {
		c->values[o] = "";
	}
	return NULL;
}

/* Options may stand anywhere before "--"; what is left in argv are the arguments. */
static const Err *read_args(Call *c, int argc, char **argv)
{
	bool options = true;
	int n = 0;

	for (int i = 0; i < argc; i++) {
		const Err *err;

		if (options && strcmp(argv[i], "--") == 0) {
			options = false;
		} else if (options && argv[i][0] == '-' && argv[i][1]) {
			if ((err = read_option(c, argc, argv, &i)))
				return err;
		} else {
			argv[n++] = argv[i];
		}
	}
	c->args = (const char *const *)argv;
	c->count = n;
	return NULL;
}

static const Subcommand *find_command(const char *name)
{
	for (const Subcommand *cmd = cli_commands; cmd->name; cmd++)
		if (strcmp(cmd->name, name) == 0)
			return cmd;
	return NULL;
}

int cli_fail(const Err *err)
{
	Str safe = STR_EMPTY;

	if (err) {
		utf8_gate(slice_c(err_text(err)), GATE_LINE, &safe);
		fprintf(stderr, "blad: %s\n", str_c(&safe));
		str_free(&safe);
	}
	return err_exit(err);
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static const Err *cannot_then(const Subcommand *cmd)
{
	return err_new(ERR_USAGE, _("“blad %s” is about the archive as it is now: leave --at out"), cmd->name);
}

/* --at stands before the command or behind it. */
static const Err *take_at(Call *c, const Subcommand *cmd)
{
	const char *at = takes_at(cmd) ? call_value(c, "at") : NULL;

	if (at)
		c->at = at;
	return c->at && !takes_at(cmd) ? cannot_then(cmd) : NULL;
}

static bool asks_at(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--at") == 0 || strncmp(argv[i], "--at=", 5) == 0)
			return true;
	return false;
}

int cli_main(Call global, int argc, char **argv)
{
	const Subcommand *cmd = find_command(argv[0]);
	Call c = global;
	const Err *err;

	if (!cmd)
		return cli_fail(err_new(ERR_USAGE, _("there is no command “%s”; “blad --help” lists them"), argv[0]));
	if (wants_help(argc - 1, argv + 1)) {
		cli_usage(cmd);
		return cli_fail(print_end());
	}
	cli_options(cmd, c.options);
	err = !takes_at(cmd) && asks_at(argc - 1, argv + 1) ? cannot_then(cmd) : read_args(&c, argc - 1, argv + 1);
	if (!err)
		err = take_at(&c, cmd);
	if (!err && (c.count < cmd->min || (cmd->max >= 0 && c.count > cmd->max)))
		err = err_new(ERR_USAGE, _("usage: blad %s%s%s"), cmd->name, *cmd->args ? " " : "", *cmd->args ? _(cmd->args) : "");
	if (!err) {
		err = cmd->run(&c);
		err = err_first(err, print_end());
	}
	return cli_fail(err);
}

static void print_option(const CliOption *o)
{
	Str s = STR_EMPTY;

	if (o->letter)
		str_printf(&s, "  -%c, ", o->letter);
	else
		str_add_c(&s, "      ");
	str_printf(&s, "--%s", o->name);
	if (o->value)
		str_printf(&s, " %s", _(o->value));
	print_pad(str_c(&s), 26);
	print_f("%s\n", _(o->help));
	str_free(&s);
}

void cli_usage(const Subcommand *only)
{
	const CliOption *options[CLI_OPTIONS_MAX];

	if (only) {
		print_f("blad %s%s%s\n\n%s\n", only->name, *only->args ? " " : "", _(only->args), _(only->help));
		cli_options(only, options);
		if (*options)
			print_f("\n");
		for (const CliOption **o = options; *o; o++)
			print_option(*o);
		return;
	}
	print_f("%s\n\n", _("blad – bulletins in the terminal"));
	print_f("%s\n\n%s\n\n", _("blad [-C DIR] [--lang LANG] [--at DATE] [COMMAND …]"),
	    _("Without a command: the archive that holds the current folder, in full screen."));
	for (const Subcommand *cmd = cli_commands; cmd->name; cmd++) {
		Str s = STR_EMPTY;

		str_printf(&s, "  %s %s", cmd->name, _(cmd->args));
		if (print_pad(str_c(&s), 26) > 26)
			print_f("\n%26s", "");
		print_f("%s\n", _(cmd->help));
		str_free(&s);
	}
	print_f("\n%s\n", _("“blad COMMAND --help” tells more; the manual is blad(1)."));
}
