/* Asking a person what ssh or a server wants to know.  What they said lives as long as this, and is wiped with it. */
#ifndef BLAD_GIT_ASKER_H
#define BLAD_GIT_ASKER_H

#include "base/str.h"

typedef enum {
	ASK_SECRET,		/* a passphrase, a password, a code: nobody looks over the shoulder */
	ASK_LINE,
	ASK_YES_NO,		/* answered with "yes" or "no" */
	ASK_TELL		/* no answer: the key wants to be touched */
} AskKind;

/* words: one line, in the user's language, safe to show.  False: they would rather stop. */
typedef bool (*AskFn)(void *data, AskKind kind, const char *words, Str *answer);

typedef struct Asker Asker;
Asker *asker_new(AskFn fn, void *data);
void asker_free(Asker *a);

/* A new conversation with the server begins: what was answered in an earlier one is given again, once. */
void asker_begin(Asker *a);
/* It failed: what was answered in it may be why, and is forgotten. */
void asker_forget(Asker *a);
/* How many secrets a person was asked for in this conversation. */
int asker_secrets(const Asker *a);

/* key: what the answer is remembered by, or NULL: not at all.  The answer is to be wiped (str_wipe). */
bool asker_ask(Asker *a, AskKind kind, const char *key, const char *words, Str *answer);
/* A question in ssh's words; hint: what SSH_ASKPASS_PROMPT said. */
bool asker_ask_ssh(Asker *a, Slice hint, Slice prompt, Str *answer);

#endif
