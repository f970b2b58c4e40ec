/* The text under the cursor. */
#include "text/buffer.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"

/* The bytes `was` at `at` became `now`. */
typedef struct {
	size_t at;
	Str was, now;
} Step;

struct Buffer {
	Str text;
	VEC(Step) steps;
	size_t done;		/* steps[0..done) stand in the text; those behind can be done again */
	size_t clean;		/* `done` when the text was as it was given; SIZE_MAX: cannot be reached any more */
	bool open;		/* the last step may grow */
	enum { NOTHING, REPLACED, UNDONE, REDONE } last;
	Step was;		/* the last step before it grew */
	bool grew;
};

Buffer *buffer_new(Slice text)
{
	Buffer *b = mem_alloc(sizeof *b);

	str_add_slice(&b->text, text);
	return b;
}

static void step_free(Step *s)
{
	str_free(&s->was);
	str_free(&s->now);
}

void buffer_free(Buffer *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->steps.len; i++)
		step_free(&b->steps.v[i]);
	VEC_FREE(&b->steps);
	step_free(&b->was);
	str_free(&b->text);
	free(b);
}

Slice buffer_text(const Buffer *b)
{
	return str_slice(&b->text);
}

bool buffer_changed(const Buffer *b)
{
	return b->done != b->clean;
}

static void forget_redo(Buffer *b)
{
	while (b->steps.len > b->done)
		step_free(&b->steps.v[--b->steps.len]);
	if (b->clean > b->done)
		b->clean = (size_t)-1;
}

static void step_copy(Step *to, const Step *from)
{
	str_clear(&to->was);
	str_clear(&to->now);
	str_add_slice(&to->was, str_slice(&from->was));
	str_add_slice(&to->now, str_slice(&from->now));
	to->at = from->at;
}

/* Whether a change goes on where the last step ended: typing on, or deleting on, in either direction. */
static bool grow(Buffer *b, size_t at, Slice was, Slice with)
{
	Step *s = b->done ? &b->steps.v[b->done - 1] : NULL;

	if (!s || !b->open || b->clean == b->done)
		return false;
	step_copy(&b->was, s);
	if (!was.len && at == s->at + s->now.len) {
		str_add_slice(&s->now, with);
		return true;
	}
	if (!with.len && !s->now.len && at + was.len == s->at) {	/* backspace */
		str_insert(&s->was, 0, was);
		s->at = at;
		return true;
	}
	if (!with.len && !s->now.len && at == s->at) {			/* delete */
		str_add_slice(&s->was, was);
		return true;
	}
	if (!with.len && was.len <= s->now.len && at + was.len == s->at + s->now.len) {	/* typed and taken back at once */
		str_truncate(&s->now, s->now.len - was.len);
		return true;
	}
	return false;
}

BufferEdit buffer_replace(Buffer *b, size_t at, size_t n, Slice with)
{
	Slice was = slice_sub(buffer_text(b), at, at + n);
	Step *s;

	forget_redo(b);
	b->last = REPLACED;
	b->grew = grow(b, at, was, with);
	if (!b->grew) {
		s = VEC_ADD(&b->steps);
		s->at = at;
		str_add_slice(&s->was, was);
		str_add_slice(&s->now, with);
		b->done = b->steps.len;
	}
	b->open = true;
	str_splice(&b->text, at, was.len, with);
	return (BufferEdit){ at, was.len, slice_sub(buffer_text(b), at, at + with.len) };
}

void buffer_pause(Buffer *b)
{
	b->open = false;
}

static BufferEdit swap(Buffer *b, size_t at, const Str *out, const Str *in)
{
	str_splice(&b->text, at, out->len, str_slice(in));
	return (BufferEdit){ at, out->len, str_slice(in) };
}

bool buffer_undo(Buffer *b, BufferEdit *out)
{
	const Step *s;

	b->open = false;
	if (!b->done)
		return false;
	s = &b->steps.v[--b->done];
	*out = swap(b, s->at, &s->now, &s->was);
	b->last = UNDONE;
	return true;
}

bool buffer_redo(Buffer *b, BufferEdit *out)
{
	const Step *s;

	b->open = false;
	if (b->done == b->steps.len)
		return false;
	s = &b->steps.v[b->done++];
	*out = swap(b, s->at, &s->was, &s->now);
	b->last = REDONE;
	return true;
}

/* A step that grew is taken out of the text as it is, and stands in it again as it was before. */
static void take_back_step(Buffer *b)
{
	Step *s = &b->steps.v[b->done - 1];

	(void)swap(b, s->at, &s->now, &s->was);
	if (b->grew) {
		step_copy(s, &b->was);
		(void)swap(b, s->at, &s->was, &s->now);
	} else {
		step_free(s);
		b->steps.len = --b->done;
	}
}

void buffer_take_back(Buffer *b)
{
	BufferEdit e;

	switch (b->last) {
	case REPLACED: take_back_step(b); break;
	case UNDONE: buffer_redo(b, &e); break;
	case REDONE: buffer_undo(b, &e); break;
	case NOTHING: break;
	}
	b->last = NOTHING;
	b->open = false;
}
