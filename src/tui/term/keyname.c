/* The names of keys: for keys.conf and scripts, and for people. */
#include "base/utf8.h"
#include "base/words.h"
#include "tui/term/key.h"

typedef struct {
	uint32_t code;
	const char *name, *label;	/* label: a msgid */
} Named;

static const Named names[] = {
	{ K_ENTER, "Enter", N_("Enter") }, { K_ESC, "Esc", N_("Esc") }, { K_TAB, "Tab", N_("Tab") },
	{ K_BACKSPACE, "Backspace", N_("Backspace") }, { K_DELETE, "Delete", N_("Delete") }, { K_INSERT, "Insert", N_("Insert") },
	{ K_UP, "Up", "↑" }, { K_DOWN, "Down", "↓" }, { K_LEFT, "Left", "←" }, { K_RIGHT, "Right", "→" },
	{ K_HOME, "Home", N_("Home") }, { K_END, "End", N_("End") }, { K_PAGE_UP, "PageUp", N_("PgUp") },
	{ K_PAGE_DOWN, "PageDown", N_("PgDn") }, { ' ', "Space", N_("Space") },
	{ K_F1, "F1", "F1" }, { K_F2, "F2", "F2" }, { K_F3, "F3", "F3" }, { K_F4, "F4", "F4" }, { K_F5, "F5", "F5" },
	{ K_F6, "F6", "F6" }, { K_F7, "F7", "F7" }, { K_F8, "F8", "F8" }, { K_F9, "F9", "F9" }, { K_F10, "F10", "F10" },
	{ K_F11, "F11", "F11" }, { K_F12, "F12", "F12" },
	{ K_WHEEL_UP, "WheelUp", N_("wheel up") }, { K_WHEEL_DOWN, "WheelDown", N_("wheel down") },
	{ K_TORN, "Torn", "Esc" },	/* for scripts: the Esc before it was a piece of another key */
	{ 0, NULL, NULL }
};

typedef struct {
	unsigned mod;
	const char *name, *label;
} Modifier;

static const Modifier modifiers[] = {
	{ MOD_CTRL, "C-", N_("Ctrl-") }, { MOD_ALT, "A-", N_("Alt-") }, { MOD_SHIFT, "S-", N_("Shift-") }, { 0, NULL, NULL }
};

bool key_parse(Slice name, Key *out)
{
	*out = (Key){ K_NONE, 0, { NULL, 0 } };
	for (bool again = true; again;) {
		again = false;
		for (const Modifier *m = modifiers; m->mod; m++) {
			if (name.len > 2 && slice_starts(name, m->name)) {
				out->mods |= m->mod;
				name = slice_sub(name, 2, name.len);
				again = true;
			}
		}
	}
	for (const Named *n = names; n->name; n++) {
		if (slice_is(name, n->name)) {
			out->code = n->code;
			return true;
		}
	}
	if (name.len == 2 && name.p[0] == '^' && (unsigned char)name.p[1] < 0x80) {
		char c = name.p[1];
		out->code = (uint32_t)(unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		out->mods |= MOD_CTRL;
		return true;
	}
	if (!name.len || !utf8_valid(name))
		return false;
	return utf8_next(name.p, name.len, &out->code) == name.len && out->code > ' ';
}

static bool is_control_letter(Key k)
{
	return k.mods == MOD_CTRL && k.code > ' ' && k.code < 0x80;
}

static void add_char(uint32_t code, Str *out)
{
	char bytes[4];
	str_add(out, bytes, utf8_encode(code, bytes));
}

static void write_as(Key k, bool label, Str *out)
{
	if (is_control_letter(k)) {
		str_add_char(out, '^');
		str_add_char(out, (char)(k.code >= 'a' && k.code <= 'z' ? k.code - 'a' + 'A' : k.code));
		return;
	}
	for (const Modifier *m = modifiers; m->mod; m++)
		if (k.mods & m->mod)
			str_add_c(out, label ? _(m->label) : m->name);
	for (const Named *n = names; n->name; n++) {
		if (n->code == k.code) {
			str_add_c(out, label ? _(n->label) : n->name);
			return;
		}
	}
	add_char(k.code, out);
}

void key_write(Key k, Str *out)
{
	write_as(k, false, out);
}

void key_label(Key k, Str *out)
{
	write_as(k, true, out);
}
