/*
 * Sending a commit to a server's receive-pack (gitprotocol-pack(5)).  libgit2 can do that too, but reads every tree of the archive for it, and
 * sends only what a ref of ours names.
 */
#include "git/send.h"

#include <stdlib.h>

#if GIT2_AT_LEAST(8)
#include <git2/sys/errors.h>
#endif

#include "base/intern.h"
#include "base/mem.h"
#include "git/apart.h"

#define REMOTE_WORDS_MAX (64 * 1024)
#define AGENT "agent=blad/" PACKAGE_VERSION

typedef struct {
	Line *line;
	Talk *talk;
	const char *ref;
	Oid there;		/* where the ref is, over there; zero: nowhere */
	Oid base;		/* something that the server has and we too; zero: nothing */
	bool report, side_band;
} Sending;

/* ---- what the server has ---- */

static void read_features(Sending *s, Slice words)
{
	while (words.len > 0) {
		ptrdiff_t space = slice_find(words, SLICE_LIT(" "), 0);
		Slice word = slice_trim(slice_sub(words, 0, space < 0 ? words.len : (size_t)space));

		s->report |= slice_is(word, "report-status");
		s->side_band |= slice_is(word, "side-band-64k");
		words = slice_sub(words, space < 0 ? words.len : (size_t)space + 1, words.len);
	}
}

static int read_listing(Sending *s)
{
	Slice packet;
	int rc;

	while ((rc = line_read(s->line, &packet)) >= 0 && packet.p) {
		ptrdiff_t nul = slice_find(packet, slice("", 1), 0);
		git_oid known;
		Slice name;
		Oid id;

		if (slice_starts(packet, "ERR ")) {
			str_add_slice(&s->talk->remote, slice_sub(packet, 4, packet.len));
			return GIT_ERROR;
		}
		if (nul >= 0) {
			read_features(s, slice_sub(packet, (size_t)nul + 1, packet.len));
			packet.len = (size_t)nul;
		}
		if (packet.len <= OID_HEX + 1 || !oid_parse(slice_sub(packet, 0, OID_HEX), &id))
			continue;	/* "version 1", "shallow …" */
		name = slice_trim(slice_sub(packet, OID_HEX + 1, packet.len));
		if (slice_is(name, s->ref))
			s->there = id;
		known = git2_oid(&id);
		if (oid_is_zero(&s->base) && !oid_is_zero(&id) && git_odb_exists_ext(s->talk->r->odb, &known, GIT_ODB_LOOKUP_NO_REFRESH))
			s->base = id;
	}
	return rc;
}

/* ---- what it lacks ---- */

#define BESIDE_MAX 16	/* more trees to compare with are not worth the reading */

typedef struct {
	Repo *r;
	git_packbuilder *pack;
	Intern *known;		/* ids of what the server has, or gets */
	Intern *read;		/* trees that the server has, whose entries are among them */
} Load;

static Slice key(const Oid *id)
{
	return slice((const char *)id->b, OID_BYTES);
}

static const Err *put(Load *l, const Oid *id, Slice name)
{
	git_oid oid = git2_oid(id);
	char *path = slice_dup(name);
	int rc = git_packbuilder_insert(l->pack, &oid, path);

	free(path);
	intern_put(l->known, key(id));
	return rc < 0 ? git2_err_object(rc, id) : NULL;
}

static const Err *know_entries(Load *l, const Oid *tree)
{
	size_t n = intern_count(l->read);
	git_odb_object *obj = NULL;
	TreeCursor c;
	TreeEntry e;
	const Err *err;

	if (intern_put(l->read, key(tree)) < n)
		return NULL;
	if ((err = git2_read(l->r, tree, GIT_OBJECT_TREE, &obj)))
		return err;
	for (c = tree_cursor(obj); tree_next(&c, &e);)
		intern_put(l->known, key(&e.id));
	git_odb_object_free(obj);
	return NULL;
}

/* The trees of the same name below those that the server has. */
static const Err *below(Load *l, const Oids *trees, Slice name, Oids *out)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < trees->len; i++) {
		TreeEntry e;
		bool found;

		err = tree_entry(l->r, &trees->v[i], name, &e, &found);
		if (!err && found && (e.mode & 0170000) == MODE_TREE)
			VEC_PUSH(out, e.id);
	}
	return err;
}

/* A tree, and all in it that stands in none of the trees beside it, which the server has. */
static const Err *put_tree(Load *l, const Oid *tree, Slice name, const Oids *beside, int depth)
{
	git_odb_object *obj = NULL;
	const Err *err;
	TreeCursor c;
	TreeEntry e;

	if (intern_find(l->known, key(tree)) >= 0)
		return NULL;
	if (depth > TREE_DEPTH)
		return git2_err_object(GIT_ERROR, tree);
	err = put(l, tree, name);
	for (size_t i = 0; !err && i < beside->len; i++)
		err = know_entries(l, &beside->v[i]);
	if (err || (err = git2_read(l->r, tree, GIT_OBJECT_TREE, &obj)))
		return err;
	c = tree_cursor(obj);
	while (!err && tree_next(&c, &e)) {
		Oids under = { 0 };

		if (e.mode == MODE_REPO || intern_find(l->known, key(&e.id)) >= 0)
			continue;
		if ((e.mode & 0170000) != MODE_TREE)
			err = put(l, &e.id, e.name);
		else if (!(err = below(l, beside, e.name, &under)))
			err = put_tree(l, &e.id, e.name, &under, depth + 1);
		VEC_FREE(&under);
	}
	if (!err && c.bad)
		err = git2_err_object(GIT_ERROR, tree);
	git_odb_object_free(obj);
	return err;
}

/* The trees of those parents that are not sent themselves. */
static const Err *find_beside(Load *l, const Oids *commits, Oids *out)
{
	Intern *sent = intern_new();
	CommitHead head = { 0 };
	const Err *err = NULL;

	for (size_t i = 0; i < commits->len; i++)
		intern_put(sent, key(&commits->v[i]));
	for (size_t i = 0; !err && i < commits->len; i++) {
		err = commit_head(l->r, &commits->v[i], &head);
		for (size_t k = 0; !err && k < head.parents.len && out->len < BESIDE_MAX; k++) {
			Oid tree;

			if (intern_find(sent, key(&head.parents.v[k])) >= 0 || (err = commit_tree(l->r, &head.parents.v[k], &tree)))
				continue;
			intern_put(l->known, key(&tree));
			VEC_PUSH(out, tree);
		}
	}
	VEC_FREE(&head.parents);
	intern_free(sent);
	return err;
}

static const Err *put_all(Load *l, const Oids *commits)
{
	Oids beside = { 0 };
	const Err *err = find_beside(l, commits, &beside);

	for (size_t i = 0; !err && i < commits->len; i++) {
		Oid tree;

		if (!(err = commit_tree(l->r, &commits->v[i], &tree)) && !(err = put(l, &commits->v[i], slice_c(""))))
			err = put_tree(l, &tree, slice_c(""), &beside, 0);
	}
	VEC_FREE(&beside);
	return err;
}

static int say_packing(int stage, uint32_t done, uint32_t total, void *data)
{
	Talk *t = data;

	(void)stage;
	t->done = done;
	t->total = total;
	return talk_step(t) ? GIT_EUSER : 0;
}

static int write_cb(void *data, size_t len, void *line)
{
	return line_write_raw(line, data, len);
}

static int send_objects(Sending *s, const Oids *commits)
{
	Load l = { .r = s->talk->r };
	int rc = git_packbuilder_new(&l.pack, s->talk->r->git);

	if (rc < 0)
		return rc;
	l.known = intern_new();
	l.read = intern_new();
	git_packbuilder_set_callbacks(l.pack, say_packing, s->talk);
	s->talk->err = put_all(&l, commits);
	rc = s->talk->err ? GIT_ERROR : git_packbuilder_foreach(l.pack, write_cb, s->line);
	git_packbuilder_free(l.pack);
	intern_free(l.known);
	intern_free(l.read);
	return rc;
}

/* ---- what it says of it ---- */

static void take_report(Talk *t, Slice words)
{
	words = slice_chomp(words);
	if (slice_starts(words, "ng ")) {
		ptrdiff_t space = slice_find(words, SLICE_LIT(" "), 3);

		t->answered = true;
		free(t->refusal);
		t->refusal = slice_dup(space < 0 ? words : slice_sub(words, (size_t)space + 1, words.len));
	} else if (slice_starts(words, "ok ")) {
		t->answered = true;
	} else if (slice_starts(words, "unpack ") && !slice_is(words, "unpack ok") && !t->refusal) {
		t->answered = true;
		t->refusal = slice_dup(words);
	}
}

/* The report lies in the side band in packets of its own, which need not end where the outer ones do; false: more is to come. */
static bool take_packets(Talk *t, Str *report)
{
	size_t at = 0;
	bool ended = false;

	while (!ended && report->len - at >= 4) {
		char digits[5] = { 0 }, *end;
		size_t len;

		memcpy(digits, report->p + at, 4);
		len = strtoul(digits, &end, 16);
		ended = *end || len < 4;	/* a flush, or nothing that we know */
		if (ended || report->len - at < len)
			break;
		take_report(t, slice(report->p + at + 4, len - 4));
		at += len;
	}
	str_remove(report, 0, at);
	return ended;
}

static int read_side_band(Sending *s)
{
	Talk *t = s->talk;
	Str report = STR_EMPTY;
	Slice packet;
	int rc;

	while ((rc = line_read(s->line, &packet)) >= 0 && packet.p) {
		Slice words = slice_sub(packet, packet.len > 0, packet.len);

		if (packet.len > 0 && packet.p[0] == 1) {
			str_add_slice(&report, words);
			if (take_packets(t, &report))
				break;
		} else if (packet.len > 0 && t->remote.len < REMOTE_WORDS_MAX) {
			str_add_slice(&t->remote, words);
		}
		if (packet.len > 0 && packet.p[0] == 3)
			rc = GIT_ERROR;
		else if (talk_step(t))
			rc = GIT_EUSER;
		if (rc < 0)
			break;
	}
	str_free(&report);
	return rc;
}

static int read_report(Sending *s)
{
	Slice packet;
	int rc;

	if (s->side_band)
		return read_side_band(s);
	while ((rc = line_read(s->line, &packet)) >= 0 && packet.p)
		take_report(s->talk, packet);
	return rc;
}

/* ---- all of it ---- */

static int send_command(Sending *s, const Oid *commit)
{
	char was[OID_HEX + 1], now[OID_HEX + 1];
	Str words = STR_EMPTY;
	int rc;

	oid_hex(&s->there, was);
	oid_hex(commit, now);
	str_printf(&words, "%s %s %s", was, now, s->ref);
	str_add_char(&words, '\0');
	str_printf(&words, " report-status%s " AGENT, s->side_band ? " side-band-64k" : "");
	rc = line_write(s->line, str_slice(&words));
	str_free(&words);
	return rc < 0 ? rc : line_write(s->line, slice(NULL, 0));
}

/* Which commits the server lacks; GIT_ENONFASTFORWARD where ref is no ancestor, or something that we never saw. */
static int find_lacking(Sending *s, const Oid *commit, Apart *out)
{
	Repo *r = s->talk->r;
	git_oid there = git2_oid(&s->there);

	*out = (Apart){ .ours = 0 };
	if (!oid_is_zero(&s->there)) {
		if (!git_odb_exists(r->odb, &there))
			return GIT_ENONFASTFORWARD;
		s->base = s->there;
	}
	if ((s->talk->err = apart_find(r, commit, &s->base, out)))
		return GIT_ERROR;
	return !oid_is_zero(&s->there) && out->theirs > 0 ? GIT_ENONFASTFORWARD : 0;
}

int send_commit(Line *l, Talk *t, const char *ref, const Oid *commit, bool *reached)
{
	Sending s = { .line = l, .talk = t, .ref = ref };
	Apart lacking = { .ours = 0 };
	int rc = read_listing(&s);

	*reached = rc >= 0;
	if (rc < 0)
		return rc;
	if (!s.report) {
		git_error_set_str(GIT_ERROR_NET, "the server does not report what it did");
		return GIT_ERROR;
	}
	if (oid_eq(&s.there, commit)) {
		t->answered = true;
		return line_write(l, slice(NULL, 0));
	}
	rc = find_lacking(&s, commit, &lacking);
	if (rc >= 0)
		rc = send_command(&s, commit);
	if (rc >= 0 && (rc = send_objects(&s, &lacking.only_ours)) < 0 && !t->err && !t->cancelled)
		(void)read_report(&s);	/* it hung up in the middle: perhaps it says why */
	else if (rc >= 0)
		rc = read_report(&s);
	apart_free(&lacking);
	return rc;
}
