/* The text under the cursor: changes, undo, motion. */
#include "base/utf8.h"
#include "tap.h"
#include "text/buffer.h"
#include "text/motion.h"

static void typing_is_one_step(void)
{
	Buffer *b = buffer_new(SLICE_LIT("ab"));
	BufferEdit e;

	buffer_replace(b, 1, 0, SLICE_LIT("x"));
	buffer_replace(b, 2, 0, SLICE_LIT("y"));
	is_slice(buffer_text(b), SLICE_LIT("axyb"), "two letters typed");
	ok(buffer_changed(b), "it is changed");
	ok(buffer_undo(b, &e), "undo");
	is_slice(buffer_text(b), SLICE_LIT("ab"), "takes both back");
	ok(!buffer_changed(b), "it is as it was");
	ok(!buffer_undo(b, &e), "nothing more to undo");
	ok(buffer_redo(b, &e), "redo");
	is_slice(buffer_text(b), SLICE_LIT("axyb"), "does both again");
	buffer_replace(b, 0, 0, SLICE_LIT("z"));
	ok(!buffer_redo(b, &e), "typing forgets what could be done again");
	buffer_free(b);
}

static void a_pause_parts_steps(void)
{
	Buffer *b = buffer_new(SLICE_LIT(""));
	BufferEdit e;

	buffer_replace(b, 0, 0, SLICE_LIT("ett"));
	buffer_pause(b);
	buffer_replace(b, 3, 0, SLICE_LIT(" två"));
	buffer_undo(b, &e);
	is_slice(buffer_text(b), SLICE_LIT("ett"), "only what came after the pause");
	buffer_free(b);
}

/* What nobody could keep was never there: neither in the text nor in what undo and redo give. */
static void take_back_law(void)
{
	for (int round = 0; round < tap_rounds(300); round++) {
		Buffer *b = buffer_new(SLICE_LIT("början på en text\n")), *c = buffer_new(buffer_text(b));
		BufferEdit e;
		bool same = true;

		for (int i = 0; i < 40 && same; i++) {
			size_t len = buffer_text(b).len, at = rnd_below((unsigned)len + 1), n = rnd_below(3);
			char l = (char)('a' + rnd_below(26));
			unsigned kind = rnd_below(8);
			bool refused = rnd_one_in(3), did = true;

			if (n > len - at)
				n = len - at;
			if (kind == 0)
				did = buffer_undo(b, &e);
			else if (kind == 1)
				did = buffer_redo(b, &e);
			else
				buffer_replace(b, at, n, slice(&l, rnd_below(2)));
			if (refused && did)
				buffer_take_back(b);
			if (refused || !did) {	/* a refused change may have been typed over what could be done again */
				buffer_pause(c);
			} else if (kind == 0) {
				buffer_undo(c, &e);
			} else if (kind == 1) {
				buffer_redo(c, &e);
			} else {
				buffer_replace(c, at, n, slice(&l, buffer_text(b).len + n - len));
			}
			same = slice_eq(buffer_text(b), buffer_text(c));
		}
		while (same && buffer_undo(c, &e))
			same = buffer_undo(b, &e) && slice_eq(buffer_text(b), buffer_text(c));
		law(same, "round %d", round);
		buffer_free(b);
		buffer_free(c);
	}
	law_done("what is taken back was never there");
}

/* Any run of changes, undone to the beginning and done again to the end; the edits that come out, played on a copy, give the same. */
static void undo_law(void)
{
	for (int round = 0; round < tap_rounds(300); round++) {
		Buffer *b = buffer_new(SLICE_LIT("början på en text\r\nmed två rader\n"));
		Str first = STR_EMPTY, last = STR_EMPTY, copy = STR_EMPTY;
		BufferEdit e;
		bool same = true;

		str_add_slice(&first, buffer_text(b));
		str_add_slice(&copy, buffer_text(b));
		for (int i = 0; i < 40; i++) {
			size_t len = buffer_text(b).len, at = rnd_below((unsigned)len + 1), n = rnd_below(4);
			char c = (char)('a' + rnd_below(26));

			if (rnd_one_in(5))
				buffer_pause(b);
			if (n > len - at)
				n = len - at;
			e = buffer_replace(b, at, n, slice(&c, rnd_below(2)));
			str_splice(&copy, e.at, e.n, e.with);
			same = same && slice_eq(str_slice(&copy), buffer_text(b));
		}
		str_add_slice(&last, buffer_text(b));
		while (buffer_undo(b, &e)) {
			str_splice(&copy, e.at, e.n, e.with);
			same = same && slice_eq(str_slice(&copy), buffer_text(b));
		}
		same = same && slice_eq(buffer_text(b), str_slice(&first)) && !buffer_changed(b);
		while (buffer_redo(b, &e))
			str_splice(&copy, e.at, e.n, e.with);
		same = same && slice_eq(buffer_text(b), str_slice(&last)) && slice_eq(str_slice(&copy), str_slice(&last));
		law(same, "round %d", round);
		str_free(&first);
		str_free(&last);
		str_free(&copy);
		buffer_free(b);
	}
	law_done("undo and redo give every text back, and the edits they tell are those they made");
}

static void motion(void)
{
	Slice t = SLICE_LIT("åka skidor, nu!\r\nnästa");

	is_int((long)motion_next(t, 0), 2, "over a letter of two bytes");
	is_int((long)motion_back(t, 2), 0, "and back");
	is_int((long)motion_word_next(t, 0), 4, "to the end of the word");
	is_int((long)motion_word_next(t, 4), 11, "to the end of the next");
	is_int((long)motion_word_back(t, 11), 5, "to its beginning");
	is_int((long)motion_line_end(t, 0), 16, "the line ends before CR LF");
	is_int((long)motion_next(t, 16), 18, "CR LF is one step");
	is_int((long)motion_line_start(t, 20), 18, "the line begins");
	is_int((long)motion_next_line(t, 3), 18, "the next line");
	is_int((long)motion_next_line(t, 18), (long)t.len, "there is none behind the last");
	is_int((long)motion_next(t, t.len), (long)t.len, "no way behind the end");
}

int main(void)
{
	typing_is_one_step();
	a_pause_parts_steps();
	undo_law();
	take_back_law();
	motion();
	return tap_done();
}
