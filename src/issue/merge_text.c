/* What an item says: title and body joined apart (R2 to R4). */
#include "issue/item_write.h"
#include "issue/merge_body.h"
#include "issue/merge_parts.h"
#include "issue/merge_rows.h"

static Slice core(Slice s)
{
	return slice_sub(s, 0, text_tail(s, 0));
}

static Slice tail(Slice s)
{
	return slice_sub(s, text_tail(s, 0), s.len);
}

static bool asks(const MergeAnswer *a)
{
	return !a || a->choice == CHOICE_NEXT;
}

/* ---- the title ---- */

/* Whose title stands. */
static Who join_title(Merge *m, size_t node)
{
	bool ours = node_retitled(m, node, OURS), theirs = node_retitled(m, node, THEIRS), same;
	const MergeAnswer *a;

	if (ours != theirs)
		return ours ? OURS : THEIRS;
	if (!ours)
		return bytes_whose(core(node_head(m, node, BASE)), core(node_head(m, node, OURS)), core(node_head(m, node, THEIRS)));
	same = node_is_fixed(m, node) ? text_same(node_head(m, node, OURS), node_head(m, node, THEIRS))
				      : title_same(node_part(m, node, OURS)->title, node_part(m, node, THEIRS)->title);
	if (same)
		return THEIRS;
	a = merge_ask(m, "title", node);
	if (!asks(a) && a->choice == CHOICE_TEXT)
		m->nodes.v[node].text = a;
	return !asks(a) && a->choice == CHOICE_THEIRS ? THEIRS : OURS;
}

/* ---- the body ---- */

static void join_body(Merge *m, size_t node, Str *out)
{
	Slice bodies[MERGE_SIDES];
	const MergeAnswer *a;
	size_t start = out->len;
	BodyTold told;

	for EACH(who)
		bodies[who] = node_body(m, node, who);
	body_join(bodies, &m->nodes.v[node].moves, CHOICE_TEXT, out, &told);
	if (told.clash) {
		a = merge_ask(m, "body", node);
		if (!asks(a) && a->choice == CHOICE_TEXT) {
			m->nodes.v[node].text = a;
		} else if (!asks(a)) {
			str_truncate(out, start);
			body_join(bodies, &m->nodes.v[node].moves, a->choice, out, &told);
		}
	}
	if (told.sentences)
		merge_tell(m, "sentence-merge", node);
	if (told.both_added)
		merge_tell(m, "both-added", node);
}

/* ---- both ---- */

/* What parts title and body: as those have it that have both. */
static Slice gap_of(const Merge *m, size_t node, Who title)
{
	Slice in[MERGE_SIDES];
	bool has[MERGE_SIDES];

	for EACH(who) {
		has[who] = core(node_body(m, node, who)).len > 0 && node_head(m, node, who).len > 0;
		in[who] = tail(node_head(m, node, who));
	}
	if (has[OURS] && has[THEIRS])
		return has[BASE] ? in[bytes_whose(in[BASE], in[OURS], in[THEIRS])] : in[title];
	return has[OURS] ? in[OURS] : has[THEIRS] ? in[THEIRS] : has[BASE] ? in[BASE] : SLICE_LIT("\n\n");
}

static void put_together(const Merge *m, size_t node, Slice head, Slice body, Str *out)
{
	str_add_slice(out, head);
	if (body.len > 0 && head.len > 0)
		str_add_slice(out, gap_of(m, node, m->nodes.v[node].title));
	str_add_slice(out, body);
}

static void set_own(Merge *m, size_t node, Slice own)
{
	m->nodes.v[node].own = merge_keep(m, core(own));
	m->nodes.v[node].spans = own.len > 0;
}

static void take_own(Merge *m, size_t node, Who who)
{
	m->nodes.v[node].title = who;
	set_own(m, node, node_own(m, node, who));
}

static void join_three(Merge *m, size_t node)
{
	Slice base = node_own(m, node, BASE), ours = node_own(m, node, OURS), theirs = node_own(m, node, THEIRS);
	Str body = STR_EMPTY, own = STR_EMPTY;
	Who title;

	if (!m->nodes.v[node].moves.len && (slice_eq(base, ours) || slice_eq(base, theirs) || slice_eq(ours, theirs))) {
		take_own(m, node, slice_eq(base, ours) ? THEIRS : OURS);
		return;
	}
	title = join_title(m, node);
	m->nodes.v[node].title = title;
	join_body(m, node, &body);
	put_together(m, node, core(node_head(m, node, title)), core(str_slice(&body)), &own);
	set_own(m, node, str_slice(&own));
	m->nodes.v[node].spans = own.len > 0 || (ours.len > 0 && theirs.len > 0);
	str_free(&body);
	str_free(&own);
}

/* The body of what one side alone has, with the blocks carried from it and to it. */
static void body_alone(const Merge *m, size_t node, Who who, Str *out)
{
	Slice bodies[MERGE_SIDES] = { SLICE_LIT(""), SLICE_LIT(""), SLICE_LIT("") };
	BodyTold told;

	bodies[who] = node_body(m, node, who);
	body_join(bodies, &m->nodes.v[node].moves, CHOICE_TEXT, out, &told);
}

static void join_alone(Merge *m, size_t node, Who who)
{
	Str body = STR_EMPTY, own = STR_EMPTY;

	m->nodes.v[node].title = who;
	body_alone(m, node, who, &body);
	put_together(m, node, core(node_head(m, node, who)), core(str_slice(&body)), &own);
	set_own(m, node, str_slice(&own));
	str_free(&body);
	str_free(&own);
}

static void join_twins(Merge *m, size_t theirs)
{
	size_t ours = (size_t)m->nodes.v[theirs].twin;
	Str body = STR_EMPTY, own = STR_EMPTY, bodies[MERGE_SIDES] = { STR_EMPTY, STR_EMPTY, STR_EMPTY };
	Slice head = node_head(m, theirs, THEIRS), gap = tail(core(node_body(m, theirs, THEIRS)).len ? head : node_head(m, ours, OURS));

	body_alone(m, ours, OURS, &bodies[OURS]);
	body_alone(m, theirs, THEIRS, &bodies[THEIRS]);
	body_add_both(str_slice(&bodies[OURS]), str_slice(&bodies[THEIRS]), &body);
	str_add_slice(&own, core(head));
	if (body.len > 0)
		str_add_slice(&own, gap);
	str_add_slice(&own, str_slice(&body));
	m->nodes.v[theirs].title = THEIRS;
	set_own(m, theirs, str_slice(&own));
	str_free(&bodies[OURS]);
	str_free(&bodies[THEIRS]);
	str_free(&body);
	str_free(&own);
}

static void join_node(Merge *m, size_t node)
{
	bool ours = node_is_in(m, node, OURS), theirs = node_is_in(m, node, THEIRS);

	if (m->nodes.v[node].both)
		join_twins(m, node);
	else if (ours && theirs && node_is_in(m, node, BASE))
		join_three(m, node);
	else if (m->nodes.v[node].moves.len && ours != theirs)
		join_alone(m, node, theirs ? THEIRS : OURS);
	else
		take_own(m, node, theirs ? THEIRS : OURS);
	if (m->nodes.v[node].text) {
		set_own(m, node, m->nodes.v[node].text->text);
		m->nodes.v[node].title = BASE;
	}
}

void merge_texts_join(Merge *m)
{
	merge_blocks(m);
	for (size_t i = 0; i < m->nodes.len; i++)
		if (m->nodes.v[i].alive && !(node_is_fixed(m, i) && m->nodes.v[i].at[BASE].part == 0))
			join_node(m, i);
}
