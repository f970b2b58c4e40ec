/* How an issue's bytes became text: UTF-8 with or without a byte order mark, else Windows-1252; and the way back. */
#include "issue/charset.h"

#include "base/utf8.h"
#include "base/words.h"

#define BOM "\xef\xbb\xbf"
#define BOM_LEN 3

void charset_decode(Slice bytes, Charset *cs, Str *text)
{
	*cs = (Charset){ false, false };
	if (slice_starts(bytes, BOM)) {
		cs->bom = true;
		bytes = slice_sub(bytes, BOM_LEN, bytes.len);
	}
	if (utf8_valid(bytes)) {
		str_add_slice(text, bytes);
		return;
	}
	cs->cp1252 = true;
	cp1252_to_utf8(bytes, text);
}

const Err *charset_encode(Slice text, Charset cs, Str *bytes)
{
	size_t bad = 0, start = bytes->len;

	if (cs.bom)
		str_add(bytes, BOM, BOM_LEN);
	if (!cs.cp1252) {
		str_add_slice(bytes, text);
		return NULL;
	}
	if (!cp1252_from_utf8(text, bytes, &bad)) {
		uint32_t cp;
		size_t n = utf8_next(text.p + bad, text.len - bad, &cp);

		str_truncate(bytes, start);
		return err_new(ERR_FAIL, _("this file is written in Windows-1252, which has no “%.*s” (U+%04X)"),
		    (int)n, text.p + bad, (unsigned)cp);
	}
	return NULL;
}
