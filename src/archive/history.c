/* The versions of an issue or of one item. */
#include "archive/history.h"

#include <stdlib.h>

#include "archive/draft.h"
#include "archive/track.h"
#include "archive/trail.h"
#include "base/words.h"

static const struct {
	const char *name, *words;
} events[] = {
	[EVENT_BORN] = { "born", NC_("change", "written") },
	[EVENT_EDITED] = { "edited", NC_("change", "changed") },
	[EVENT_RETITLED] = { "retitled", NC_("change", "new title") },
	[EVENT_MOVED] = { "moved", NC_("change", "moved") },
	[EVENT_CARRIED] = { "carried", NC_("change", "carried over") },
	[EVENT_DELETED] = { "deleted", NC_("change", "deleted") },
	[EVENT_RESTORED] = { "restored", NC_("change", "restored") },
	[EVENT_SPLIT] = { "split", NC_("change", "split") },
	[EVENT_JOINED] = { "joined", NC_("change", "joined") },
};

const char *event_name(Event e)
{
	return events[e].name;
}

const char *event_words(Event e)
{
	return C_("change", events[e].words);
}

static void begin_note(Str *out)
{
	str_add_c(out, out->len ? ", " : "");
}

void history_note(const Version *v, Str *out)
{
	bool carried = v->event == EVENT_CARRIED;

	if (carried && v->was_issue)
		str_printf(out, _("from “%s”"), v->was_issue);
	if (v->was_title && (carried || v->event == EVENT_RETITLED || v->event == EVENT_JOINED)) {
		begin_note(out);
		str_printf(out, _("was “%s”"), v->was_title);
	}
	if (v->matched == MATCH_SIMILAR || (v->matched == MATCH_TITLE && carried)) {
		begin_note(out);
		str_add_c(out, v->matched == MATCH_TITLE ? _("known by its title") : _("known by its text"));
	}
	if (v->matched == MATCH_NOTE || v->event == EVENT_SPLIT) {
		begin_note(out);
		str_add_c(out, _("a person said so"));
	}
}

static void version_free(Version *v)
{
	person_free(&v->author);
	free(v->message);
	free(v->title);
	free(v->was_title);
	free(v->address);
	free(v->was_address);
	free(v->path);
	free(v->was_path);
	free(v->chain);
	free(v->was_chain);
	free(v->was_issue);
}

void history_free(History *h)
{
	for (size_t i = 0; i < h->versions.len; i++)
		version_free(&h->versions.v[i]);
	VEC_FREE(&h->versions);
	free(h->address);
	free(h->missing);
	h->address = h->missing = NULL;
}

void version_pair_free(VersionPair *p)
{
	str_free(&p->was);
	str_free(&p->now);
	free(p->was_address);
	free(p->now_address);
	*p = (VersionPair){ 0 };
}

static char *address_at(const Oid *commit, const char *path, AddrPart part, const char *chain)
{
	Str s = STR_EMPTY, id = STR_EMPTY;

	oid_short(commit, &id);
	addr_format(slice_c(path), part, slice_c(chain), str_slice(&id), &s);
	str_free(&id);
	return str_steal(&s);
}

static void address_version(Version *v, AddrPart part)
{
	bool gone = v->event == EVENT_DELETED;

	v->address = address_at(&v->id, gone || !v->path ? v->was_path : v->path, part, gone ? v->was_chain : v->chain);
	if (v->was_path && !oid_is_zero(&v->parent) && (v->was_chain || part == ADDR_ISSUE || part == ADDR_LEAD))
		v->was_address = address_at(&v->parent, v->was_path, part, v->was_chain);
}

/* Fills a version from what the tracker saw in one commit. */
static const Err *add_version(Archive *a, const PathVersion *pv, const TrackStep *step, AddrPart part, History *out)
{
	Commit c = { 0 };
	Version *v;
	const Err *err = commit_read(archive_repo(a), &pv->commit, &c);

	if (err)
		return err;
	v = VEC_ADD(&out->versions);
	*v = (Version){
		.id = pv->commit,
		.author = c.author,
		.message = c.message,
		.event = step->event,
		.matched = step->how,
		.title = slice_dup(str_slice(&step->title)),
		.was_title = step->retitled ? slice_dup(str_slice(&step->was_title)) : NULL,
		.parent = step->parent,
		.path = oid_is_zero(&pv->blob) ? NULL : mem_dup(pv->path),
		.was_path = mem_dup(step->parent_path),
		.chain = step->here && step->chain.len ? slice_dup(str_slice(&step->chain)) : NULL,
		.was_chain = step->there && step->was_chain.len ? slice_dup(str_slice(&step->was_chain)) : NULL,
		.was_issue = step->is_event && step->event == EVENT_CARRIED ? slice_dup(str_slice(&step->was_issue)) : NULL,
	};
	address_version(v, part);
	c.author = (Person){ 0 };
	c.message = NULL;
	commit_free(&c);
	return NULL;
}

/* What was born after it had been deleted was restored. */
static void mark_restored(History *h)
{
	for (size_t i = h->versions.len; i-- > 0;) {
		if (h->versions.v[i].event == EVENT_BORN) {
			h->versions.v[i].event = EVENT_RESTORED;
			return;
		}
	}
}

static const Err *take_step(Archive *a, Track *track, const PathVersion *v, AddrPart part, bool full, History *out)
{
	TrackStep step = { 0 };
	const Err *err = track_step(track, v, &step);

	if (!err && step.is_event && step.event == EVENT_DELETED)
		mark_restored(out);
	if (!err && step.is_event && !full)
		err = add_version(a, v, &step, part, out);
	track_step_free(&step);
	return err;
}

/* Its life ends where people said that what goes on is another: that version deleted it. */
static const Err *add_parting(Archive *a, const Target *t, History *out)
{
	PathVersion pv = { .commit = t->parted_by, .path = t->path };
	TrackStep step = { .is_event = true, .event = EVENT_DELETED, .how = MATCH_NOTE, .there = true, .parent = t->found_at, .parent_path = t->path };
	Str text = STR_EMPTY;
	Charset cs = { 0 };
	ptrdiff_t part;
	Cut cut;
	const Err *err = archive_text(a, &t->found_at, t->path, &text, &cs);

	if (!err)
		err = tree_find(archive_repo(a), &t->parted_by, t->path, &pv.blob, NULL);
	if (!err) {
		cut_make(str_slice(&text), NULL, &cut);
		part = cut_find_chain(&cut, slice_c(t->chain));
		str_add_slice(&step.title, part < 0 ? SLICE_LIT("") : cut.parts.v[part].title);
		str_add_c(&step.was_chain, t->chain);
		cut_free(&cut);
		err = add_version(a, &pv, &step, t->part, out);
	}
	step.parent_path = NULL;
	track_step_free(&step);
	str_free(&text);
	return err;
}

/* What cannot be read ends a history like the edge of a shallow copy: what is newer is told all the same. */
static const Err *end_at_hole(const Err *err, const Trail *trail, const Track *track, bool full, History *out)
{
	const char *why = track_missing(track);

	if (!why && !full)
		why = trail_lost(trail);
	if (err && err_kind(err) == ERR_CORRUPT) {
		why = err_text(err);
		err = NULL;
	}
	out->missing = why ? mem_dup(why) : NULL;
	out->earlier = why || trail_cut(trail);
	return err;
}

static const Err *read_versions(Archive *a, const Target *t, const Oid *from, Trail *trail, size_t limit, History *out)
{
	Track *track = NULL;
	const Err *err = track_begin(&track, a, t, from, trail);
	PathVersion v;
	bool full = limit && out->versions.len >= limit;

	/* Behind the limit only to learn whether the last one is a birth at all. */
	while (!err && !(full && !track_seeking(track)) && trail_next(trail, &v, &err)) {
		err = take_step(a, track, &v, t->part, full, out);
		full = limit && out->versions.len >= limit;
		path_version_free(&v);
	}
	if (track)
		err = end_at_hole(err, trail, track, full, out);
	track_end(track);
	return err;
}

static const Err *read_from(Archive *a, const Target *t, const Oid *from, size_t limit, History *out)
{
	Trail *trail = NULL;
	const Err *err = trail_begin(&trail, a, from, t->path);

	if (!err)
		err = read_versions(a, t, from, trail, limit, out);
	trail_free(trail);
	return err_wrap(err, _("reading the history of %s"), t->address);
}

/* What was parted goes on as another: its own life ends before that. */
static const Err *read_life(Archive *a, const Target *t, const Oid *from, size_t limit, History *out)
{
	const Err *err = NULL;

	if (!t->gone || !t->parted)
		return read_from(a, t, from, limit, out);
	err = add_parting(a, t, out);
	return err ? err : read_from(a, t, &t->found_at, limit, out);
}

/* Of an older version the whole life is told, as of what it is now; of one that the branch does not hold what led to it. */
static const Err *as_of_now(Archive *a, const Target *t, Target *out)
{
	Target now = { 0 };
	const Err *err = target_onward(a, t, &now);

	*out = err ? *t : now;
	return err && err_kind(err) != ERR_NONE ? err : NULL;
}

const Err *history_read(Archive *a, const Target *t, size_t limit, History *out)
{
	const Oid *tip = &archive_head(a)->tip;
	Target now = { 0 };
	const Err *err;

	out->address = mem_dup(t->address);
	if (oid_is_zero(tip))
		return NULL;
	if (t->at != AT_COMMIT || oid_eq(&t->commit, tip))
		return read_life(a, t, tip, limit, out);
	err = as_of_now(a, t, &now);
	if (!err)
		err = read_life(a, &now, &now.commit, limit, out);
	if (now.path != t->path)
		target_free(&now);
	return err;
}

/* What part and chain mean in a text; nothing where they mean nothing.  titles (may be NULL): of what is an item there without being one alone. */
static void add_span(Slice text, AddrPart part, const char *chain, const ItemTitles *titles, Str *out)
{
	Target t = { .part = part, .chain = mem_dup(chain) };
	Cut cut = { 0 };
	size_t from = 0, to = text.len;
	bool found;

	cut_make(text, NULL, &cut);
	found = !target_span(&t, text, &cut, &from, &to);
	if (!found && titles && part == ADDR_ITEM) {
		cut_free(&cut);
		cut_make(text, titles, &cut);
		found = !target_span(&t, text, &cut, &from, &to);
	}
	if (found) {
		if (part == ADDR_LEAD)
			from = cut.parts.v[1].from;	/* a changed title heading is told with the lead */
		str_add_slice(out, slice_sub(text, from, to));
	}
	cut_free(&cut);
	free(t.chain);
}

static const Err *text_at(Archive *a, const Oid *commit, const char *path, AddrPart part, const char *chain, Str *out)
{
	Charset cs = { 0 };

	if (!path || oid_is_zero(commit) || ((part == ADDR_ITEM || part == ADDR_KEY) && !chain))
		return NULL;
	return archive_text(a, commit, path, out, &cs);
}

static ItemTitles *titles_of(const Version *v, Slice was, Slice now)
{
	Slice texts[] = { was, now };
	ItemTitles *titles = item_titles(texts, 2);

	item_titles_add(titles, &(Part){ .kind = PART_PLAIN, .title = slice_c(v->title) });
	if (v->was_title)
		item_titles_add(titles, &(Part){ .kind = PART_PLAIN, .title = slice_c(v->was_title) });
	return titles;
}

const Err *history_pair(Archive *a, const Target *t, const Version *v, VersionPair *out)
{
	Str was = STR_EMPTY, now = STR_EMPTY;
	ItemTitles *titles = NULL;
	const Err *err = text_at(a, &v->parent, v->was_path, t->part, v->was_chain, &was);

	if (!err)
		err = text_at(a, &v->id, v->path, t->part, v->chain, &now);
	if (err)
		goto done;
	titles = titles_of(v, str_slice(&was), str_slice(&now));
	add_span(str_slice(&was), t->part, v->was_chain, titles, &out->was);
	add_span(str_slice(&now), t->part, v->chain, titles, &out->now);
	out->was_address = mem_dup(v->was_address);
	out->now_address = v->event == EVENT_DELETED ? NULL : mem_dup(v->address);
done:
	item_titles_free(titles);
	str_free(&was);
	str_free(&now);
	return err;
}

static const Err *last_version_pair(Archive *a, const Target *t, VersionPair *out)
{
	History h = { 0 };
	const Oid *from = t->at == AT_COMMIT ? &t->commit : &archive_head(a)->tip;
	const Err *err = oid_is_zero(from) ? NULL : read_from(a, t, from, 1, &h);

	if (!err && h.versions.len)
		err = history_pair(a, t, &h.versions.v[0], out);
	else if (!err)
		err = err_new(ERR_NONE, _("%s has no recorded version"), t->address);
	history_free(&h);
	return err;
}

/* The part as the base had it: its chain may have been another. */
static void draft_pair(const Target *t, const Oid *from, Slice base, Slice text, VersionPair *out)
{
	char *was_chain = track_chain(text, t->part, t->chain, base);

	add_span(text, t->part, t->chain, NULL, &out->now);
	if (was_chain || t->part == ADDR_ISSUE || t->part == ADDR_LEAD)
		add_span(base, t->part, was_chain, NULL, &out->was);
	else if (t->gone)
		add_span(base, t->part, t->chain, NULL, &out->was);
	if (!oid_is_zero(from) && (was_chain || t->part == ADDR_ISSUE || t->part == ADDR_LEAD))
		out->was_address = address_at(from, t->path, t->part, was_chain);
	out->now_address = t->gone ? NULL : mem_dup(t->address);
	free(was_chain);
}

const Err *history_default_pair(Archive *a, const Target *t, VersionPair *out)
{
	Draft *d = NULL;
	const Err *err;

	if (t->at == AT_COMMIT)
		return last_version_pair(a, t, out);
	err = draft_peek_nth(&d, a, t->path, t->draft);
	if (err && err_kind(err) == ERR_NONE)
		return last_version_pair(a, t, out);
	if (err)
		return err;
	draft_pair(t, &draft_info(d)->base_commit, draft_base(d), draft_text(d), out);
	draft_close(d);
	/* The draft is of the file; this part of it may be as it was recorded. */
	if (slice_eq(str_slice(&out->was), str_slice(&out->now))) {
		version_pair_free(out);
		return last_version_pair(a, t, out);
	}
	return NULL;
}

static const Err *add_target(Archive *a, const Target *t, Str *out, char **address)
{
	IssueText it = { 0 };
	const Err *err = target_text(a, t, &it);

	if (!err) {
		add_span(str_slice(&it.text), t->part, t->chain, NULL, out);
		*address = mem_dup(t->address);
	}
	issue_text_free(&it);
	return err;
}

const Err *history_pair_of(Archive *a, const Target *was, const Target *now, VersionPair *out)
{
	const Err *err = add_target(a, was, &out->was, &out->was_address);

	return err ? err : add_target(a, now, &out->now, &out->now_address);
}

const Err *history_as_of(Archive *a, const Target *t, const char *version, Target *out)
{
	Str s = STR_EMPTY;
	const Err *err;

	if (*version == '@')	/* as addresses write it */
		version++;
	addr_format(slice_c(t->path), t->part, slice_c(t->chain), slice_c(version), &s);
	err = target_find_past(a, str_slice(&s), out);
	str_free(&s);
	return err;
}

/* "x#item", "x@version": no version looks like that. */
static bool looks_like_address(const char *s)
{
	return strchr(s, '#') || strchr(s + 1, '@');
}

const Err *history_other(Archive *a, const Target *t, const char *with, Target *out, bool *address)
{
	bool looks = *with && looks_like_address(with);
	const Err *err = looks ? target_find_past(a, slice_c(with), out) : history_as_of(a, t, with, out);

	if (err && !looks && err_kind(err) == ERR_NONE) {
		const Err *none = target_find_past(a, slice_c(with), out);

		looks = !none;
		err = none ? history_as_of(a, t, with, out) : NULL;	/* said again: the search may have made many errors */
	}
	*address = looks;
	return err;
}
