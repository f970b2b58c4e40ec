/* The keymap: which key means which command where, read from share/keys.conf; and what is told about keys. */
#ifndef BLAD_TUI_KIT_KEYMAP_H
#define BLAD_TUI_KIT_KEYMAP_H

#include "base/err.h"
#include "base/vec.h"
#include "tui/kit/command.h"
#include "tui/term/key.h"

typedef struct {
	Key key;
	Cmd cmd;
	unsigned where;		/* the command's, or less where the file says so */
} Binding;
typedef struct {
	VEC(Binding) rows;	/* in the file's order: the first key of a command is the one that hints show */
} Keymap;

/*
 * Lines "command = key key …", blank lines and "# …".  A heading "[editor]" (a place's name) holds the lines after it to that place, where they
 * replace the general ones; "[]" ends it.  The first bad line is the error.
 */
const Err *keymap_load(Keymap *out, Slice conf);
const Keymap *keymap_builtin(void);		/* share/keys.conf, read once */
void keymap_free(Keymap *m);

const char *keymap_scope(unsigned where);	/* the name of one place as headings have it, NULL: none */
unsigned keymap_scope_where(const char *name);	/* 0: there is no such place */

Cmd keymap_find(const Keymap *m, Key k, unsigned where);
/* The label of the first key for a command, for a hint; false if it has none there. */
bool keymap_label(const Keymap *m, Cmd c, unsigned where, Str *out);

typedef struct {
	Str key, words;		/* "Enter", "read" */
} Hint;
#define HINT_GAP 3		/* blanks between two hints; one between key and words */
#define HINTS_MAX 16
/*
 * As many hints as fit in cols, in this order; at the end always the way back, if it is among them, and help.  Gives how many;
 * hints_free frees them.
 */
size_t keymap_hints(const Keymap *m, const Cmd *cmds, size_t n, unsigned where, int cols, Hint out[HINTS_MAX]);
void hints_free(Hint *h, size_t n);

/* Every command with its keys, by group, as lines "GROUP\tKEYS\tHELP": for the help view and the man page. */
void keymap_table(const Keymap *m, unsigned where, Str *out);

#endif
