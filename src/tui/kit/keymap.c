/* Reading keys.conf, and finding what a key means. */
#include "tui/kit/keymap.h"

#include "base/share.h"
#include "base/utf8.h"
#include "base/words.h"

typedef struct {
	const char *name;
	unsigned where;
} Scope;

static const Scope scopes[] = {
	{ "list", IN_LIST }, { "reader", IN_READER }, { "outline", IN_OUTLINE }, { "history", IN_HISTORY },
	{ "drafts", IN_DRAFTS }, { "editor", IN_EDITOR }, { "help", IN_HELP }, { "status", IN_STATUS },
	{ "record", IN_RECORD }, { "version", IN_VERSION }, { "changes", IN_CHANGES }, { "moving", IN_MOVING }, { "settle", IN_SETTLE }, { "gone", IN_GONE },
	{ "conflicts", IN_CONFLICTS },
	{ "", IN_ALL }, { NULL, 0 }
};

const char *keymap_scope(unsigned where)
{
	const Scope *s = scopes;
	while (s->name && s->where != where)
		s++;
	return s->name;
}

unsigned keymap_scope_where(const char *name)
{
	const Scope *s = scopes;
	while (s->name && strcmp(s->name, name) != 0)
		s++;
	return s->where;
}

static bool scope_find(Slice line, unsigned *out)
{
	for (const Scope *s = scopes; s->name; s++) {
		if (slice_is(slice_sub(line, 1, line.len - 1), s->name)) {
			*out = s->where;
			return true;
		}
	}
	return false;
}

static Slice next_word(Slice *rest)
{
	*rest = slice_trim(*rest);
	size_t n = 0;
	while (n < rest->len && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	Slice word = slice(rest->p, n);
	*rest = slice_sub(*rest, n, rest->len);
	return word;
}

/* What is said for one place replaces what is general there: the command's other keys, and the key's other meanings. */
static void give_way(Keymap *m, Cmd cmd, unsigned scope)
{
	for (size_t i = 0; i < m->rows.len; i++)
		if (m->rows.v[i].cmd == cmd)
			m->rows.v[i].where &= ~scope;
}

static void add_binding(Keymap *m, Binding b)
{
	for (size_t i = 0; i < m->rows.len; i++) {
		Binding *old = &m->rows.v[i];
		if (old->key.code == b.key.code && old->key.mods == b.key.mods)
			old->where &= ~b.where;
	}
	VEC_PUSH(&m->rows, b);
}

static const Err *read_line(Keymap *m, Slice line, unsigned scope)
{
	ptrdiff_t eq = slice_find(line, SLICE_LIT("="), 0);
	Slice name = slice_trim(slice_sub(line, 0, eq < 0 ? 0 : (size_t)eq));
	Cmd cmd = command_find(name);
	if (cmd == CMD_NONE)
		return err_new(ERR_USAGE, _("“%.*s” is not a command"), (int)line.len, line.p);
	Slice rest = slice_sub(line, (size_t)eq + 1, line.len);
	if (scope != IN_ALL)
		give_way(m, cmd, scope);
	for (Slice word = next_word(&rest); word.len; word = next_word(&rest)) {
		Binding b = { .cmd = cmd, .where = command_get(cmd)->where & scope };
		if (!key_parse(word, &b.key))
			return err_new(ERR_USAGE, _("“%.*s” is not a key"), (int)word.len, word.p);
		if (scope == IN_ALL)
			VEC_PUSH(&m->rows, b);
		else
			add_binding(m, b);
	}
	return NULL;
}

const Err *keymap_load(Keymap *out, Slice conf)
{
	const Err *err = NULL;
	unsigned scope = IN_ALL;
	*out = (Keymap){ 0 };
	for (int n = 1; conf.len && !err; n++) {
		Slice line = slice_trim(slice_line(&conf));
		if (!line.len || line.p[0] == '#')
			continue;
		if (line.p[0] == '[' && line.p[line.len - 1] == ']' && slice_find(line, SLICE_LIT("="), 0) < 0) {
			if (!scope_find(line, &scope))
				err = err_new(ERR_USAGE, _("“%.*s” is not a place"), (int)line.len, line.p);
		} else {
			err = read_line(out, line, scope);
		}
		if (err)
			err = err_wrap(err, _("keys, line %d"), n);
	}
	if (err)
		keymap_free(out);
	return err;
}

const Keymap *keymap_builtin(void)
{
	static Keymap map;
	Slice conf;
	if (!map.rows.len && share_get("keys.conf", &conf))
		(void)keymap_load(&map, conf);	/* a test reads it and sees that it is well formed */
	return &map;
}

void keymap_free(Keymap *m)
{
	VEC_FREE(&m->rows);
}

Cmd keymap_find(const Keymap *m, Key k, unsigned where)
{
	for (size_t i = 0; i < m->rows.len; i++) {
		const Binding *b = &m->rows.v[i];
		if (b->where & where && b->key.code == k.code && b->key.mods == k.mods)
			return b->cmd;
	}
	return CMD_NONE;
}

/* Is this the binding that its key has there, or is it taken by one before it? */
static bool is_live(const Keymap *m, const Binding *b, unsigned where)
{
	return b->where & where && keymap_find(m, b->key, where) == b->cmd;
}

bool keymap_label(const Keymap *m, Cmd c, unsigned where, Str *out)
{
	for (size_t i = 0; i < m->rows.len; i++) {
		const Binding *b = &m->rows.v[i];
		if (b->cmd == c && is_live(m, b, where)) {
			key_label(b->key, out);
			return true;
		}
	}
	return false;
}

/* All of a command, two blanks between. */
static void all_labels(const Keymap *m, Cmd c, unsigned where, Str *out)
{
	size_t begin = out->len;
	bool one_place = (where & (where - 1)) == 0;
	for (size_t i = 0; i < m->rows.len; i++) {
		const Binding *b = &m->rows.v[i];
		if (b->cmd != c || !(b->where & where) || (one_place && !is_live(m, b, where)))
			continue;
		if (out->len > begin)
			str_add_c(out, "  ");
		key_label(b->key, out);
	}
}

static bool hint_of(const Keymap *m, Cmd c, unsigned where, Hint *out)
{
	*out = (Hint){ STR_EMPTY, STR_EMPTY };
	if (!keymap_label(m, c, where, &out->key))
		return false;
	str_add_c(&out->words, _(command_get(c)->hint));
	return true;
}

static size_t hint_width(const Hint *h)
{
	return utf8_width(str_slice(&h->key)) + 1 + utf8_width(str_slice(&h->words));
}

static bool is_last(Cmd c)
{
	return c == CMD_BACK || c == CMD_HELP;
}

static bool is_among(Cmd c, const Cmd *cmds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cmds[i] == c)
			return true;
	return false;
}

/* The way back and the way to help: room is kept for them, since with them all else can be found. */
static size_t last_hints(const Keymap *m, const Cmd *cmds, size_t n, unsigned where, size_t room, Hint out[2])
{
	size_t made = 0, used = 0;
	Hint h;
	if (hint_of(m, CMD_HELP, where, &h)) {
		used = hint_width(&h);
		if (used <= room)
			out[made++] = h;
		else
			hints_free(&h, 1);
	}
	if (!is_among(CMD_BACK, cmds, n) || !hint_of(m, CMD_BACK, where, &h))
		return made;
	if (used + HINT_GAP + hint_width(&h) > room) {
		hints_free(&h, 1);
		return made;
	}
	if (made)
		out[1] = out[0];
	out[0] = h;
	return made + 1;
}

size_t keymap_hints(const Keymap *m, const Cmd *cmds, size_t n, unsigned where, int cols, Hint out[HINTS_MAX])
{
	size_t made = 0, room = (size_t)(cols > 0 ? cols : 0), used = 0;
	Hint last[2];
	size_t nlast = last_hints(m, cmds, n, where, room, last);
	for (size_t i = 0; i < nlast; i++)
		used += (i ? HINT_GAP : 0) + hint_width(&last[i]);
	for (size_t i = 0; i < n && made + nlast < HINTS_MAX; i++) {
		Hint h;
		if (is_last(cmds[i]) || !hint_of(m, cmds[i], where, &h))
			continue;
		size_t width = hint_width(&h) + HINT_GAP;
		if (used + width > room) {	/* a shorter one behind it may still fit */
			hints_free(&h, 1);
			continue;
		}
		out[made++] = h;
		used += width;
	}
	for (size_t i = 0; i < nlast; i++)
		out[made++] = last[i];
	return made;
}

void hints_free(Hint *h, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_free(&h[i].key);
		str_free(&h[i].words);
	}
}

void keymap_table(const Keymap *m, unsigned where, Str *out)
{
	for (int g = 0; g < GROUP_COUNT; g++) {
		for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
			const Command *cmd = command_get((Cmd)c);
			if ((int)cmd->group != g || !(cmd->where & where))
				continue;
			str_printf(out, "%s\t", command_group_words((CommandGroup)g));
			all_labels(m, (Cmd)c, where, out);
			str_printf(out, "\t%s\n", _(cmd->help));
		}
	}
}
