/* share/keys.conf: well formed, every command has a key where it is valid, and no letter is taken from a text. */
#include "tap.h"
#include "base/share.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/keymap.h"

static Cmd find(const Keymap *m, const char *key, unsigned where)
{
	Key k;
	return key_parse(slice_c(key), &k) ? keymap_find(m, k, where) : CMD_NONE;
}

static void test_builtin(void)
{
	Keymap m;
	Slice conf;
	ok(share_get("keys.conf", &conf), "keys.conf is there");
	const Err *err = keymap_load(&m, conf);
	if (!ok(!err, "it is well formed")) {
		tap_note("%s", err_text(err));
		return;
	}
	for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		for (unsigned place = 1; place & IN_ALL; place <<= 1) {
			Str label = STR_EMPTY;
			if (command_get((Cmd)c)->where & place)
				law(keymap_label(&m, (Cmd)c, place, &label), "%s has no key in place %u", command_get((Cmd)c)->name, place);
			str_free(&label);
		}
	}
	law_done("every command has a key wherever it is valid");
	for (size_t i = 0; i < m.rows.len; i++)
		law(!(m.rows.v[i].where & IN_EDITOR && key_is_text(m.rows.v[i].key)), "%s", command_get(m.rows.v[i].cmd)->name);
	law_done("in the editor letters are text");
	is_int(find(&m, "Backspace", IN_EDITOR), CMD_NONE, "Backspace is not back in the editor");
	is_int(find(&m, "^Z", IN_EDITOR), CMD_UNDO, "^Z is undo in the editor");
	is_int(find(&m, "^Z", IN_READER), CMD_SUSPEND, "^Z suspends elsewhere");
	is_int(find(&m, "q", IN_LIST), CMD_CLOSE, "q closes");
	is_int(find(&m, "j", IN_HELP), CMD_DOWN, "j is down");
	keymap_free(&m);
}

static void test_forms(void)
{
	Keymap m;
	ok(!keymap_load(&m, SLICE_LIT("# words\n\nup = Up k\nfilter = =\n[list]\nup = ^P\n[]\ndown = j\n")), "a small file");
	is_int(find(&m, "k", IN_READER), CMD_UP, "general");
	is_int(find(&m, "k", IN_LIST), CMD_NONE, "replaced in one place");
	is_int(find(&m, "^P", IN_LIST), CMD_UP, "by this");
	is_int(find(&m, "^P", IN_READER), CMD_NONE, "only there");
	is_int(find(&m, "=", IN_LIST), CMD_FILTER, "a key that is an equals sign");
	is_int(find(&m, "j", IN_HISTORY), CMD_DOWN, "general again");
	keymap_free(&m);
	is_str(err_text(keymap_load(&m, SLICE_LIT("up = Up\nupp = j\n"))), "keys, line 2: “upp = j” is not a command", "an unknown command");
	is_str(err_text(keymap_load(&m, SLICE_LIT("up = Upp\n"))), "keys, line 1: “Upp” is not a key", "an unknown key");
	is_str(err_text(keymap_load(&m, SLICE_LIT("[lists]\n"))), "keys, line 1: “[lists]” is not a place", "an unknown place");
}

/* As the hint line shows them. */
static void hint_line(const Cmd *cmds, size_t n, int cols, Str *out)
{
	Hint hints[HINTS_MAX];
	size_t made = keymap_hints(keymap_builtin(), cmds, n, IN_LIST, cols, hints);
	str_clear(out);
	for (size_t i = 0; i < made; i++)
		str_printf(out, "%s%s %s", i ? "   " : "", str_c(&hints[i].key), str_c(&hints[i].words));
	hints_free(hints, made);
}

static void test_hints(void)
{
	static const Cmd cmds[] = { CMD_OPEN, CMD_EDIT, CMD_FILTER, CMD_HISTORY };
	Str out = STR_EMPTY;
	hint_line(cmds, 4, 80, &out);
	is_str(str_c(&out), "Enter read   e change   / filter   v history   F1 help", "the hint line");
	for (int cols = 0; cols < 60; cols++) {
		hint_line(cmds, 4, cols, &out);
		law(utf8_width(str_slice(&out)) <= (size_t)cols, "%d columns: %s", cols, str_c(&out));
		law(cols < 8 || slice_ends(str_slice(&out), "F1 help"), "%d columns: help is missing", cols);
	}
	law_done("it fits, and always says how to get help");
	static const Cmd with_back[] = { CMD_BACK, CMD_OPEN, CMD_EDIT, CMD_FILTER, CMD_HISTORY };
	for (int cols = 0; cols < 60; cols++) {
		hint_line(with_back, 5, cols, &out);
		law(utf8_width(str_slice(&out)) <= (size_t)cols, "%d columns: %s", cols, str_c(&out));
		law(cols < 18 || slice_ends(str_slice(&out), "Esc back   F1 help"), "%d columns: %s", cols, str_c(&out));
	}
	law_done("the way back stands before help");
	str_free(&out);
}

int main(void)
{
	words_choose("en");
	test_builtin();
	test_forms();
	test_hints();
	return tap_done();
}
