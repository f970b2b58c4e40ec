/* The tables in code as mdoc, for blad.1. */
#include "cli/man.h"

#include <stdlib.h>

#include "cli/cli.h"
#include "cli/print.h"
#include "tui/kit/keymap.h"

/* A backslash would be read as an escape. */
static void man_text(const char *s)
{
	for (; *s; s++) {
		if (*s == '\\')
			print_raw(SLICE_LIT("\\e"));
		else
			print_raw(slice(s, 1));
	}
}

void man_commands(void)
{
	const CliOption *options[CLI_OPTIONS_MAX];

	for (const Subcommand *cmd = cli_commands; cmd->name; cmd++) {
		print_f(".It Cm %s", cmd->name);
		if (*cmd->args) {
			print_f(" Ar ");
			man_text(cmd->args);
		}
		print_f("\n");
		man_text(cmd->help);
		print_f(".\n");
		cli_options(cmd, options);
		if (*options)
			print_f(".Bl -tag -width Ds -compact\n");
		for (const CliOption **at = options; *at; at++) {
			const CliOption *o = *at;

			print_f(".It");
			if (o->letter)
				print_f(" Fl %c ,", o->letter);
			print_f(" Fl -%s", o->name);
			if (o->value)
				print_f(" Ar %s", o->value);
			print_f("\n%s\n", o->help);
		}
		if (*options)
			print_f(".El\n");
	}
}

void man_keys(void)
{
	Str table = STR_EMPTY;
	Slice rest, group = { 0 };

	keymap_table(keymap_builtin(), IN_ALL, &table);
	rest = str_slice(&table);
	while (rest.len) {
		Slice line = slice_chomp(slice_line(&rest));
		ptrdiff_t one = slice_find(line, SLICE_LIT("\t"), 0), two = slice_find(line, SLICE_LIT("\t"), (size_t)one + 1);
		char *keys = slice_dup(slice_sub(line, (size_t)one + 1, (size_t)two));
		char *help = slice_dup(slice_sub(line, (size_t)two + 1, line.len));

		if (!slice_eq(group, slice_sub(line, 0, (size_t)one))) {
			char *name;

			if (group.len)
				print_f(".El\n");
			group = slice_sub(line, 0, (size_t)one);
			name = slice_dup(group);
			print_f(".Pp\n.Sy %s\n.Bl -tag -width Backspace -compact\n", name);
			free(name);
		}
		/* A key may be a full stop or another sign that mdoc would take for punctuation of its own. */
		print_f(".It \\&");
		man_text(keys);
		print_f("\n");
		man_text(help);
		print_f("\n");
		free(keys);
		free(help);
	}
	if (group.len)
		print_f(".El\n");
	str_free(&table);
}
