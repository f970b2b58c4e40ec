/* Commands about where archives come from and go to: demo, init, clone, status, sync. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "archive/by_hand.h"
#include "archive/create.h"
#include "archive/demo.h"
#include "archive/driver.h"
#include "archive/progress.h"
#include "archive/presence.h"
#include "archive/sync.h"
#include "archive/sync_aside.h"
#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/conflict_doc.h"
#include "cli/print.h"
#include "git/repo.h"
#include "tui/app.h"

#define DEMO_DIR "blad-demo"

const Err *cmd_demo(const Call *c)
{
	const char *dir = c->count ? c->args[0] : DEMO_DIR;
	Call in = { .dir = dir, .lang = c->lang };
	Archive *a = NULL;
	const Err *err = demo_make(dir);

	if (err)
		return err;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		if (!(err = call_archive(&in, &a)) && tui_main(a, &(TuiOpts){ 0 }) != 0)
			err = err_new(ERR_FAIL, _("the demo archive is in %s"), dir);
		archive_free(a);
		return err;
	}
	err = cmd_list(&in);
	if (!err) {
		print_f("\n");
		err = cmd_show(&in);
	}
	return err;
}

/* So that those who join with plain git have what sync does; never done without being asked. */
static const Err *offer_driver(const char *dir)
{
	if (!ask_yes(_("Shall “git merge” and “git pull” join issues item by item in this copy, too? [y/N]")))
		return NULL;
	return driver_set(dir);
}

const Err *cmd_init(const Call *c)
{
	const Err *err = create_archive(c->args[0]);

	if (!err)
		err = offer_driver(c->args[0]);
	if (!err)
		print_f(_("%s is an archive now; “blad -C %s new” begins its first issue.\n"), c->args[0], c->args[0]);
	return err;
}

typedef struct {
	Progress so_far;
	bool shown;
} Shown;

/* A line that is written over, and only where somebody looks at it; before anything comes ssh may be asking there. */
static bool show_progress(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	Shown *s = data;
	int64_t now = clock_ms();
	Str words = STR_EMPTY;
	struct winsize ws;

	if ((!total && !bytes) || ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) != 0 || !progress_due(&s->so_far, phase, bytes, now))
		return false;
	if (total)
		str_printf(&words, _("%zu%%"), done * 100 / total);
	str_add_char(&words, ' ');
	progress_words(&s->so_far, done, total, bytes, now, &words);
	/* whole on one row, or the next one could not be written over it */
	str_truncate(&words, utf8_fit(str_slice(&words), ws.ws_col > 1 ? ws.ws_col - 1u : 79));
	fprintf(stderr, "\r%s\033[K", str_c(&words));
	s->shown = true;
	str_free(&words);
	return false;
}

static void end_progress(const Shown *s)
{
	if (s->shown)
		fputs("\r\033[K", stderr);
}

const Err *cmd_clone(const Call *c)
{
	Shown p = { 0 };
	Asker *asker = ask_asker();
	RemoteOpts o = { .step = show_progress, .data = &p, .asker = asker };
	char *dir = NULL;
	const Err *err = create_clone(c->args[0], c->count > 1 ? c->args[1] : NULL, &o, &dir);

	end_progress(&p);
	asker_free(asker);
	if (!err)
		err = offer_driver(dir);
	if (!err)
		print_f("%s\n", dir);
	free(dir);
	return err;
}

static void by_hand_json(Json *j, const ByHands *hands)
{
	json_open(j, "by_hand", '[');
	for (size_t i = 0; i < hands->len; i++) {
		const ByHand *h = &hands->v[i];

		json_open(j, NULL, '{');
		json_c(j, "path", h->path);
		json_c(j, "what", by_hand_name(h->what));
		json_c(j, "draft", h->draft);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void others_json(Json *j, const Presences *others)
{
	json_open(j, "others", '[');
	for (size_t i = 0; i < others->len; i++) {
		const Presence *p = &others->v[i];
		Str when = STR_EMPTY;

		moment_iso(p->when, &when);
		json_open(j, NULL, '{');
		json_c(j, "address", p->address);
		json_c(j, "version", p->version);
		json_c(j, "what", p->draft ? "draft" : "version");
		json_c(j, "author", p->who);
		json_c(j, "time", str_c(&when));
		json_close(j, '}');
		str_free(&when);
	}
	json_close(j, ']');
}

static void status_json(const SyncStatus *s, const ByHands *hands, const Presences *others)
{
	Str out = STR_EMPTY;
	Json j = print_json_begin(&out);

	json_c(&j, "branch", s->branch);
	json_c(&j, "upstream", s->upstream);
	json_int(&j, "ahead", (int64_t)s->ahead);
	json_int(&j, "behind", (int64_t)s->behind);
	json_int(&j, "drafts", (int64_t)s->drafts);
	json_int(&j, "conflicts", (int64_t)s->conflicts);
	by_hand_json(&j, hands);
	others_json(&j, others);
	print_json_end(&j);
}

/* What has to be ended with git before anything is recorded or shared. */
static void status_of_git(Archive *a)
{
	const char *doing = repo_in_progress(archive_repo(a));

	if (doing)
		print_f(_("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	else
		print_f("%s", _("no branch is checked out here (detached HEAD); “git switch BRANCH” first"));
	print_f(".\n");
}

static void status_of_branch(const SyncStatus *s)
{
	if (!s->upstream)
		print_f(_("%s is not shared with another archive.\n"), s->branch);
	if (!s->upstream && s->ahead)
		print_f(words_plural("%zu version is nowhere but here; “blad sync” says how to share it.\n",
		    "%zu versions are nowhere but here; “blad sync” says how to share them.\n", s->ahead), s->ahead);
	if (!s->upstream)
		return;
	if (!s->ahead && !s->behind)
		print_f(_("%s has the same versions as %s had when they last met.\n"), s->branch, s->upstream);
	else
		print_f(_("%s against %s: %zu to send, %zu to receive.\n"), s->branch, s->upstream, s->ahead, s->behind);
}

static void status_lines(Archive *a, const SyncStatus *s, const ByHands *hands)
{
	bool detached = archive_head(a)->kind == HEAD_DETACHED;

	if (detached || repo_in_progress(archive_repo(a)))
		status_of_git(a);
	if (!detached)
		status_of_branch(s);
	if (s->drafts)
		print_f(words_plural("%zu draft is not recorded.\n", "%zu drafts are not recorded.\n", s->drafts), s->drafts);
	if (s->conflicts)
		print_f(words_plural("%zu question waits for a decision.\n", "%zu questions wait for a decision.\n", s->conflicts), s->conflicts);
	for (size_t i = 0; i < hands->len; i++) {
		Str words = STR_EMPTY;

		by_hand_say(&hands->v[i], &words);
		print_f("%s.\n", str_c(&words));
		str_free(&words);
	}
}

/* Who else is at work, and how to see what it is. */
static void status_of_others(const Presences *others)
{
	for (size_t i = 0; i < others->len; i++) {
		const Presence *p = &others->v[i];
		Str words = STR_EMPTY;

		presence_words(p, true, &words);
		if (p->draft)
			str_printf(&words, ": %s@%s", p->address, p->version);
		print_f("%s\n", str_c(&words));
		str_free(&words);
	}
}

const Err *cmd_status(const Call *c)
{
	Presences others = { 0 };
	Archive *a = NULL;
	SyncStatus s = { 0 };
	ByHands hands = { 0 };
	const Err *err = call_archive(c, &a);

	if (!err)
		err = sync_status(a, &s);
	if (!err)
		err = by_hand_list(a, &hands);
	if (!err)
		presence_all(a, &others);
	if (!err && call_has(c, "json"))
		status_json(&s, &hands, &others);
	else if (!err)
		status_lines(a, &s, &hands);
	if (!err && !call_has(c, "json")) {
		status_of_others(&others);
		err = print_behind(a);
	}
	presences_free(&others);
	by_hands_free(&hands);
	sync_status_free(&s);
	archive_free(a);
	return err;
}

static void print_notices(const JoinNotices *n)
{
	for (size_t i = 0; i < n->len; i++) {
		Str words = STR_EMPTY;

		notice_say(&n->v[i], &words);
		print_f("%s.\n", str_c(&words));
		str_free(&words);
	}
}

/* What was done stands in any case: an error before the first word of it leaves an empty one. */
static const Err *write_document(const char *file, const SyncResult *r)
{
	Str doc = STR_EMPTY;
	Json j = print_json_begin(&doc);
	const Err *err = NULL;

	conflict_doc(&j, &r->asked, &r->notices);
	json_int(&j, "sent", (int64_t)r->sent);
	json_int(&j, "received", (int64_t)r->received);
	json_bool(&j, "joined", r->joined);
	json_close(&j, '}');
	if (strcmp(file, "-") == 0)
		print_raw(str_slice(&doc));
	else
		err = file_write(file, str_slice(&doc));
	str_free(&doc);
	return err_wrap(err, _("writing %s"), file);
}

const Err *cmd_sync(const Call *c)
{
	Shown p = { 0 };
	Asker *asker = ask_asker();
	RemoteOpts o = { .step = show_progress, .data = &p, .asker = asker };
	SyncHow how = { .no_sign = call_has(c, "no-sign"), .no_verify = call_has(c, "no-verify"), .to = call_value(c, "to"), .said = print_said };
	const char *aside = call_value(c, "aside"), *file = call_value(c, "json");
	bool here = file && strcmp(file, "-") == 0;	/* then nothing else is */
	Archive *a = NULL;
	SyncResult r = { 0 };
	const Err *err = aside && how.to ? err_new(ERR_USAGE, _("--aside and --to are two things: one at a time")) : call_archive(c, &a);

	if (!err)
		err = aside ? sync_aside(a, aside, &o, &r) : sync_run_as(a, &o, &how, &r);
	end_progress(&p);
	if (err && err_kind(err) == ERR_IDENTITY && !(err = ask_identity(a, err))) {	/* a join is a version of the user's */
		sync_result_free(&r);
		err = sync_run_as(a, &o, &how, &r);
		end_progress(&p);
	}
	asker_free(asker);
	if (file && a && (!err || err_kind(err) == ERR_DECIDE))
		err = err_first(err, write_document(file, &r));
	if (!err && !here) {
		print_f("%s\n", str_c(&r.words));
		print_notices(&r.notices);
		print_left(a, &r.left);
		err = print_behind(a);
	}
	sync_result_free(&r);
	archive_free(a);
	return err;
}
