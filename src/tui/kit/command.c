/* The table of commands. */
#include "tui/kit/command.h"

#include "base/words.h"

static const Command commands[CMD_COUNT] = {
	[CMD_NONE] = { "", GROUP_PROGRAM, 0, "", "" },
#define X(id, name, group, where, hint, help) [id] = { name, group, where, hint, help },
	COMMANDS(X)
#undef X
};

static const char *const groups[GROUP_COUNT] = {
	[GROUP_MOVE] = NC_("group", "Move"), [GROUP_READ] = NC_("group", "Read"), [GROUP_FIND] = NC_("group", "Find"), [GROUP_WRITE] = NC_("group", "Write"),
	[GROUP_SHARE] = NC_("group", "Share"), [GROUP_PROGRAM] = NC_("group", "The program"),
};

const Command *command_get(Cmd c)
{
	return &commands[c];
}

Cmd command_find(Slice name)
{
	for (int c = CMD_NONE + 1; c < CMD_COUNT; c++)
		if (slice_is(name, commands[c].name))
			return (Cmd)c;
	return CMD_NONE;
}

const char *command_group_words(CommandGroup g)
{
	return C_("group", groups[g]);
}

size_t command_hints(Cmd *out, size_t max, const Cmd *cmds, size_t n)
{
	size_t made = 0;
	for (; made < n && made < max; made++)
		out[made] = cmds[made];
	return made;
}
