/* The interface: a stack of places, one screen, one child at work, and the loop that joins them. */
#include "tui/app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "tui/as_of.h"
#include "tui/asking.h"
#include "tui/foreground.h"
#include "tui/frame.h"
#include "tui/job.h"
#include "tui/job_ask.h"
#include "tui/kept.h"
#include "tui/open_screen.h"
#include "tui/stack.h"
#include "tui/said.h"
#include "tui/term/screen.h"

#define HINTS_ASKED 12
enum { ASK_AT = 2000, ASK_JOB };		/* the app's own questions */

typedef struct {
	Archive *given;		/* by whoever started: one of these two */
	Archive *now, *then;	/* as it is; as of another day.  NULL: not wanted yet */
	Screen *screen;
	const Keymap *keys;
	Surface surface;
	Stack stack;
	Said said;
	Asking asking;
	Job job;
	View *job_view;		/* who wants to know its end; NULL: the app itself */
	Kept kept;
	bool quit;
	Asking closed_asking;	/* by the last Esc, should it have been a piece of another key */
} App;

static View *view(App *app)
{
	return stack_top(&app->stack);
}

/* What one looks at: the archive of now, or as of then. */
static Archive *here(const App *app)
{
	Archive *top = stack_archive(&app->stack);
	return top ? top : app->given;
}

static void carry_out(App *app, Reply r);

static void say_err(App *app, const Err *err)
{
	Reply r = reply_err(err);
	if (err)
		said_set(&app->said, str_slice(&r.words));
	reply_free(&r);
}

/* ---- drawing ---- */

static bool job_is_seen(const App *app)
{
	return app->job.state == JOB_WORKS && !app->job_view;
}

static void draw_bottom(App *app, Area a)
{
	Cmd cmds[HINTS_ASKED];
	View *v = view(app);
	Str key = STR_EMPTY;
	keymap_label(app->keys, CMD_PAGE_DOWN, v->where, &key);
	if (app->asking.on) {
		int rows = asking_rows(&app->asking, a.cols), said = a.rows - rows;
		said_draw(&app->said, area_part(a, 0, 0, said, a.cols), str_slice(&key));
		asking_draw(&app->asking, area_part(a, said, 0, rows, a.cols));
	} else if (app->said.words.len) {
		said_draw(&app->said, a, str_slice(&key));
	} else if (job_is_seen(app)) {
		frame_progress(a, app->job.doing.len ? str_slice(&app->job.doing) : slice_c(_("Beginning …")), app->job.done, app->job.total);
	} else {
		size_t n = v->ops->hints ? v->ops->hints(v, cmds, HINTS_ASKED - 1) : 0;
		n = as_of_possible(here(app), cmds, n);
		if (app->stack.levels.len > 1)
			cmds[n++] = CMD_BACK;
		frame_keys(a, app->keys, cmds, n, v->where);
	}
	str_free(&key);
}

static void draw(App *app)
{
	Surface *s = &app->surface;
	View *v = view(app);
	surface_clear(s);
	if (!frame_fits(s)) {
		frame_too_small(s);
		return;
	}
	int bottom = said_rows(&app->said, s->cols) + (app->asking.on ? asking_rows(&app->asking, s->cols) : 0);
	Frame f = frame_of(s, bottom ? bottom : 1);
	Str left = STR_EMPTY, right = STR_EMPTY;
	v->ops->draw(v, f.body);
	v->ops->title(v, &left, &right);	/* after drawing: how far one is, is known then */
	as_of_title(here(app), s->cols, &right);
	frame_title(f.title, str_slice(&left), str_slice(&right));
	draw_bottom(app, f.bottom);
	str_free(&left);
	str_free(&right);
}

static void resize(App *app)
{
	int rows, cols;
	screen_size(app->screen, &rows, &cols);
	surface_init(&app->surface, rows, cols);
}

/* ---- the stack ---- */

static const char *branch(const App *app)
{
	const char *name = archive_head(here(app))->branch;
	return name ? name : "HEAD";
}

/* Plain git may have worked in the archive meanwhile.  True: the branch moved. */
static bool look(App *app)
{
	char *was = mem_dup(branch(app));
	bool moved;
	say_err(app, archive_refresh(here(app), &moved));
	if (strcmp(was, branch(app)) != 0) {
		Str words = STR_EMPTY;
		str_printf(&words, _("The archive is on %s now; drafts on %s wait there."), branch(app), was);
		said_note(&app->said, str_slice(&words));
		str_free(&words);
	}
	free(was);
	return moved;
}

static void go_to(App *app, Place *place)
{
	look(app);
	say_err(app, stack_open(&app->stack, here(app), place));
}

static void close_top(App *app)
{
	if (app->job_view == view(app))
		job_free(&app->job);
	stack_close(&app->stack);
}

/* What is no longer there is left, and said. */
static void show_anew(App *app)
{
	const Err *err = NULL;
	do {
		if (err)
			close_top(app);
		View *v = view(app);
		err = v->ops->refresh ? v->ops->refresh(v) : NULL;
		say_err(app, err);
	} while (err && err_kind(err) == ERR_NONE && app->stack.levels.len > 1);
}

static void refresh(App *app)
{
	look(app);
	show_anew(app);
}

/* Before a key means anything: is it about what is still so?  False: that was left.  Nothing is disturbed that is typed in, or still read. */
static bool is_so(App *app)
{
	size_t depth = app->stack.levels.len;
	if (!(view(app)->where & IN_CALM) || app->asking.on || app->job.state == JOB_WORKS)
		return true;
	if (look(app))
		show_anew(app);
	return app->stack.levels.len == depth;
}

static void go_back(App *app)
{
	if (app->stack.levels.len == 1) {
		Str label = STR_EMPTY, words = STR_EMPTY;
		keymap_label(app->keys, CMD_CLOSE, view(app)->where, &label);
		str_printf(&words, _("This is the first place; %s quits."), str_c(&label));
		said_set(&app->said, str_slice(&words));
		str_free(&label);
		str_free(&words);
		return;
	}
	close_top(app);
	refresh(app);
}

static void go_instead(App *app, Place *place)
{
	bool works = app->job_view == view(app);
	look(app);
	const Err *err = stack_open_instead(&app->stack, here(app), place);
	say_err(app, err);
	if (!err && works)
		job_free(&app->job);
}

/* ---- the archive as of then ---- */

static void drop_archive(const App *app, Archive **a)
{
	if (*a != app->given)
		archive_free(*a);
	*a = NULL;
}

/* Closes the places that show the archive as of then. */
static void leave_then(App *app)
{
	while (view(app) && archive_at(here(app)))
		close_top(app);
	stack_forget(&app->stack);
	drop_archive(app, &app->then);
}

static void open_list(App *app, Archive *a)
{
	Reply list = reply_open("list", "");
	say_err(app, stack_open(&app->stack, a, &list.place));
	reply_free(&list);
}

static void go_now(App *app, Place *place)
{
	const Err *err = app->now ? NULL : archive_open_quick(&app->now, archive_dir(here(app)));
	if (err) {
		say_err(app, err);
		return;
	}
	leave_then(app);
	if (view(app))
		refresh(app);
	else
		open_list(app, app->now);
	app->quit |= !view(app);
	if (place && view(app))
		go_to(app, place);
}

static void go_then(App *app, Slice when)
{
	char *words = slice_dup(slice_trim(when));
	Archive *then = NULL;
	const Err *err = NULL;
	if (*words)
		err = archive_open_at(&then, archive_dir(here(app)), words);
	else if (archive_at(here(app)))
		go_now(app, NULL);
	if (err)
		say_err(app, err);
	if (then) {
		leave_then(app);
		app->then = then;
		open_list(app, then);
		if (!view(app))		/* why is said */
			go_now(app, NULL);
	}
	free(words);
}

static Reply ask_when(const App *app)
{
	return reply_line(ASK_AT, archive_at(here(app)) ? _("As of which day (Enter alone: now again)") : _("The archive as of which day (2024-05-20) or version"),
	    SLICE_LIT(""), false);
}

/* ---- children ---- */

static const char *dir(const App *app)
{
	return archive_dir(here(app));
}

static void start_job(App *app, const char *what, View *who)
{
	char at[OID_HEX + 1];
	const Oid *then = archive_at(here(app));
	if (then)
		oid_hex(then, at);
	say_err(app, job_start(&app->job, dir(app), then ? at : NULL, what));
	app->job_view = who;
}

/* A view's: it gives way to a sync, and another view's to it (that one begins anew when it comes to light). */
static void ask_job(App *app, const char *what)
{
	static const JobEnd busy;
	View *v = view(app);
	if (job_is_seen(app))
		carry_out(app, v->ops->done(v, &busy));
	else
		start_job(app, what, v);
}

static void run(App *app, const char *const *args, bool tells)
{
	job_free(&app->job);
	foreground(app->screen, dir(app), args, tells);
	resize(app);
	refresh(app);
}

/* A view whose child must make way is told so. */
static void start_sync(App *app)
{
	static const JobEnd busy;
	View *robbed = app->job.state == JOB_WORKS ? app->job_view : NULL;
	if (job_is_seen(app))
		return;
	start_job(app, "sync", NULL);
	if (robbed && robbed->ops->done)
		carry_out(app, robbed->ops->done(robbed, &busy));
}

static void end_sync(App *app)
{
	static const char *const args[] = { "sync", NULL };
	Job *j = &app->job;
	JobState state = j->state;
	Str words = j->said;
	j->said = STR_EMPTY;
	job_free(j);
	if (state == JOB_TERMINAL) {
		run(app, args, true);
	} else {
		refresh(app);
		if (state == JOB_DECIDE)
			carry_out(app, reply_open("conflicts", str_c(&words)));
		else
			said_set(&app->said, str_slice(&words));
	}
	str_free(&words);
}

static void hear_job(App *app)
{
	job_read(&app->job);
	View *who = app->job_view;
	if (app->job.state == JOB_WORKS) {
		if (who && who->ops->heard)
			who->ops->heard(who, &app->job.rows);
		return;
	}
	if (!who) {
		end_sync(app);
		return;
	}
	JobEnd end = { .ok = app->job.state == JOB_DONE, .words = str_slice(&app->job.said), .rows = str_slice(&app->job.rows) };
	Reply r = who->ops->done ? who->ops->done(who, &end) : reply_stay();
	job_free(&app->job);
	app->job_view = NULL;
	carry_out(app, r);
}

static void cancel_sync(App *app)
{
	job_free(&app->job);
	refresh(app);
	said_set(&app->said, slice_c(_("Ended. Nothing is lost; sync again whenever you like.")));
}

/* What the server or ssh wants to know; leaving the question ends the sync. */
static void answer_job(App *app, const Answer *a)
{
	if (a->kind == ANSWER_ESC)
		cancel_sync(app);
	else
		job_ask_answer(&app->job, a);
}

/* ---- replies ---- */

static void carry_out(App *app, Reply r)
{
	switch (r.kind) {
	case REPLY_OPEN: go_to(app, &r.place); break;
	case REPLY_INSTEAD: go_instead(app, &r.place); break;
	case REPLY_NOW: go_now(app, &r.place); break;
	case REPLY_BACK: go_back(app); break;
	case REPLY_ASK: asking_begin(&app->asking, &r.ask); break;
	case REPLY_JOB: ask_job(app, r.place.view); break;
	case REPLY_RUN: run(app, (const char *const *)r.args, false); break;
	case REPLY_SYNC: start_sync(app); break;
	case REPLY_QUIT: app->quit = true; break;
	case REPLY_PASS: case REPLY_STAY: break;
	}
	if (r.words.len)
		said_set(&app->said, str_slice(&r.words));
	reply_free(&r);
}

/* Commands that mean the same everywhere, unless a view has its own meaning. */
static Reply general(App *app, Cmd c)
{
	View *v = view(app);
	switch (c) {
	case CMD_BACK: return reply_back();
	case CMD_CLOSE: return app->stack.levels.len == 1 ? reply_quit() : reply_back();
	case CMD_QUIT: return reply_quit();
	case CMD_HELP: return strcmp(v->ops->name, "help") == 0 ? reply_stay() : reply_open("help", keymap_scope(v->where));
	case CMD_AT: return ask_when(app);
	case CMD_CONFLICTS: return reply_open("conflicts", "");
	case CMD_DRAFTS: return reply_open("drafts", "");
	case CMD_GONE: return reply_open("gone", "");
	case CMD_RECORD: return reply_open("record", "");
	case CMD_STATUS: return reply_open("status", "");
	case CMD_SYNC: return reply_sync();
	case CMD_SUSPEND:
		app->screen->ops->suspend(app->screen);
		resize(app);
		return reply_stay();
	case CMD_REDRAW:
		app->screen->ops->redraw(app->screen);
		refresh(app);
		return reply_stay();
	default: return reply_pass();
	}
}

/* ---- keys ---- */

static void unknown_key(App *app, const Key *k)
{
	Str key = STR_EMPTY, help = STR_EMPTY, words = STR_EMPTY;
	if (k->code == K_PASTE || k->code == K_NONE)
		return;
	key_label(*k, &key);
	keymap_label(app->keys, CMD_HELP, view(app)->where, &help);
	str_printf(&words, _("%s does nothing here; %s shows the keys."), str_c(&key), str_c(&help));
	said_set(&app->said, str_slice(&words));
	str_free(&words);
	str_free(&key);
	str_free(&help);
}

static void forget_closed(App *app)
{
	stack_forget(&app->stack);
	asking_end(&app->closed_asking);
}

/* The last Esc was a piece of an arrow key: what it closed comes back. */
static void undo_esc(App *app)
{
	Answer a;
	Place p;
	Archive *archive;
	if (app->closed_asking.on) {
		app->asking = app->closed_asking;
		app->closed_asking = (Asking){ 0 };
		a = (Answer){ .what = app->asking.ask.what, .kind = ANSWER_LIVE, .line = str_slice(&app->asking.prompt.text) };
		if (app->asking.ask.live)
			carry_out(app, view(app)->ops->answer(view(app), &a));
	} else if (stack_take_left(&app->stack, &p, &archive)) {
		say_err(app, stack_open(&app->stack, archive, &p));
	}
}

static void answer(App *app, const Key *k)
{
	Answer a;
	View *v = view(app);
	if (!asking_key(&app->asking, k, &a))
		return;
	if (a.kind == ANSWER_LIVE) {
		carry_out(app, v->ops->answer(v, &a));
		return;
	}
	Asking over = app->asking;	/* its line lives until the view has read it */
	app->asking = (Asking){ 0 };
	if (a.what == ASK_JOB)
		answer_job(app, &a);
	else if (a.what != ASK_AT)
		carry_out(app, v->ops->answer(v, &a));
	else if (a.kind == ANSWER_LINE)
		go_then(app, a.line);
	if (a.kind == ANSWER_ESC && !app->asking.on && a.what != ASK_JOB)
		app->closed_asking = over;
	else
		asking_end(&over);
}

static Reply not_then(const App *app)
{
	Str key = STR_EMPTY;
	keymap_label(app->keys, CMD_AT, stack_top(&app->stack)->where, &key);
	Reply r = as_of_refuse(here(app), str_c(&key));
	str_free(&key);
	return r;
}

static void command(App *app, const Key *k)
{
	View *v = view(app);
	Cmd c = keymap_find(app->keys, *k, v->where);
	Reply r = reply_pass();
	if (kept_take(&app->kept, v, k, c))
		return;
	if (c != CMD_NONE && as_of_never(here(app), c)) {
		r = not_then(app);
	} else if (c != CMD_NONE) {
		r = v->ops->command(v, c);
		if (r.kind == REPLY_PASS)
			r = general(app, c);
	} else if (v->ops->key) {
		r = v->ops->key(v, k);
	}
	if (r.kind == REPLY_PASS && !r.words.len)
		unknown_key(app, k);
	carry_out(app, r);
}

/* The key of the next page, unless it types something just now. */
static bool turns(App *app, const Key *k)
{
	bool types = app->asking.on && key_is_text(*k);
	return !types && keymap_find(app->keys, *k, view(app)->where) == CMD_PAGE_DOWN;
}

static void take_key(App *app, const Key *k)
{
	if (k->code == K_RESIZE) {
		resize(app);
		return;
	}
	if (k->code == K_TORN) {
		undo_esc(app);
		forget_closed(app);
		return;
	}
	forget_closed(app);
	if (turns(app, k) && said_turn(&app->said))
		return;
	said_clear(&app->said);
	if (app->asking.on)
		answer(app, k);
	else if (job_is_seen(app) && key_is(*k, K_ESC, 0))
		cancel_sync(app);
	else if (is_so(app))
		command(app, k);
}

/* ---- the loop ---- */

static void loop(App *app)
{
	while (!app->quit) {
		View *v = view(app);
		if (app->job.waits && !app->asking.on)
			carry_out(app, job_ask(&app->job, ASK_JOB));
		if (!app->screen->ops->pending(app->screen)) {
			draw(app);
			screen_paint(app->screen, &app->surface);
		}
		if (stack_new_light(&app->stack)) {
			carry_out(app, v->ops->start(v));
			continue;
		}
		Key k;
		if (kept_give(&app->kept, v, &k)) {
			take_key(app, &k);
			continue;
		}
		int ms = v->ops->due ? v->ops->due(v) : -1;
		switch (screen_wait(app->screen, app->job.waits ? -1 : app->job.fd, ms, &k)) {
		case WAKE_KEY: take_key(app, &k); break;
		case WAKE_FILE: hear_job(app); break;
		case WAKE_TIME:
			if (v->ops->tick)
				carry_out(app, v->ops->tick(v));
			break;
		case WAKE_END: app->quit = true; break;
		}
	}
}

static void app_free(App *app)
{
	stack_save(&app->stack);	/* first, in case the terminal no longer takes anything */
	job_free(&app->job);
	kept_free(&app->kept);
	asking_end(&app->asking);
	asking_end(&app->closed_asking);
	stack_free(&app->stack);
	said_free(&app->said);
	surface_free(&app->surface);
	drop_archive(app, &app->then);
	drop_archive(app, &app->now);
}

static void open_places(App *app, const TuiOpts *o)
{
	open_list(app, app->given);
	if (o->place && view(app))
		carry_out(app, reply_open(o->view ? o->view : "reader", o->place));
	if (o->said && *o->said && !app->said.words.len)
		said_set(&app->said, slice_c(o->said));
}

int tui_main(Archive *a, const TuiOpts *o)
{
	App app = { .given = a, .now = archive_at(a) ? NULL : a, .then = archive_at(a) ? a : NULL, .keys = keymap_builtin(), .job = { .fd = -1, .answers = -1 } };
	const Err *err = open_screen(&app.screen, a, o);
	if (err) {
		fprintf(stderr, "blad: %s\n", err_text(err));
		return err_exit(err);
	}
	resize(&app);
	open_places(&app, o);
	if (view(&app))
		loop(&app);
	int status = view(&app) ? 0 : 1, sig = app.screen->ops->signal(app.screen);
	Said said = app.said;	/* a list that could not be opened: told where it can be read */
	app.said = (Said){ 0 };
	app_free(&app);
	app.screen->ops->free(app.screen);
	if (status)
		fprintf(stderr, "blad: %s\n", str_c(&said.words));
	said_free(&said);
	if (sig)
		raise(sig);	/* its handler is the system's again: die of it, as others expect */
	return status;
}
