/* Where we stand: the branch, the shared repository, drafts, what the last sync left to decide. */
#include <stdlib.h>

#include "archive/draft_join.h"
#include "archive/presence.h"
#include "archive/sync.h"
#include "base/words.h"
#include "git/conf.h"
#include "tui/kit/pager.h"
#include "tui/places.h"
#include "tui/views/stopped.h"
#include "tui/views/take.h"

#define SLICE_MS 10

typedef struct {
	View view;
	Archive *archive;
	Str told;		/* what the last sync said */
	char *ask;		/* and what it asks */
	ByHandScan *scan;	/* while it is not known yet what was changed by hand */
	Str trouble;		/* what went wrong in that */
	ByHands hands;
	Names by_hand;		/* files that can be taken as drafts */
	Doc *doc;
	Pager pager;
	int cols;
} Status;

static void para(Doc *d, const Str *words)
{
	Node *n = doc_node(d, NODE_PARA);
	doc_append(n, doc_text(d, NODE_TEXT, str_slice(words)));
	doc_append(d->root, n);
}

__attribute__((format(printf, 2, 3))) static void say(Doc *d, const char *fmt, ...)
{
	Str words = STR_EMPTY;
	va_list ap;
	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	para(d, &words);
	str_free(&words);
}

static void say_sentence(Doc *d, const char *text)
{
	Str words = STR_EMPTY;
	reply_sentence(text, &words);
	para(d, &words);
	str_free(&words);
}

static void say_standing(Doc *d, Archive *a, const SyncStatus *s)
{
	size_t of_drafts = 0, open;
	if (!s->upstream) {
		say(d, _("You are on the branch %s, which is not shared."), s->branch);
		if (s->ahead)
			say(d, words_plural("%zu version is nowhere but here; s asks whether to share it.",
			    "%zu versions are nowhere but here; s asks whether to share them.", s->ahead), s->ahead);
	} else {
		say(d, _("You are on the branch %s, shared as %s."), s->branch, s->upstream);
		if (s->ahead && !s->conflicts)
			say(d, words_plural("%zu version is not sent yet; s sends it.", "%zu versions are not sent yet; s sends them.",
			    s->ahead), s->ahead);
		if (s->ahead && s->conflicts)
			say(d, words_plural("%zu version is not sent yet.", "%zu versions are not sent yet.", s->ahead), s->ahead);
		if (s->behind && s->conflicts)
			say(d, words_plural("%zu version of others waits to be joined.", "%zu versions of others wait to be joined.", s->behind), s->behind);
		else if (s->behind)
			say(d, words_plural("%zu version is not fetched yet; s fetches it.", "%zu versions are not fetched yet; s fetches them.",
			    s->behind), s->behind);
		if (!s->ahead && !s->behind)
			say(d, _("Both had the same versions when they last met; s asks again."));
	}
	if (s->drafts)
		say(d, words_plural("%zu draft is not recorded; D shows it.", "%zu drafts are not recorded; D shows them.", s->drafts), s->drafts);
	if (s->conflicts && drafts_behind(a, NULL, &of_drafts))
		of_drafts = 0;
	open = s->conflicts > of_drafts ? s->conflicts - of_drafts : 0;
	if (of_drafts)
		say(d, words_plural("%zu question about a draft that is behind is open; D shows it, and e there asks.",
		    "%zu questions about drafts that are behind are open; D shows them, and e there asks.", of_drafts), of_drafts);
	if (open)
		say(d, words_plural("%zu question waits for your decision; w shows it.", "%zu questions wait for your decision; w shows them.", open), open);
}

static void say_who(Doc *d, Archive *a)
{
	char *name = NULL, *mail = NULL;
	if (!conf_identity(archive_repo(a), &name, &mail))
		say(d, _("You write as %s <%s>."), name, mail);
	else
		say(d, _("Your name and e-mail address are not known yet; you are asked when you record the first time."));
	free(name);
	free(mail);
}

static void say_by_hand(Status *v, Doc *d)
{
	names_free(&v->by_hand);
	for (size_t i = 0; i < v->hands.len; i++) {
		const ByHand *h = &v->hands.v[i];
		Str words = STR_EMPTY;
		if (by_hand_may_take(h) && !archive_read_only(v->archive)) {
			names_add(&v->by_hand, h->path);
			say(d, _("%s was changed by hand and left as it is; t makes a draft of it."), h->path);
		} else {
			by_hand_say(h, &words);
			say_sentence(d, str_c(&words));
		}
		str_free(&words);
	}
}

static void say_others(Doc *d, Archive *a)
{
	Presences others = { 0 };
	presence_all(a, &others);
	for (size_t i = 0; i < others.len; i++) {
		Str words = STR_EMPTY;
		presence_words(&others.v[i], true, &words);
		if (others.v[i].draft)
			str_printf(&words, ": %s@%s", others.v[i].address, others.v[i].version);
		para(d, &words);	/* no full stop behind an address */
		str_free(&words);
	}
	presences_free(&others);
}

static const Err *make_page(Status *v)
{
	SyncStatus s = { 0 };
	const Err *err = sync_status(v->archive, &s);
	Doc *d = doc_new();
	if (v->told.len)
		say(d, "%s", str_c(&v->told));
	say(d, _("The archive is in %s."), archive_dir(v->archive));
	if (err)
		say_sentence(d, err_text(err));
	else
		say_standing(d, v->archive, &s);
	say_others(d, v->archive);
	say_by_hand(v, d);
	if (v->trouble.len)
		say_sentence(d, str_c(&v->trouble));
	say_who(d, v->archive);
	if (archive_read_only(v->archive))
		say_sentence(d, archive_read_only(v->archive));
	if (archive_warning(v->archive))
		say_sentence(d, archive_warning(v->archive));
	sync_status_free(&s);
	doc_free(v->doc);
	v->doc = d;
	v->cols = 0;
	return NULL;
}

static void scan_end(Status *v)
{
	by_hand_end(v->scan);
	v->scan = NULL;
}

/* True: all that was changed by hand is known. */
static bool scan(Status *v, int ms)
{
	const Err *err = NULL;
	if (v->scan && by_hand_step(v->scan, ms, &v->hands, &err))
		scan_end(v);
	if (err)
		str_add_c(&v->trouble, err_text(err));
	return !v->scan;
}

static const Err *load(Status *v)
{
	const Err *err;
	scan_end(v);
	by_hands_free(&v->hands);
	str_clear(&v->trouble);
	if ((err = by_hand_begin(&v->scan, v->archive))) {
		str_add_c(&v->trouble, err_text(err));
		scan_end(v);
	}
	scan(v, SLICE_MS);
	return make_page(v);
}

/* A large archive is looked through while the page is read. */
static int status_due(View *view)
{
	return ((Status *)view)->scan ? 0 : -1;
}

static Reply status_tick(View *view)
{
	Status *v = (Status *)view;
	if (scan(v, SLICE_MS))
		make_page(v);
	return reply_stay();
}

static const Err *status_open(View **out, Archive *a, const char *address)
{
	Status *v = mem_alloc(sizeof *v);
	v->view = (View){ &view_status, IN_STATUS };
	v->archive = a;
	v->pager.marked = true;
	str_add(&v->told, address, strcspn(address, "\n"));
	v->ask = mem_dup(strchr(address, '\n') ? strchr(address, '\n') + 1 : "");
	*out = &v->view;
	return load(v);
}

static void status_close(View *view)
{
	Status *v = (Status *)view;
	str_free(&v->told);
	free(v->ask);
	scan_end(v);
	by_hands_free(&v->hands);
	names_free(&v->by_hand);
	str_free(&v->trouble);
	doc_free(v->doc);
	pager_free(&v->pager);
	free(v);
}

static const Err *status_refresh(View *view)
{
	return load((Status *)view);
}

static void status_title(View *view, Str *left, Str *right)
{
	str_add_c(left, _("Where you stand"));
	pager_where(&((Status *)view)->pager, right);
}

static void status_draw(View *view, Area a)
{
	Status *v = (Status *)view;
	if (a.cols != v->cols) {
		v->cols = a.cols;
		pager_set(&v->pager, page_make(v->doc, &(PageOpts){ .width = pager_width(a.cols) }), true);
	}
	pager_draw(&v->pager, a);
}

static Reply take(Status *v)
{
	Reply r = reply_stay();
	if (v->scan && scan(v, 0))
		make_page(v);
	if (!v->by_hand.len)
		return reply_say(_("No issue was changed by hand."));
	take_files(v->archive, &v->by_hand, &r);
	load(v);
	return r;
}

static Reply status_command(View *view, Cmd c)
{
	if (c == CMD_TAKE)
		return take((Status *)view);
	return c == CMD_STATUS ? reply_stay() : pager_command(&((Status *)view)->pager, c);
}

/* It is on the screen: now the way on is asked about. */
static Reply status_start(View *view)
{
	const Status *v = (const Status *)view;
	const Head *head = archive_head(v->archive);
	return stopped_ask(v->ask, head->branch ? head->branch : "HEAD");
}

static Reply status_done(View *view, const JobEnd *end)
{
	Status *v = (Status *)view;
	Slice words = end->words, line = slice_chomp(slice_line(&words));
	str_clear(&v->told);
	const Err *err = archive_refresh(v->archive, NULL);
	if (!err)
		err = load(v);
	if (err)
		return reply_err(err);
	return line.len ? reply_say("%.*s", (int)line.len, line.p) : reply_say("%s", _("It did not come to an end; s tries again."));
}

static Reply status_answer(View *view, const Answer *a)
{
	if (*((Status *)view)->ask && a->what >= ASK_SHARE && a->what <= ASK_ASIDE_NAME)
		return stopped_answer(((Status *)view)->ask, a);
	return pager_answer(&((Status *)view)->pager, a);
}

static size_t status_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_TAKE, CMD_SYNC, CMD_DRAFTS, CMD_RECORD };
	size_t from = ((Status *)view)->by_hand.len ? 0 : 1;
	return command_hints(out, max, cmds + from, sizeof cmds / sizeof *cmds - from);
}

const ViewOps view_status = {
	.name = "status", .words = N_("where you stand"), .where = IN_STATUS, .open = status_open, .close = status_close, .title = status_title,
	.draw = status_draw, .command = status_command, .answer = status_answer, .start = status_start, .done = status_done, .refresh = status_refresh, .due = status_due, .tick = status_tick, .hints = status_hints,
};
