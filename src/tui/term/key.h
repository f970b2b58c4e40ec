/*
 * Keys: the bytes of a terminal become what a person did.  Sequences that nobody knows are swallowed whole; an Esc that was
 * taken for a key of its own although its sequence was only late becomes K_TORN, so that what it did can be undone.
 */
#ifndef BLAD_TUI_TERM_KEY_H
#define BLAD_TUI_TERM_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Named keys lie above all code points. */
enum {
	K_NONE = 0,
	K_NAMED = 0x110000,
	K_ENTER, K_ESC, K_TAB, K_BACKSPACE, K_DELETE, K_INSERT,
	K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN,
	K_F1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
	K_WHEEL_UP, K_WHEEL_DOWN,
	/* these are events, not bound to commands */
	K_PASTE,	/* text holds what was pasted: UTF-8, line ends are "\n", no control bytes but "\n" and "\t" */
	K_RESIZE,
	K_TORN		/* the last K_ESC was no key: it began a sequence that came in pieces */
};

enum { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };	/* SHIFT only with named keys; ^S is 's' with MOD_CTRL */

typedef struct {
	uint32_t code;		/* a code point or K_* */
	unsigned mods;
	Slice text;		/* K_PASTE: good until the next key is read */
} Key;

static inline bool key_is(Key k, uint32_t code, unsigned mods) { return k.code == code && k.mods == mods; }
/* A character to be typed into a text (also a combining one: a cluster may come in several keys). */
static inline bool key_is_text(Key k) { return k.code >= ' ' && k.code < K_NAMED && !k.mods; }

/* Names as in keys.conf and scripts: "j", "Enter", "S-Tab", "^S", "C-Left", "A-x", "Space", "F1".  False: no such key. */
bool key_parse(Slice name, Key *out);
void key_write(Key k, Str *out);			/* the name that key_parse reads; appends */
void key_label(Key k, Str *out);		/* for people: "Enter", "↑", "^S", in their language; appends */

#define KEY_ESC_MS 25
#define KEY_ESC_SSH_MS 150
#define KEY_TORN_MS 500

typedef struct Keys Keys;
Keys *keys_new(int esc_ms);
void keys_free(Keys *k);
/* A sequence of this terminal (from terminfo); those that are not longer than one byte are not learnt. */
void keys_learn(Keys *k, Slice sequence, Key key);
/* Bytes as they were read; now in milliseconds of a clock that only goes forward. */
void keys_feed(Keys *k, Slice bytes, int64_t now);
/* The next key, if one is whole. */
bool keys_next(Keys *k, int64_t now, Key *out);
/* Milliseconds until keys_next is to be asked again though nothing came; -1: never. */
int keys_due(const Keys *k, int64_t now);

#endif
