/* The door: reads what is common to both fronts, and chooses one. */
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "cli/cli.h"
#include "cli/man.h"
#include "cli/print.h"
#include "git/askpass.h"
#include "git/repo.h"
#include "tui/app.h"

typedef struct {
	const char *dir, *lang, *at, *size, *child;
	TuiOpts tui;
	bool help, version, man_commands, man_keys;
} Globals;

/* Global options stand before the subcommand; returns the index of what follows them, or -1. */
static int read_globals(Globals *g, int argc, char **argv)
{
	const struct {
		const char *name;
		const char **value;
		bool *given;
	} options[] = {
		{ "-C", &g->dir, NULL },
		{ "--lang", &g->lang, NULL },
		{ "--at", &g->at, NULL },
		{ "--screen", &g->tui.script, NULL },
		{ "--size", &g->size, NULL },
		{ "--child", &g->child, NULL },
		{ "--help", NULL, &g->help },
		{ "-h", NULL, &g->help },
		{ "--version", NULL, &g->version },
		{ "--man-commands", NULL, &g->man_commands },
		{ "--man-keys", NULL, &g->man_keys },
	};
	int i = 1;

	while (i < argc && argv[i][0] == '-') {
		size_t o = 0, n = sizeof options / sizeof *options, len = strcspn(argv[i], "=");
		bool joined = argv[i][1] == '-' && argv[i][len] == '=';	/* --lang=sv */

		if (!joined)
			len = strlen(argv[i]);
		while (o < n && (strncmp(options[o].name, argv[i], len) != 0 || options[o].name[len] || (joined && !options[o].value)))
			o++;
		if (o == n || (options[o].value && !joined && i + 1 >= argc)) {
			fprintf(stderr, o == n ? _("blad: there is no option %s; “blad --help” lists them\n")
			    : _("blad: %s needs a value\n"), argv[i]);
			return -1;
		}
		if (options[o].value)
			*options[o].value = joined ? argv[i] + len + 1 : argv[++i];
		else
			*options[o].given = true;
		i++;
	}
	return i;
}

/* Text is UTF-8 whatever the system has installed. */
static void choose_locale(void)
{
	const char *names[] = { "", "C.UTF-8", "en_US.UTF-8" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (setlocale(LC_CTYPE, names[i]) && MB_CUR_MAX > 1)
			return;
}

/* The full screen (glass or paper), or a child at work for it. */
static int run_screen(const Globals *g)
{
	Archive *a = NULL;
	TuiOpts opts = g->tui;
	Call c = { .dir = g->dir, .lang = g->lang, .at = g->at, .screen = true };
	Str said = STR_EMPTY;
	const Err *err = NULL;
	int status;

	if (g->size && sscanf(g->size, "%dx%d", &opts.cols, &opts.rows) != 2)
		err = err_new(ERR_USAGE, _("--size takes columns and rows: 80x24"));
	if (!err)
		err = call_open(&c, &a, &said);
	opts.said = said.len ? str_c(&said) : NULL;
	if (err)
		status = cli_fail(err);
	else
		status = g->child ? tui_child(a, g->child) : tui_main(a, &opts);
	str_free(&said);
	archive_free(a);
	return status;
}

static int run(const Globals *g, int argc, char **argv)
{
	Call c = { .dir = g->dir, .lang = g->lang, .at = g->at };

	if (g->version) {
		puts("blad " PACKAGE_VERSION);
		return cli_fail(print_end());
	}
	if (g->help) {
		cli_usage(NULL);
		return cli_fail(print_end());
	}
	if (g->man_commands) {
		man_commands();
		return cli_fail(print_end());
	}
	if (g->man_keys) {
		man_keys();
		return cli_fail(print_end());
	}
	git_begin();
	if (argc > 0)
		return cli_main(c, argc, argv);
	return run_screen(g);
}

int main(int argc, char **argv)
{
	Globals g = { 0 };
	int first, status;

	if (askpass_is(argv[0]))
		return askpass_main(argv[0], argc > 1 ? argv[1] : NULL);
	choose_locale();
	words_choose(NULL);
	first = read_globals(&g, argc, argv);
	if (first < 0)
		return 2;
	if (g.lang)
		words_choose(g.lang);
	signal(SIGPIPE, SIG_IGN);
	status = run(&g, argc - first, argv + first);
	git_end();
	return status;
}
