/* The YAML header: libyaml's events tell each key's lines; nothing is expanded, nothing built. */
#include <yaml.h>

#include "base/utf8.h"
#include "issue/header_forms.h"

#define DEPTH_MAX 64		/* levels of nesting: a bit each in Reader.flow */
#define BYTES_MAX (1024 * 1024)

typedef struct {
	yaml_parser_t parser;
	yaml_event_t event;
	bool live;		/* event is to be deleted */
	Slice text;
	size_t base;		/* where the YAML begins in text */
	size_t chars, bytes;	/* the same place behind base, in libyaml's counting and in ours */
	int depth;
	uint64_t flow;		/* by depth: a collection in brackets */
	size_t leaf_end;	/* the last byte of anything written so far in the value at hand */
} Reader;

static bool next(Reader *r)
{
	if (r->live)
		yaml_event_delete(&r->event);
	r->live = yaml_parser_parse(&r->parser, &r->event) != 0;
	return r->live;
}

/* libyaml counts characters; places mostly come in order, so we walk along. */
static size_t byte_of(Reader *r, yaml_mark_t mark)
{
	if (mark.index < r->chars)
		r->chars = r->bytes = 0;
	while (r->chars < mark.index && r->base + r->bytes < r->text.len) {
		uint32_t cp;

		r->bytes += utf8_next(r->text.p + r->base + r->bytes, r->text.len - r->base - r->bytes, &cp);
		r->chars++;
	}
	return r->base + r->bytes;
}

static Slice scalar(const yaml_event_t *e)
{
	return slice((const char *)e->data.scalar.value, e->data.scalar.length);
}

static bool is_null(const yaml_event_t *e)
{
	Slice s = scalar(e);

	return e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    (s.len == 0 || slice_is(s, "~") || slice_is(s, "null") || slice_is(s, "Null") || slice_is(s, "NULL"));
}

static HeaderStyle scalar_style(const yaml_event_t *e)
{
	if (e->data.scalar.anchor || e->data.scalar.tag)
		return STYLE_FIXED;
	switch (e->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_BLOCK;
	default:
		return STYLE_PLAIN;
	}
}

static bool enter(Reader *r, bool flow)
{
	if (++r->depth >= DEPTH_MAX)
		return false;
	if (flow)
		r->flow |= (uint64_t)1 << r->depth;
	else
		r->flow &= ~((uint64_t)1 << r->depth);
	return true;
}

/* The end of a block collection is where the next thing begins: only brackets end by themselves. */
static void leave(Reader *r)
{
	if (r->flow >> r->depth & 1)
		r->leaf_end = byte_of(r, r->event.end_mark);
	r->depth--;
}

static void element(Header *h, HeaderField *f, const yaml_event_t *e)
{
	if (e->data.scalar.anchor || e->data.scalar.tag)
		f->style = STYLE_FIXED;
	VEC_PUSH(&f->list, header_keep(h, slice_trim(scalar(e))));
}

/* Reads on to the end of the collection just begun. */
static bool collection(Reader *r, Header *h, HeaderField *f)
{
	int outside = r->depth - 1;

	while (r->depth > outside) {
		if (!next(r))
			return false;
		switch (r->event.type) {
		case YAML_SCALAR_EVENT:
			r->leaf_end = byte_of(r, r->event.end_mark);
			if (f->plain && r->depth == outside + 1)
				element(h, f, &r->event);
			break;
		case YAML_ALIAS_EVENT:
			r->leaf_end = byte_of(r, r->event.end_mark);
			f->plain = false;
			break;
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
			f->plain = false;
			if (!enter(r, r->event.type == YAML_SEQUENCE_START_EVENT ?
			    r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE :
			    r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE))
				return false;
			break;
		case YAML_SEQUENCE_END_EVENT:
		case YAML_MAPPING_END_EVENT:
			leave(r);
			break;
		default:
			return false;
		}
	}
	return true;
}

static bool sequence(Reader *r, Header *h, HeaderField *f)
{
	bool flow = r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	bool named = r->event.data.sequence_start.anchor || r->event.data.sequence_start.tag;

	f->is_list = f->plain = true;
	f->style = named ? STYLE_FIXED : flow ? STYLE_FLOW : STYLE_ITEMS;
	f->value_from = byte_of(r, r->event.start_mark);
	if (!enter(r, flow) || !collection(r, h, f))
		return false;
	header_join(h, f);
	return true;
}

static bool value(Reader *r, Header *h, HeaderField *f)
{
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		f->plain = true;
		f->style = scalar_style(&r->event);
		f->value_from = byte_of(r, r->event.start_mark);
		r->leaf_end = byte_of(r, r->event.end_mark);
		if (!is_null(&r->event))
			f->value = header_keep(h, slice_trim(scalar(&r->event)));
		return true;
	case YAML_ALIAS_EVENT:
		r->leaf_end = byte_of(r, r->event.end_mark);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		return sequence(r, h, f);
	case YAML_MAPPING_START_EVENT:
		return enter(r, r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE) && collection(r, h, f);
	default:
		return false;
	}
}

/*
 * The key's lines end with the line of the last thing written in its value; a block scalar ends behind
 * its last line.
 */
static void lines_of(Reader *r, HeaderField *f, size_t to)
{
	size_t end = r->leaf_end;

	if (end == 0 || r->text.p[end - 1] != '\n')
		end = header_line_end(r->text, end);
	if (end > to)
		end = to;
	f->to = end;
	while (f->to > f->from) {
		size_t above = header_line_start(r->text, f->to - 1);

		if (above <= f->from || slice_trim(slice_sub(r->text, above, f->to)).len > 0)
			break;
		f->to = above;
	}
	if (f->style == STYLE_ITEMS) {
		f->value_from = header_line_start(r->text, f->value_from);
		f->value_to = f->to;
	} else if (f->style == STYLE_BLOCK) {
		f->value_to = f->to - (size_t)(f->to > f->from && r->text.p[f->to - 1] == '\n');
		if (f->value_to > f->from && r->text.p[f->value_to - 1] == '\r')
			f->value_to--;
	} else {
		f->value_to = r->leaf_end;
	}
}

static bool pair(Reader *r, Header *h, size_t to)
{
	size_t floor = h->fields.len ? VEC_LAST(&h->fields)->to : r->base;
	size_t key = header_line_start(r->text, byte_of(r, r->event.start_mark));
	HeaderField *f = header_add(h, scalar(&r->event));

	f->from = header_comments(r->text, key, floor);
	if (!next(r) || !value(r, h, f))
		return false;
	f->value_to = f->value_from;
	lines_of(r, f, to);
	if (f->from < floor || f->name.len == 0)
		f->style = STYLE_FIXED;
	if (!f->plain) {
		f->style = STYLE_FIXED;
		f->value = slice("", 0);
		VEC_FREE(&f->list);
	}
	return true;
}

static bool mapping(Reader *r, Header *h, size_t to)
{
	bool flow = r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;

	if (!enter(r, flow))
		return false;
	while (next(r)) {
		if (r->event.type == YAML_MAPPING_END_EVENT) {
			for (size_t i = 0; flow && i < h->fields.len; i++)
				h->fields.v[i].style = STYLE_FIXED;
			return next(r) && next(r) && r->event.type == YAML_STREAM_END_EVENT;
		}
		if (r->event.type != YAML_SCALAR_EVENT || !pair(r, h, to))
			return false;
	}
	return false;
}

bool header_yaml_read(Slice text, size_t from, size_t to, Header *h)
{
	Reader r = { .text = text, .base = from };
	bool read = false;

	if (to - from > BYTES_MAX || !yaml_parser_initialize(&r.parser))
		return false;
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p + from, to - from);
	if (next(&r) && next(&r)) {
		if (r.event.type == YAML_STREAM_END_EVENT)	/* nothing but blanks and comments */
			read = true;
		else if (r.event.type == YAML_DOCUMENT_START_EVENT && next(&r) && r.event.type == YAML_MAPPING_START_EVENT)
			read = mapping(&r, h, to);
	}
	if (r.live)
		yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return read;
}
