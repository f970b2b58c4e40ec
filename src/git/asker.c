/* Asking a person what ssh or a server wants to know: in words of ours where ssh's are known, and each thing once. */
#include "git/asker.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/words.h"

#define SECRET_ROOM 1024	/* so that a secret is not copied about while it grows */

typedef struct {
	char *key;
	Str answer;
	int given;		/* in which conversation last */
} Known;

struct Asker {
	AskFn fn;
	void *data;
	int turn, secrets;
	VEC(Known) known;
};

Asker *asker_new(AskFn fn, void *data)
{
	Asker *a = mem_alloc(sizeof *a);

	a->fn = fn;
	a->data = data;
	return a;
}

void asker_free(Asker *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->known.len; i++) {
		free(a->known.v[i].key);
		str_wipe(&a->known.v[i].answer);
	}
	VEC_FREE(&a->known);
	free(a);
}

void asker_begin(Asker *a)
{
	if (!a)
		return;
	a->turn++;
	a->secrets = 0;
}

void asker_forget(Asker *a)
{
	for (size_t i = 0; a && i < a->known.len; i++)
		if (a->known.v[i].given == a->turn) {
			str_wipe(&a->known.v[i].answer);
			a->known.v[i].given = 0;
		}
}

int asker_secrets(const Asker *a)
{
	return a ? a->secrets : 0;
}

static Known *find(Asker *a, const char *key)
{
	for (size_t i = 0; i < a->known.len; i++)
		if (strcmp(a->known.v[i].key, key) == 0)
			return &a->known.v[i];
	return NULL;
}

/* Asked twice in one conversation, the answer was wrong. */
static bool recall(Asker *a, const char *key, Str *answer)
{
	Known *k = find(a, key);

	if (!k || !k->answer.len || k->given == a->turn)
		return false;
	k->given = a->turn;
	str_add_slice(answer, str_slice(&k->answer));
	return true;
}

static void remember(Asker *a, const char *key, Slice answer)
{
	Known *k = find(a, key);

	if (!k) {
		Known new = { .key = mem_dup(key) };

		VEC_PUSH(&a->known, new);
		k = &a->known.v[a->known.len - 1];
	}
	str_wipe(&k->answer);
	str_add_slice(&k->answer, answer);
	k->given = a->turn;
}

bool asker_ask(Asker *a, AskKind kind, const char *key, const char *words, Str *answer)
{
	str_reserve(answer, SECRET_ROOM);
	if (key && recall(a, key, answer))
		return true;
	a->secrets += kind == ASK_SECRET;
	if (!a->fn(a->data, kind, words, answer))
		return false;
	if (key && answer->len)
		remember(a, key, str_slice(answer));
	return true;
}

/* ---- ssh's questions ---- */

/* What stands in text between two marks; false if they are not there. */
static bool between(Slice text, const char *before, const char *after, Slice *out)
{
	ptrdiff_t from = slice_find(text, slice_c(before), 0), to;

	if (from < 0)
		return false;
	from += (ptrdiff_t)strlen(before);
	to = slice_find(text, slice_c(after), (size_t)from);
	if (to < 0)
		return false;
	*out = slice_sub(text, (size_t)from, (size_t)to);
	return true;
}

static void gated(Slice s, Str *out)
{
	utf8_gate(slice_trim(s), GATE_LINE, out);
}

static bool say_host_key(Slice prompt, Str *out)
{
	Str host = STR_EMPTY, kind = STR_EMPTY, print = STR_EMPTY;
	Slice h, k, p;
	bool known = between(prompt, "authenticity of host '", "'", &h) && between(prompt, "\n", " key fingerprint is ", &k) &&
	    between(prompt, " key fingerprint is ", "\n", &p);

	if (known) {
		if (slice_ends(p, "."))
			p.len--;
		gated(h, &host);
		gated(k, &kind);
		gated(p, &print);
		str_printf(out, _("The server %s is not known here yet. Its %s key has the fingerprint %s; whoever runs the server can tell "
		    "whether that is right. Is it?"), str_c(&host), str_c(&kind), str_c(&print));
	}
	str_free(&host);
	str_free(&kind);
	str_free(&print);
	return known;
}

static void say_secret(Slice prompt, Str *out)
{
	Str who = STR_EMPTY;
	Slice what;

	if (slice_starts(prompt, "Enter passphrase for key '") && between(prompt, "'", "':", &what)) {
		gated(what, &who);
		str_printf(out, _("The passphrase of the key %s"), str_c(&who));
	} else if (slice_ends(prompt, "'s password:")) {
		gated(slice_sub(prompt, 0, prompt.len - strlen("'s password:")), &who);
		str_printf(out, _("The password of %s"), str_c(&who));
	} else {
		gated(slice_ends(prompt, ":") ? slice_sub(prompt, 0, prompt.len - 1) : prompt, out);
	}
	str_free(&who);
}

static bool is_yes_no(Slice hint, Slice prompt)
{
	return slice_is(hint, "confirm") || slice_ends(prompt, "(yes/no/[fingerprint])?") || slice_ends(prompt, "(yes/no)?") ||
	    slice_starts(prompt, "Please type 'yes'");
}

/* Of what a server asks through ssh nothing is remembered: it begins with "(user@host)", and codes are good once only. */
static bool is_lasting(Slice prompt)
{
	return slice_starts(prompt, "Enter passphrase for ") || (slice_ends(prompt, "'s password:") && !slice_starts(prompt, "("));
}

bool asker_ask_ssh(Asker *a, Slice hint, Slice prompt, Str *answer)
{
	AskKind kind = slice_is(hint, "none") ? ASK_TELL : is_yes_no(hint, slice_trim(prompt)) ? ASK_YES_NO : ASK_SECRET;
	Str words = STR_EMPTY;
	char *key = NULL;
	bool answered;

	prompt = slice_trim(prompt);
	if (kind == ASK_SECRET) {
		say_secret(prompt, &words);
		if (is_lasting(prompt))
			key = slice_dup(prompt);
	} else if (kind == ASK_TELL || !say_host_key(prompt, &words)) {
		gated(prompt, &words);
	}
	answered = asker_ask(a, kind, key, str_c(&words), answer);
	str_free(&words);
	free(key);
	return answered;
}
