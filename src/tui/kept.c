/* Keys that wait for what they are about. */
#include "tui/kept.h"

static bool waits(const View *v)
{
	return v->ops->waits && v->ops->waits(v);
}

static bool acts_at_once(const Kept *k, Cmd cmd)
{
	switch (cmd) {
	case CMD_BACK: case CMD_SUSPEND: case CMD_REDRAW: return true;
	case CMD_CLOSE: case CMD_QUIT: return !k->keys.len;
	default: return false;
	}
}

bool kept_take(Kept *k, const View *v, const Key *key, Cmd cmd)
{
	if (!waits(v))
		return false;
	if (acts_at_once(k, cmd)) {
		if (cmd == CMD_BACK)
			kept_free(k);
		return false;
	}
	if (key->code != K_PASTE)	/* its text is the screen's */
		VEC_PUSH(&k->keys, *key);
	return true;
}

bool kept_give(Kept *k, const View *v, Key *out)
{
	if (!k->keys.len || waits(v))
		return false;
	*out = k->keys.v[k->next++];
	if (k->next == k->keys.len)
		kept_free(k);
	return true;
}

void kept_free(Kept *k)
{
	VEC_FREE(&k->keys);
	k->next = 0;
}
