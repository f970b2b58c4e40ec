/* Typing a line. */
#include "tui/kit/prompt.h"

#include "base/utf8.h"

#define SECRET_ROOM 1024	/* so that a secret is not copied about while it is typed */
#define POINT "•"

void prompt_set(Prompt *p, Slice text)
{
	str_clear(&p->text);
	if (p->hidden)
		str_reserve(&p->text, SECRET_ROOM);
	str_add_slice(&p->text, text);
	p->at = p->text.len;
	p->first = 0;
}

void prompt_free(Prompt *p)
{
	str_wipe(&p->text);
	*p = (Prompt){ 0 };
}

static size_t before(const Prompt *p)
{
	return p->at - utf8_grapheme_back(str_slice(&p->text), p->at);
}

static bool is_blank(const Prompt *p, size_t at)
{
	return p->text.p[at] == ' ';
}

static size_t word_left(const Prompt *p)
{
	size_t at = p->at;
	while (at > 0 && is_blank(p, at - 1))
		at--;
	while (at > 0 && !is_blank(p, at - 1))
		at--;
	return at;
}

static size_t word_right(const Prompt *p)
{
	size_t at = p->at;
	while (at < p->text.len && is_blank(p, at))
		at++;
	while (at < p->text.len && !is_blank(p, at))
		at++;
	return at;
}

static PromptDid insert(Prompt *p, Slice text)
{
	if (p->hidden && p->text.len + text.len > SECRET_ROOM)
		return PROMPT_OTHER;
	str_insert(&p->text, p->at, text);
	p->at += text.len;
	return PROMPT_CHANGED;
}

/* A paste into one line: its line ends become blanks. */
static PromptDid paste(Prompt *p, Slice text)
{
	Str flat = STR_EMPTY;
	for (size_t i = 0; i < text.len; i++)
		str_add_char(&flat, text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i]);
	insert(p, slice_trim(str_slice(&flat)));
	str_free(&flat);
	return PROMPT_CHANGED;
}

static PromptDid cut(Prompt *p, size_t from, size_t to)
{
	str_remove(&p->text, from, to - from);
	p->at = from;
	return PROMPT_CHANGED;
}

static PromptDid go(Prompt *p, size_t at)
{
	p->at = at;
	return PROMPT_MOVED;
}

static PromptDid control(Prompt *p, uint32_t letter)
{
	switch (letter) {
	case 'a': return go(p, 0);
	case 'e': return go(p, p->text.len);
	case 'k': return cut(p, p->at, p->text.len);
	case 'u': return cut(p, 0, p->at);
	case 'w': return cut(p, word_left(p), p->at);
	case 'c': case 'g': return PROMPT_ESC;
	}
	return PROMPT_OTHER;
}

PromptDid prompt_key(Prompt *p, const Key *k)
{
	Slice text = str_slice(&p->text);
	if (key_is_text(*k)) {
		char bytes[4];
		return insert(p, slice(bytes, utf8_encode(k->code, bytes)));
	}
	if (k->mods == MOD_CTRL && k->code < K_NAMED)
		return control(p, k->code);
	switch (k->code) {
	case K_PASTE: return paste(p, k->text);
	case K_ENTER: return PROMPT_ENTER;
	case K_ESC: return PROMPT_ESC;
	case K_BACKSPACE: return cut(p, k->mods ? word_left(p) : before(p), p->at);
	case K_DELETE: return cut(p, p->at, p->at + utf8_grapheme(text, p->at));
	case K_LEFT: return go(p, k->mods ? word_left(p) : before(p));
	case K_RIGHT: return go(p, k->mods ? word_right(p) : p->at + utf8_grapheme(text, p->at));
	case K_HOME: return go(p, 0);
	case K_END: return go(p, p->text.len);
	}
	return PROMPT_OTHER;
}

/* Points instead of the text, and the cursor behind the last. */
static void draw_hidden(const Prompt *p, Area a, int row, int col, Role role)
{
	Slice text = str_slice(&p->text);
	int end = a.cols - 1;
	for (size_t at = 0; at < text.len && col < end; at += utf8_grapheme(text, at))
		col += area_put_c(a, row, col, POINT, role);
	area_cursor(a, row, col);
}

void prompt_draw(Prompt *p, Area a, int row, int col, Role role)
{
	if (p->hidden) {
		draw_hidden(p, a, row, col, role);
		return;
	}
	int room = a.cols - col - 1;	/* the cursor stands behind the last character */
	Slice text = str_slice(&p->text);
	if (room < 1)
		return;
	if (p->first > p->at)
		p->first = p->at;
	while (p->first < p->at && area_width(slice_sub(text, p->first, p->at)) > room)
		p->first += utf8_grapheme(text, p->first);
	area_put(area_part(a, row, col, 1, a.cols - col), 0, 0, slice_sub(text, p->first, text.len), role);
	area_cursor(a, row, col + area_width(slice_sub(text, p->first, p->at)));
}
