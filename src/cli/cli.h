/* The command line: a table of subcommands, their options, and what a run of one knows. */
#ifndef BLAD_CLI_CLI_H
#define BLAD_CLI_CLI_H

#include <stdbool.h>

#include "archive/archive.h"
#include "base/err.h"

typedef struct {
	const char *name;	/* "width": --width */
	char letter;		/* 'm': -m; 0: none */
	const char *value;	/* what stands for its value in help ("N"); NULL: a switch */
	const char *help;
} CliOption;

#define CLI_OPTIONS_MAX 10

typedef struct {
	const char *dir;	/* -C, or NULL */
	const char *lang;	/* --lang, or NULL */
	const char *at;		/* --at: the archive as it stood then, or NULL: now */
	bool screen;		/* what it shows first does not need the archive's files */
	const char *const *args;
	int count;
	const CliOption *options[CLI_OPTIONS_MAX];	/* all that the command takes, then NULL */
	const char *values[CLI_OPTIONS_MAX];		/* beside options; a switch that was given is "" */
} Call;

typedef struct {
	const char *name, *args, *help;	/* "show", "[ADDRESS…]", "an issue or item as a page" */
	int min, max;			/* arguments; max -1: any number */
	const CliOption *page, *options;	/* of what it prints with (print_options, or NULL), and its own; each ends with a NULL name */
	const Err *(*run)(const Call *c);
} Subcommand;

extern const Subcommand cli_commands[];	/* ends with a NULL name */

/* argv stands behind the global options, which are in global; gives the exit status. */
int cli_main(Call global, int argc, char **argv);
int cli_fail(const Err *err);		/* prints the one line and gives the exit status */
void cli_usage(const Subcommand *only);	/* NULL: all of them */

/* A command's options, in the order of its help; ends with NULL. */
void cli_options(const Subcommand *cmd, const CliOption *out[CLI_OPTIONS_MAX]);
const char *call_value(const Call *c, const char *option);	/* NULL if it was not given */
bool call_has(const Call *c, const char *option);
const Err *call_number(const Call *c, const char *option, long low, long high, long *out);	/* *out stays when not given */
/* Opens the archive, repairs what a killed process left, chooses the language; said gets what is to be told about that. */
const Err *call_open(const Call *c, Archive **out, Str *said);
const Err *call_archive(const Call *c, Archive **out);	/* and tells it on standard error */

/* cmd_*.c */
const Err *cmd_add(const Call *c);
const Err *cmd_blame(const Call *c);
const Err *cmd_clone(const Call *c);
const Err *cmd_conflicts(const Call *c);
const Err *cmd_delete(const Call *c);
const Err *cmd_demo(const Call *c);
const Err *cmd_diff(const Call *c);
const Err *cmd_drafts(const Call *c);
const Err *cmd_edit(const Call *c);
const Err *cmd_init(const Call *c);
const Err *cmd_items(const Call *c);
const Err *cmd_list(const Call *c);
const Err *cmd_log(const Call *c);
const Err *cmd_match(const Call *c);
const Err *cmd_merge_file(const Call *c);
const Err *cmd_move(const Call *c);
const Err *cmd_new(const Call *c);
const Err *cmd_record(const Call *c);
const Err *cmd_resolve(const Call *c);
const Err *cmd_restore(const Call *c);
const Err *cmd_search(const Call *c);
const Err *cmd_set(const Call *c);
const Err *cmd_share_draft(const Call *c);
const Err *cmd_show(const Call *c);
const Err *cmd_status(const Call *c);
const Err *cmd_sync(const Call *c);

#endif
