/*
 * Commands: what a person can do, one row each.  The key help, the man page's key list and the hint line come from this table; which keys
 * mean which command is said in share/keys.conf.
 */
#ifndef BLAD_TUI_KIT_COMMAND_H
#define BLAD_TUI_KIT_COMMAND_H

#include "base/str.h"

/* Where a command is valid; a view has one of these. */
enum {
	IN_LIST = 1, IN_READER = 2, IN_OUTLINE = 4, IN_HISTORY = 8, IN_DRAFTS = 16, IN_EDITOR = 32, IN_HELP = 64, IN_STATUS = 128,
	IN_RECORD = 256, IN_VERSION = 512, IN_CHANGES = 1024, IN_MOVING = 2048, IN_SETTLE = 4096, IN_GONE = 8192,
	IN_CONFLICTS = 16384,
	IN_PAGES = IN_READER | IN_HELP | IN_STATUS | IN_RECORD | IN_VERSION | IN_CHANGES | IN_SETTLE,	/* text that scrolls */
	IN_ROWS = IN_LIST | IN_OUTLINE | IN_MOVING | IN_HISTORY | IN_DRAFTS | IN_GONE | IN_CONFLICTS,	/* rows to choose from */
	IN_CALM = IN_PAGES | IN_ROWS,						/* where letters are commands */
	IN_ALL = IN_CALM | IN_EDITOR
};

typedef enum { GROUP_MOVE, GROUP_READ, GROUP_FIND, GROUP_WRITE, GROUP_SHARE, GROUP_PROGRAM, GROUP_COUNT } CommandGroup;

/* id, name in keys.conf, group, where, two words for the hint line, a sentence for the help */
#define COMMANDS(X) \
	X(CMD_UP, "up", GROUP_MOVE, IN_ALL, N_("up"), N_("One row up")) \
	X(CMD_DOWN, "down", GROUP_MOVE, IN_ALL, N_("down"), N_("One row down")) \
	X(CMD_PAGE_UP, "page-up", GROUP_MOVE, IN_ALL, N_("page up"), N_("One page up")) \
	X(CMD_PAGE_DOWN, "page-down", GROUP_MOVE, IN_ALL, N_("page down"), N_("One page down")) \
	X(CMD_HALF_UP, "half-up", GROUP_MOVE, IN_CALM, N_("half up"), N_("Half a page up")) \
	X(CMD_HALF_DOWN, "half-down", GROUP_MOVE, IN_CALM, N_("half down"), N_("Half a page down")) \
	X(CMD_TOP, "top", GROUP_MOVE, IN_ALL, N_("top"), N_("To the beginning")) \
	X(CMD_BOTTOM, "bottom", GROUP_MOVE, IN_ALL, N_("bottom"), N_("To the end")) \
	X(CMD_WHEEL_UP, "wheel-up", GROUP_MOVE, IN_ALL, N_("scroll up"), N_("Scroll up")) \
	X(CMD_WHEEL_DOWN, "wheel-down", GROUP_MOVE, IN_ALL, N_("scroll down"), N_("Scroll down")) \
	X(CMD_LEFT, "left", GROUP_MOVE, IN_EDITOR, N_("left"), N_("One character left")) \
	X(CMD_RIGHT, "right", GROUP_MOVE, IN_EDITOR, N_("right"), N_("One character right")) \
	X(CMD_WORD_LEFT, "word-left", GROUP_MOVE, IN_EDITOR, N_("word left"), N_("One word left")) \
	X(CMD_WORD_RIGHT, "word-right", GROUP_MOVE, IN_EDITOR, N_("word right"), N_("One word right")) \
	X(CMD_LINE_HOME, "line-home", GROUP_MOVE, IN_EDITOR, N_("line begin"), N_("To the beginning of the line")) \
	X(CMD_LINE_END, "line-end", GROUP_MOVE, IN_EDITOR, N_("line end"), N_("To the end of the line")) \
	X(CMD_NEXT_ITEM, "next-item", GROUP_MOVE, IN_READER | IN_VERSION, N_("next item"), N_("The next item")) \
	X(CMD_PREV_ITEM, "previous-item", GROUP_MOVE, IN_READER | IN_VERSION, N_("previous item"), N_("The previous item")) \
	X(CMD_NEXT_GROUP, "next-group", GROUP_MOVE, IN_LIST, N_("next group"), N_("The next group")) \
	X(CMD_PREV_GROUP, "previous-group", GROUP_MOVE, IN_LIST, N_("previous group"), N_("The previous group")) \
	X(CMD_NEXT_CHANGE, "next-change", GROUP_MOVE, IN_CHANGES | IN_VERSION, N_("next change"), N_("The next change")) \
	X(CMD_PREV_CHANGE, "previous-change", GROUP_MOVE, IN_CHANGES | IN_VERSION, N_("previous change"), N_("The previous change")) \
	X(CMD_NEXT_LINK, "next-link", GROUP_MOVE, IN_READER | IN_VERSION | IN_CHANGES, N_("link"), N_("The next link; its address is shown below")) \
	X(CMD_PREV_LINK, "previous-link", GROUP_MOVE, IN_READER | IN_VERSION | IN_CHANGES, N_("previous link"), N_("The previous link")) \
	X(CMD_OPEN, "open", GROUP_READ, (IN_ROWS & ~IN_MOVING) | IN_READER | IN_VERSION, N_("read"), N_("Read what is selected, open a group, follow a link")) \
	X(CMD_FOLD, "fold", GROUP_READ, IN_LIST, N_("close"), N_("Close the group")) \
	X(CMD_UNFOLD, "unfold", GROUP_READ, IN_LIST, N_("open"), N_("Open the group")) \
	X(CMD_FOLD_ALL, "fold-all", GROUP_READ, IN_LIST, N_("close all"), N_("Close all groups, or open them all")) \
	X(CMD_OUTLINE, "outline", GROUP_READ, IN_READER | IN_VERSION, N_("outline"), N_("The items of the issue, to go to one")) \
	X(CMD_AT, "at", GROUP_READ, IN_CALM, N_("as of"), N_("The archive as of another day, or as it is now")) \
	X(CMD_OLDER, "older", GROUP_READ, IN_READER | IN_VERSION, N_("older issue"), N_("The issue before this one")) \
	X(CMD_NEWER, "newer", GROUP_READ, IN_READER | IN_VERSION, N_("newer issue"), N_("The issue after this one")) \
	X(CMD_FILTER, "filter", GROUP_FIND, IN_LIST, N_("filter"), N_("Show only issues whose title has these words")) \
	X(CMD_FIND, "find", GROUP_FIND, IN_PAGES | IN_EDITOR, N_("find"), N_("Find in the text")) \
	X(CMD_FIND_BACK, "find-back", GROUP_FIND, IN_PAGES, N_("find back"), N_("Find backwards")) \
	X(CMD_FIND_NEXT, "find-next", GROUP_FIND, IN_PAGES | IN_EDITOR, N_("next hit"), N_("The next hit")) \
	X(CMD_FIND_PREV, "find-previous", GROUP_FIND, IN_PAGES | IN_EDITOR, N_("previous hit"), N_("The previous hit")) \
	X(CMD_EDIT, "edit", GROUP_WRITE, IN_LIST | IN_READER | IN_VERSION | IN_DRAFTS | IN_SETTLE, N_("change"), N_("Change the item (in the list: the issue)")) \
	X(CMD_EDIT_ISSUE, "edit-issue", GROUP_WRITE, IN_READER, N_("change all"), N_("Change the whole issue")) \
	X(CMD_EXTERNAL, "external-editor", GROUP_WRITE, IN_LIST | IN_READER | IN_DRAFTS, N_("own editor"), \
	    N_("Change it in the editor of $VISUAL or $EDITOR")) \
	X(CMD_NEW_ISSUE, "new-issue", GROUP_WRITE, IN_LIST, N_("new issue"), N_("A new issue, as a draft")) \
	X(CMD_NEW_ITEM, "new-item", GROUP_WRITE, IN_READER, N_("new item"), N_("A new item after this one")) \
	X(CMD_MOVE, "move", GROUP_WRITE, IN_READER, N_("move"), N_("Move the item to another place in the issue")) \
	X(CMD_PLACE, "place", GROUP_WRITE, IN_MOVING, N_("move it here"), N_("Put the item behind the selected one")) \
	X(CMD_DELETE, "delete", GROUP_WRITE, IN_READER, N_("delete"), N_("Delete the item from the issue")) \
	X(CMD_UNDO_ITEM, "undo-item", GROUP_WRITE, IN_READER, N_("undo"), N_("Undo the last move or deletion of an item")) \
	X(CMD_MINE, "mine", GROUP_WRITE, IN_SETTLE, N_("mine"), N_("My text stands")) \
	X(CMD_THEIRS, "theirs", GROUP_WRITE, IN_SETTLE, N_("theirs"), N_("The archive's text stands")) \
	X(CMD_BOTH, "both", GROUP_WRITE, IN_SETTLE, N_("both"), N_("Both texts stand, the archive's first")) \
	X(CMD_INTO_NEXT, "into-next", GROUP_WRITE, IN_SETTLE, N_("next issue"), N_("As a draft of the next issue")) \
	X(CMD_DEFER, "defer", GROUP_WRITE, IN_SETTLE, N_("later"), N_("Leave it open; nothing is changed")) \
	X(CMD_TAKE_BACK, "take-back", GROUP_WRITE, IN_SETTLE | IN_CONFLICTS, N_("take back"), N_("Take back what was decided last")) \
	X(CMD_DROP, "drop", GROUP_WRITE, IN_DRAFTS, N_("drop"), N_("Drop the draft; it is kept for 30 days")) \
	X(CMD_TAKE, "take", GROUP_WRITE, IN_STATUS, N_("take"), N_("Make drafts of the files changed by hand")) \
	X(CMD_DRAFTS, "drafts", GROUP_WRITE, IN_CALM, N_("drafts"), N_("What is not recorded yet")) \
	X(CMD_RECORD, "record", GROUP_WRITE, IN_CALM | IN_EDITOR, N_("record"), N_("Make a version of the draft")) \
	X(CMD_HISTORY, "history", GROUP_READ, IN_LIST | IN_READER | IN_VERSION | IN_DRAFTS, N_("history"), \
	    N_("The item's versions (in the list: the issue's)")) \
	X(CMD_HISTORY_ISSUE, "history-issue", GROUP_READ, IN_READER | IN_VERSION, N_("issue's history"), N_("The versions of the whole issue")) \
	X(CMD_EARLIER, "earlier", GROUP_READ, IN_READER | IN_VERSION, N_("earlier"), N_("The version before, on the same page")) \
	X(CMD_LATER, "later", GROUP_READ, IN_READER | IN_VERSION, N_("later"), N_("The version after, up to how it stands now")) \
	X(CMD_BLAME, "blame", GROUP_READ, IN_READER | IN_VERSION | IN_HISTORY, N_("who wrote"), N_("Who wrote each sentence, beside it; again: away")) \
	X(CMD_COMPARE, "compare", GROUP_READ, IN_HISTORY, N_("compare"), N_("Compare two versions: c on one, then on the other")) \
	X(CMD_COMPARE_WITH, "compare-with", GROUP_READ, IN_HISTORY, N_("compare with"), N_("Compare the version with another, or another text")) \
	X(CMD_COMPARE_NOW, "compare-now", GROUP_READ, IN_HISTORY, N_("compare with now"), N_("Compare the version with the text as it is now")) \
	X(CMD_COLUMNS, "columns", GROUP_READ, IN_CHANGES | IN_HISTORY | IN_VERSION, N_("columns"), N_("What was beside what is, or in one column")) \
	X(CMD_SOURCE, "source", GROUP_READ, IN_CHANGES | IN_HISTORY, N_("Markdown"), N_("The comparison of the Markdown, or of the page")) \
	X(CMD_BELOW, "below", GROUP_READ, IN_HISTORY, N_("text"), N_("Below: the text of the version, or what it changed")) \
	X(CMD_CHANGES, "changes", GROUP_READ, IN_DRAFTS | IN_HISTORY, N_("what changed"), N_("What it changed, word by word, as a page")) \
	X(CMD_GONE, "gone", GROUP_FIND, IN_LIST | IN_READER | IN_HISTORY | IN_GONE, N_("what is gone"), N_("Find words that were taken away")) \
	X(CMD_PART, "part", GROUP_WRITE, IN_HISTORY, N_("part"), N_("It is another item from this version on, or not")) \
	X(CMD_JOIN, "join", GROUP_WRITE, IN_HISTORY, N_("join"), N_("Say which item it was before this version")) \
	X(CMD_RESTORE, "restore", GROUP_WRITE, IN_HISTORY | IN_VERSION | IN_DRAFTS | IN_GONE, N_("restore"), N_("Put this version's text back, as a draft")) \
	X(CMD_SAVE, "save", GROUP_WRITE, IN_EDITOR, N_("save"), N_("Save the draft (which is saved anyway)")) \
	X(CMD_UNDO, "undo", GROUP_WRITE, IN_EDITOR, N_("undo"), N_("Undo")) \
	X(CMD_REDO, "redo", GROUP_WRITE, IN_EDITOR, N_("redo"), N_("Redo what was undone")) \
	X(CMD_CUT, "cut", GROUP_WRITE, IN_EDITOR, N_("cut line"), N_("Cut the line; several in a row stay together")) \
	X(CMD_PUT, "put", GROUP_WRITE, IN_EDITOR, N_("put"), N_("Put what was cut here")) \
	X(CMD_PREVIEW, "preview", GROUP_READ, IN_EDITOR, N_("preview"), N_("The page as readers will see it")) \
	X(CMD_SYNC, "sync", GROUP_SHARE, IN_CALM, N_("sync"), N_("Fetch what others did, join it, send your versions")) \
	X(CMD_SHARE_DRAFT, "share-draft", GROUP_SHARE, IN_DRAFTS, N_("show others"), N_("Show the draft to others before it is recorded")) \
	X(CMD_STATUS, "status", GROUP_SHARE, IN_CALM, N_("status"), N_("Where you stand against the shared archive")) \
	X(CMD_CONFLICTS, "conflicts", GROUP_SHARE, IN_CALM, N_("to decide"), N_("What waits for your decision")) \
	X(CMD_HELP, "help", GROUP_PROGRAM, IN_ALL, N_("help"), N_("The keys of this place")) \
	X(CMD_BACK, "back", GROUP_PROGRAM, IN_ALL, N_("back"), N_("Back; never quits and never discards anything")) \
	X(CMD_CLOSE, "close", GROUP_PROGRAM, IN_CALM, N_("back"), N_("Back; from the first place: quit")) \
	X(CMD_QUIT, "quit", GROUP_PROGRAM, IN_CALM, N_("quit"), N_("Quit; drafts stay")) \
	X(CMD_REDRAW, "redraw", GROUP_PROGRAM, IN_ALL, N_("refresh"), N_("Read the archive again and draw the screen anew")) \
	X(CMD_SUSPEND, "suspend", GROUP_PROGRAM, IN_CALM, N_("suspend"), N_("Suspend; “fg” in the shell comes back"))

typedef enum {
	CMD_NONE,
#define X(id, name, group, where, hint, help) id,
	COMMANDS(X)
#undef X
	CMD_COUNT
} Cmd;

typedef struct {
	const char *name;
	CommandGroup group;
	unsigned where;
	const char *hint, *help;	/* msgids */
} Command;

const Command *command_get(Cmd c);
Cmd command_find(Slice name);			/* CMD_NONE: no such command */
const char *command_group_words(CommandGroup g);	/* for people */
/* Copies what fits, for a view's hints; gives how many. */
size_t command_hints(Cmd *out, size_t max, const Cmd *cmds, size_t n);

#endif
