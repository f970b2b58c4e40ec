/* Replies are values: made here, freed by whoever carried them out. */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/view.h"

static Reply reply_of(ReplyKind kind)
{
	return (Reply){ .kind = kind };
}

Reply reply_pass(void)
{
	return reply_of(REPLY_PASS);
}

Reply reply_stay(void)
{
	return reply_of(REPLY_STAY);
}

Reply reply_back(void)
{
	return reply_of(REPLY_BACK);
}

Reply reply_quit(void)
{
	return reply_of(REPLY_QUIT);
}

Reply reply_sync(void)
{
	return reply_of(REPLY_SYNC);
}

void reply_tell(Reply *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	str_clear(&r->words);
	str_vprintf(&r->words, fmt, ap);
	va_end(ap);
}

Reply reply_say(const char *fmt, ...)
{
	Reply r = reply_of(REPLY_STAY);
	va_list ap;
	va_start(ap, fmt);
	str_vprintf(&r.words, fmt, ap);
	va_end(ap);
	return r;
}

/* A path, an address or a setting at the beginning is a name: it keeps its letters. */
static bool begins_with_name(const char *text)
{
	size_t n = strcspn(text, " ");
	return strcspn(text, "/.@#=_") + 1 < n;
}

void reply_sentence(const char *text, Str *out)
{
	uint32_t cp;
	size_t n = *text ? utf8_next(text, strlen(text), &cp) : 0;
	if (n == 1 && *text >= 'a' && *text <= 'z' && !begins_with_name(text))
		str_add_char(out, (char)(*text - 'a' + 'A'));
	else
		str_add(out, text, n);
	str_add_c(out, text + n);
	if (out->len && !strchr(".!?”", out->p[out->len - 1]))
		str_add_char(out, '.');
}

Reply reply_err(const Err *err)
{
	Reply r = reply_of(REPLY_STAY);
	if (err)
		reply_sentence(err_text(err), &r.words);
	return r;
}

Reply reply_why(const char *why)
{
	Reply r = reply_of(REPLY_STAY);
	reply_sentence(why, &r.words);
	return r;
}

Reply reply_open(const char *view, const char *address)
{
	Reply r = reply_of(REPLY_OPEN);
	r.place = (Place){ mem_dup(view), mem_dup(address ? address : "") };
	return r;
}

Reply reply_instead(const char *view, const char *address)
{
	Reply r = reply_open(view, address);
	r.kind = REPLY_INSTEAD;
	return r;
}

static Reply reply_ask(int what, const char *question)
{
	Reply r = reply_of(REPLY_ASK);
	r.ask.what = what;
	str_add_c(&r.ask.question, question);
	return r;
}

Reply reply_now(const char *view, const char *address)
{
	Reply r = reply_open(view, address);
	r.kind = REPLY_NOW;
	return r;
}

Reply reply_line(int what, const char *question, Slice proposed, bool live)
{
	Reply r = reply_ask(what, question);
	str_add_slice(&r.ask.proposed, proposed);
	r.ask.live = live;
	return r;
}

Reply reply_choice(int what, const char *question, const char *const *choices, size_t n)
{
	Reply r = reply_ask(what, question);
	for (size_t i = 0; i < n && i < CHOICES_MAX; i++)
		r.ask.choices[r.ask.nchoices++] = choices[i];
	return r;
}

Reply reply_job(const char *what)
{
	Reply r = reply_of(REPLY_JOB);
	r.place.view = mem_dup(what);
	return r;
}

Reply reply_run(const char *const *args, size_t n)
{
	Reply r = reply_of(REPLY_RUN);
	for (size_t i = 0; i < n && i + 1 < REPLY_ARGS; i++)
		r.args[i] = mem_dup(args[i]);
	return r;
}

void reply_free(Reply *r)
{
	free(r->place.view);
	free(r->place.address);
	str_free(&r->words);
	str_free(&r->ask.question);
	str_free(&r->ask.proposed);
	for (size_t i = 0; i < REPLY_ARGS; i++)
		free(r->args[i]);
	*r = (Reply){ 0 };
}
