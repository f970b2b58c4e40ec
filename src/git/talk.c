/* One conversation with a shared repository: how far it is, and what was said when it failed. */
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/login.h"
#include "git/plain.h"
#include "git/socket.h"
#include "git/ssh_words.h"
#include "git/stop.h"
#include "git/transport.h"

#define SHOWN_MAX 1500		/* bytes of somebody else's words in one message */
#define PATIENCE_S 60		/* git's own servers say something every 5 seconds, also while they work */

/* blad.timeout, in seconds. */
static int64_t patience(Repo *r)
{
	char *set = conf_get(r, "blad.timeout"), *end = set;
	long seconds = set ? strtol(set, &end, 10) : 0;

	if (!set || end == set || *end || seconds < 0)
		seconds = PATIENCE_S;
	free(set);
	return (int64_t)seconds * 1000;
}

void talk_begin(Talk *t, Repo *r, const RemoteOpts *o)
{
	struct sigaction ignore;

	*t = (Talk){ .r = r, .opts = o, .phase = "fetch", .patience = patience(r) };
	memset(&ignore, 0, sizeof ignore);
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, &t->sigpipe);
	stop_begin();
	sockets_begin(t);
	if (o)
		asker_begin(o->asker);
}

void talk_end(Talk *t)
{
	sockets_end();
	askpass_close(t->askpass);
	login_end(&t->login);
	free(t->proxy);
	free(t->via_host);
	free(t->via_port);
	stop_end();
	sigaction(SIGPIPE, &t->sigpipe, NULL);
	str_free(&t->words);
	str_free(&t->remote);
	free(t->refusal);
}

bool talk_step(Talk *t)
{
	t->cancelled = t->cancelled || stop_asked();
	if (!t->cancelled && t->opts && t->opts->step)
		t->cancelled = t->opts->step(t->opts->data, t->phase, t->done, t->total, t->bytes);
	return t->cancelled;
}

bool talk_waits(Talk *t, int64_t since, int times)
{
	int64_t waited = clock_ms() - since, limit = t->patience * times;

	if (talk_step(t))
		return true;
	if (t->err || !limit || waited < limit)
		return t->err != NULL;
	t->err = err_new(ERR_FAIL, words_plural("the server has said nothing for %lld second", "the server has said nothing for %lld seconds",
	    (unsigned long)(limit / 1000)), (long long)(limit / 1000));
	return true;
}

/* Without the frames of '@' that ssh draws. */
static Slice unframed(Slice line)
{
	while (line.len > 0 && (line.p[0] == '@' || line.p[0] == ' '))
		line = slice_sub(line, 1, line.len);
	while (line.len > 0 && (line.p[line.len - 1] == '@' || line.p[line.len - 1] == ' '))
		line.len--;
	return line;
}

/* What ssh says of itself tells a person nothing. */
static bool is_noise(Slice line)
{
	return line.len == 0 || slice_starts(line, "debug") || slice_starts(line, "Warning: Permanently added") ||
	    slice_starts(line, "Pseudo-terminal will not");
}

static void add_lines(Slice text, Str *out)
{
	size_t begin = out->len;

	for (size_t i = 0, from = 0; i <= text.len; i++) {
		Slice line;

		if (i < text.len && text.p[i] != '\n' && text.p[i] != '\r')
			continue;
		line = unframed(slice_trim(slice_sub(text, from, i)));
		from = i + 1;
		if (is_noise(line) || out->len - begin > SHOWN_MAX)
			continue;
		if (out->len > begin)
			str_add_c(out, "; ");
		plain_words(line, out);
	}
}

static SshAsked who_was_asked(const Talk *t)
{
	if (!t->opts || !t->opts->asker)
		return SSH_ASKED_NOBODY;
	return asker_secrets(t->opts->asker) ? SSH_ASKED_SECRETS : SSH_ASKED;
}

const Err *talk_err(const Talk *t, int rc, const char *what)
{
	Str text = STR_EMPTY;
	const Err *err;

	if (t->opts)
		asker_forget(t->opts->asker);
	if (t->cancelled || rc == GIT_EUSER)
		return err_new(ERR_CANCEL, _("stopped"));
	if (t->err)
		return err_wrap(t->err, "%s", what);
	if (rc == GIT_ECERTIFICATE)
		return err_new(ERR_FAIL, _("%s: nobody whom this computer trusts vouches for the server's certificate, so nothing was sent; ask whoever runs "
		    "the server, and if its certificates are its own, name them with “git config http.sslCAInfo FILE”"), what);
	if (!ssh_words(str_slice(&t->words), who_was_asked(t), &text))
		add_lines(str_slice(&t->words), &text);
	if (text.len == 0)
		add_lines(str_slice(&t->remote), &text);
	if (text.len > 0)
		err = err_new(ERR_FAIL, "%s: %s", what, str_c(&text));
	else
		err = git2_err(GIT_ERROR, "%s", what);
	str_free(&text);
	return err;
}
