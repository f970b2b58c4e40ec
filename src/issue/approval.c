/* Approval is of a text: what state an issue is in, and whether what was approved is still what it says. */
#include "issue/approval.h"

State text_state(Slice text)
{
	Header h = { 0 };
	const HeaderField *f;
	State s;

	header_read(text, &h);
	f = header_find(&h, KEY_STATE);
	s = f ? state_parse(f->value) : STATE_NONE;
	header_free(&h);
	return s;
}

bool text_content_differs(Slice was, Slice now)
{
	Header h = { 0 };
	bool differs;
	size_t was_end;

	header_read(was, &h);
	was_end = h.end;
	header_free(&h);
	h = (Header){ 0 };
	header_read(now, &h);
	differs = !slice_eq(slice_sub(was, was_end, was.len), slice_sub(now, h.end, now.len));
	header_free(&h);
	return differs;
}
