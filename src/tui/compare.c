/* Comparing for the screen, here or in a child. */
#include "tui/compare.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/words.h"
#include "issue/diff.h"
#include "issue/leaf.h"
#include "tui/fields.h"
#include "tui/history_lines.h"
#include "tui/job.h"
#include "tui/kit/pager.h"
#include "tui/page_lines.h"

#define HEAVY (64 * 1024)	/* bytes of both texts; where each item of them is another, they take about 50 ms */
#define SLOW_MS 200
#define AGAIN_MS 200
#define CALM_MS 30	/* of no keys, before a child is asked */

/* ---- what is compared ---- */

/* Of its whole issue: finding an item would be reading the text. */
static size_t weigh(Archive *a, const char *address)
{
	Addr parts = { 0 };
	Target t = { 0 };
	Str issue = STR_EMPTY;
	size_t size = 0;
	const Err *err = addr_parse(slice_c(address), &parts);
	if (!err) {
		addr_format(slice_c(parts.issue), ADDR_ISSUE, slice_c(NULL), slice_c(parts.version), &issue);
		err = target_find_past(a, str_slice(&issue), &t);
	}
	if (!err)
		size = target_weight(a, &t);
	err_forget(err);	/* told when it is read */
	addr_free(&parts);
	target_free(&t);
	str_free(&issue);
	return size;
}

bool compare_is_heavy(Archive *a, const CompareAsk *ask)
{
	const Version *v = ask->version;
	if (v)
		return issue_weight(a, &v->id, v->path) + issue_weight(a, &v->parent, v->was_path) > HEAVY;
	size_t was = weigh(a, ask->was);
	return was + (ask->now[0] ? weigh(a, ask->now) : was) > HEAVY;
}

static const Err *read_addresses(Archive *a, const CompareAsk *ask, VersionPair *out)
{
	Target was = { 0 }, now = { 0 };
	const Err *err = target_find_past(a, slice_c(ask->was), &was);
	if (!err && ask->now[0])
		err = target_find_past(a, slice_c(ask->now), &now);
	if (!err)
		err = ask->now[0] ? history_pair_of(a, &was, &now, out) : history_default_pair(a, &was, out);
	target_free(&was);
	target_free(&now);
	return err;
}

/* The item as it was elsewhere, put where it stands now: so only it is compared. */
static void carried(const Version *v, Slice then, Slice now, Str *out)
{
	Cut was, is;
	cut_make(then, NULL, &was);
	cut_make(now, NULL, &is);
	ptrdiff_t from = cut_find_chain(&was, slice_c(v->was_chain)), to = cut_find_chain(&is, slice_c(v->chain));
	str_add_slice(out, now);
	if (to >= 0) {
		const Part *old = from < 0 ? NULL : &was.parts.v[from], *new = &is.parts.v[to];
		str_splice(out, new->from, new->cover - new->from, old ? slice_sub(then, old->from, old->cover) : slice_c(NULL));
	}
	cut_free(&was);
	cut_free(&is);
}

const Err *compare_before(Archive *a, const Version *v, Slice now, Str *was)
{
	Str then = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err = archive_text(a, &v->parent, v->was_path, &then, &cs);
	if (!err && v->event == EVENT_CARRIED && v->chain && v->was_chain)
		carried(v, str_slice(&then), now, was);
	else if (!err)
		str_add_slice(was, str_slice(&then));
	str_free(&then);
	return err;
}

/* Nothing is marked in an issue that is new, all in one that went away. */
static const Err *read_step(Archive *a, const Version *v, VersionPair *out)
{
	Charset cs = { 0 };
	const Err *err;
	if (!v->path)
		return archive_text(a, &v->parent, v->was_path, &out->was, &cs);
	err = archive_text(a, &v->id, v->path, &out->now, &cs);
	if (!err && v->was_path && !oid_is_zero(&v->parent))
		return compare_before(a, v, str_slice(&out->now), &out->was);
	if (!err)
		str_add_slice(&out->was, str_slice(&out->now));
	return err;
}

const Err *compare_read(Archive *a, const CompareAsk *ask, VersionPair *out)
{
	if (!ask->version)
		return read_addresses(a, ask, out);
	if (!ask->of)
		return read_step(a, ask->version, out);
	Target t = { 0 };
	const Err *err = target_find_past(a, slice_c(ask->of), &t);
	if (!err)
		err = history_pair(a, &t, ask->version, out);
	target_free(&t);
	return err;
}

Doc *compare_doc(const CompareAsk *ask, const VersionPair *pair)
{
	Slice now = str_slice(&pair->now);
	Cut cut;
	if (!ask->whole)
		return comparing_doc(&ask->how, str_slice(&pair->was), now);
	cut_make(now, NULL, &cut);
	Doc *d = leaf_doc(now, &cut, 0, now.len);
	cut_free(&cut);
	return d;
}

Page *compare_page(const CompareAsk *ask, const Doc *d)
{
	if (ask->version && !ask->of) {
		PageOpts opts = { .width = pager_width(ask->cols), .link_numbers = true, .marks = true, .hang = true };
		return ask->how.two ? page_beside(d, &opts) : page_make(d, &opts);
	}
	return ask->whole ? page_make(d, &(PageOpts){ .width = pager_width(ask->cols) }) : comparing_page(&ask->how, d, ask->cols);
}

/* ---- the question, as one line ---- */

static char *ask_line(const CompareAsk *ask)
{
	Str out = STR_EMPTY, version = STR_EMPTY;
	str_printf(&out, COMPARE_JOB "%d %d %d %d %d", ask->cols, ask->how.source, ask->how.chosen, ask->how.two, ask->whole);
	if (!ask->version) {
		field_add(ask->was, &out);
		field_add(ask->now, &out);
	} else {
		Version few = *ask->version;	/* an argument cannot be as long as a message */
		few.message = NULL;
		history_line(&few, &version);
		field_add(ask->of, &out);
		str_add_char(&out, '\t');
		str_add_slice(&out, str_slice(&version));
	}
	str_free(&version);
	return str_steal(&out);
}

static bool read_how(Slice field, CompareAsk *out)
{
	int source, chosen, two, whole;
	char *text = slice_dup(field);
	bool all = sscanf(text, "%d %d %d %d %d", &out->cols, &source, &chosen, &two, &whole) == 5;
	out->how = (Comparing){ source, chosen, two };
	out->whole = whole;
	free(text);
	return all;
}

/* ---- the child ---- */

static void tell_compared(const CompareAsk *ask, const VersionPair *pair)
{
	size_t added = 0, removed = 0;
	char line[64];
	Doc *d = compare_doc(ask, pair);
	Page *p = compare_page(ask, d);
	page_lines(p, job_tell_row);
	if (!ask->version) {	/* only the one with a place of its own tells them */
		diff_count(str_slice(&pair->was), str_slice(&pair->now), &added, &removed);
		snprintf(line, sizeof line, "words %zu %zu", added, removed);
		job_tell_row(line);
	}
	page_free(p);
	doc_free(d);
}

const Err *compare_tell(Archive *a, Slice asked)
{
	Slice f[3], version = { 0 };
	History h = { 0 };
	VersionPair pair = { 0 };
	CompareAsk ask = { 0 };
	char *first = NULL, *second = NULL;
	const Err *err = NULL;
	if (fields_split(asked, f, 3) < 3 || !read_how(f[0], &ask))
		return err_new(ERR_USAGE, "“%.*s” is no comparison", (int)asked.len, asked.p);
	version = slice(f[2].p, (size_t)(asked.p + asked.len - f[2].p));
	first = field_text(f[1]);
	if (history_read_line(version, &h)) {
		ask.of = first;		/* or NULL */
		ask.version = &h.versions.v[0];
	} else {
		second = field_text(f[2]);
		ask.was = first;
		ask.now = second;
	}
	err = compare_read(a, &ask, &pair);
	if (!err)
		tell_compared(&ask, &pair);
	version_pair_free(&pair);
	history_free(&h);
	free(first);
	free(second);
	return err;
}

/* ---- who waits for it ---- */

static void forget(Compare *c)
{
	page_free(c->coming);
	c->coming = NULL;
	c->works = c->slow = c->busy = false;
	c->added = c->removed = 0;
}

void compare_want(Compare *c)
{
	forget(c);
	c->wanted = true;
}

bool compare_waits(const Compare *c)
{
	return c->wanted || c->works;
}

int compare_due(const Compare *c)
{
	return c->wanted ? (c->busy ? AGAIN_MS : CALM_MS) : c->works && !c->slow ? SLOW_MS : -1;
}

bool compare_tick(Compare *c, const CompareAsk *ask, Reply *out)
{
	if (!c->wanted) {
		c->slow = c->works;
		return false;
	}
	char *line = ask_line(ask);
	forget(c);
	c->wanted = false;
	c->works = true;
	*out = reply_job(line);
	free(line);
	return true;
}

static void take_rows(Compare *c, Slice rows)
{
	while (rows.len) {
		Slice line = slice_chomp(slice_line(&rows));
		if (page_read_line(line, &c->coming) || !slice_starts(line, "words "))
			continue;
		char *text = slice_dup(line);
		sscanf(text, "words %zu %zu", &c->added, &c->removed);
		free(text);
	}
}

void compare_heard(Compare *c, Str *rows)
{
	take_rows(c, str_slice(rows));
	str_clear(rows);
}

Page *compare_done(Compare *c, const JobEnd *end, Str *why)
{
	Page *p = NULL;
	c->works = c->slow = false;
	str_clear(why);
	if (!end->ok && !end->words.len) {	/* a sync is at work: no second child */
		c->wanted = c->busy = true;
		return NULL;
	}
	take_rows(c, end->rows);
	if (end->ok && c->coming) {
		p = c->coming;
		c->coming = NULL;
		return p;
	}
	str_add_slice(why, end->words);
	page_free(c->coming);
	c->coming = NULL;
	return NULL;
}

void compare_free(Compare *c)
{
	forget(c);
	c->wanted = false;
}
