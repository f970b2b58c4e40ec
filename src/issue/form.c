/* Folding a text's form: what two texts differ in after this is content. */
#include "issue/form.h"

#include "base/utf8.h"
#include "issue/form_lines.h"

/* Runs of blanks and tabs as one. */
static void add_prose(Slice s, Str *out)
{
	bool gap = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == ' ' || s.p[i] == '\t') {
			gap = true;
			continue;
		}
		if (gap)
			str_add_char(out, ' ');
		gap = false;
		str_add_char(out, s.p[i]);
	}
}

static void fold_line(Slice text, const FormLine *l, bool blank, size_t start, Str *out)
{
	static const char *const joins[] = { " ", "  \n", "\n" };	/* the backslash stands in the text already */

	if (l->kind == FORM_GOES_ON) {
		str_add_c(out, joins[l->brk]);
		add_prose(slice_sub(text, l->text, l->text_end), out);
		return;
	}
	if (out->len > start)
		str_add_c(out, blank ? "\n\n" : "\n");
	if (l->kind == FORM_VERBATIM) {
		str_add_slice(out, slice_chomp(slice_sub(text, l->from, l->to)));
	} else if (l->kind == FORM_MARKS) {
		str_add_slice(out, slice_sub(text, l->from, l->text_end));
	} else {
		str_add_slice(out, slice_sub(text, l->from, l->text));
		add_prose(slice_sub(text, l->text, l->text_end), out);
	}
}

void form_fold(Slice text, Str *out)
{
	FormLines lines = { 0 };
	Str nfc = STR_EMPTY;
	size_t start = out->len;
	bool blank = false;

	utf8_nfc(text, &nfc);
	text = str_slice(&nfc);
	form_lines(text, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		if (lines.v[i].kind != FORM_BLANK)
			fold_line(text, &lines.v[i], blank, start, out);
		blank = lines.v[i].kind == FORM_BLANK;
	}
	VEC_FREE(&lines);
	str_free(&nfc);
}
