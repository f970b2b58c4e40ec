/*
 * A View shows one place and answers commands.  It knows nothing of the app: what it wants is a Reply, where it wants to go is a Place.
 */
#ifndef BLAD_TUI_KIT_VIEW_H
#define BLAD_TUI_KIT_VIEW_H

#include "archive/archive.h"
#include "tui/kit/command.h"
#include "tui/term/key.h"
#include "tui/term/surface.h"

/* A view's name and an address: a pure value.  Back, refresh, arguments and test scripts speak it. */
typedef struct {
	char *view, *address;
} Place;

#define CHOICES_MAX 6

/* A question.  With choices it is answered by a key, else by a line. */
typedef struct {
	int what;			/* the view's own number, given back with the answer */
	Str question;			/* "Message" */
	Str proposed;			/* the line to begin with */
	const char *choices[CHOICES_MAX];	/* "y:yes, delete" in the user's language: the key, a colon, words */
	size_t nchoices;
	bool hidden;			/* the line is a secret */
	bool live;			/* every change of the line is told at once (ANSWER_LIVE) */
} Ask;

typedef enum { ANSWER_LINE, ANSWER_LIVE, ANSWER_CHOICE, ANSWER_ESC } AnswerKind;
typedef struct {
	int what;
	AnswerKind kind;
	Slice line;
	size_t choice;			/* its index */
} Answer;

typedef enum {
	REPLY_PASS,		/* not for me */
	REPLY_STAY,		/* done; draw me again */
	REPLY_OPEN,		/* go to place; back leads here */
	REPLY_INSTEAD,		/* the same, but back does not */
	REPLY_NOW,		/* out of the archive as of then, and to place in that of now */
	REPLY_BACK,
	REPLY_ASK,
	REPLY_JOB,		/* run tui_child(place.view) beside; my `done` is called at its end (at once and not ok: others work) */
	REPLY_RUN,		/* leave the screen, run `blad` with args, come back, refresh */
	REPLY_SYNC,
	REPLY_QUIT
} ReplyKind;

#define REPLY_ARGS 6

typedef struct {
	ReplyKind kind;
	Place place;
	Str words;		/* with any kind: told on the message line until the next key */
	Ask ask;
	char *args[REPLY_ARGS];	/* NULL-terminated */
} Reply;

typedef struct {
	bool ok;
	Slice words;		/* what it said */
	Slice rows;		/* the pieces of its result, a line each */
} JobEnd;

typedef struct ViewOps ViewOps;
typedef struct {		/* the first member of every view's own struct */
	const ViewOps *ops;
	unsigned where;		/* ops->where, or what it is just now */
} View;

/* Only name, words, where, open, title, draw, command and close must be there. */
struct ViewOps {
	const char *name;
	const char *words;				/* a msgid: what a person calls such a place */
	unsigned where;
	const Err *(*open)(View **out, Archive *a, const char *address);
	void (*close)(View *v);
	void (*title)(View *v, Str *left, Str *right);	/* left: where one is; right: what is out of the ordinary, or how far */
	void (*draw)(View *v, Area a);			/* the matter; may have any size from 1 by 20; places the cursor */
	Reply (*command)(View *v, Cmd c);
	Reply (*key)(View *v, const Key *k);		/* keys that mean no command here: text, pastes */
	Reply (*answer)(View *v, const Answer *a);	/* after REPLY_ASK */
	Reply (*start)(View *v);			/* once, when it has come to light for the first time */
	bool (*waits)(const View *v);			/* what its keys are about is not read yet: they are kept for it in order */
	const Err *(*refresh)(View *v);			/* it comes to light again, or the archive may have changed; keeps its place */
	char *(*here)(View *v);				/* its address just now, for coming back; owned by the caller */
	void (*heard)(View *v, Str *rows);		/* after REPLY_JOB: pieces of its result, while it works; what it takes off `done` lacks */
	Reply (*done)(View *v, const JobEnd *end);	/* after REPLY_JOB */
	int (*due)(View *v);				/* milliseconds until it wants `tick`; -1: not at all */
	Reply (*tick)(View *v);				/* at most 10 ms of work */
	void (*save)(View *v);				/* the program is ending: what was typed must be durable; no words */
	size_t (*hints)(View *v, Cmd *out, size_t max);	/* the most useful commands now, best first */
};

/* Replies; words are formats. */
Reply reply_pass(void);
Reply reply_stay(void);
Reply reply_back(void);
Reply reply_quit(void);
Reply reply_sync(void);
Reply reply_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
Reply reply_err(const Err *err);			/* says it, with a capital letter and a full stop; NULL: reply_stay */
Reply reply_why(const char *why);			/* the same of what a room below gave as a reason */
Reply reply_open(const char *view, const char *address);	/* copies both */
Reply reply_instead(const char *view, const char *address);
Reply reply_now(const char *view, const char *address);
Reply reply_line(int what, const char *question, Slice proposed, bool live);
Reply reply_choice(int what, const char *question, const char *const *choices, size_t n);	/* choices must outlive it: _("…") does */
Reply reply_job(const char *what);
Reply reply_run(const char *const *args, size_t n);	/* at most REPLY_ARGS - 1; copied */
void reply_tell(Reply *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));	/* words for any reply */
void reply_free(Reply *r);
/* The rooms below speak without a capital letter and a full stop: this adds both.  Appends. */
void reply_sentence(const char *text, Str *out);

#endif
