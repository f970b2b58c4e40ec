/* JSON: commas, keys, escapes, lines. */
#include "tap.h"

#include "base/json.h"

int main(void)
{
	Str s = STR_EMPTY;
	Json j = { .out = &s };

	json_open(&j, NULL, '{');
	json_open(&j, "issues", '[');
	json_close(&j, ']');
	json_close(&j, '}');
	is_str(str_c(&s), "{\"issues\": []}\n", "an empty list");

	str_clear(&s);
	json_open(&j, NULL, '{');
	json_open(&j, "issues", '[');
	for (int i = 0; i < 2; i++) {
		json_open(&j, NULL, '{');
		json_int(&j, "n", -i);
		json_bool(&j, "draft", i);
		json_date(&j, "date", (Date){ i * 2024, 5, 2 });
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "lead", '{');
	json_int(&j, "start", 0);
	json_close(&j, '}');
	json_open(&j, "tags", '[');
	json_c(&j, NULL, "a");
	json_c(&j, NULL, NULL);
	json_close(&j, ']');
	json_moment(&j, "time", (Moment){ 1731670200, 60 });
	json_close(&j, '}');
	is_str(str_c(&s), "{\"issues\": [\n{\"n\": 0, \"draft\": false, \"date\": null},\n{\"n\": -1, \"draft\": true, \"date\": \"2024-05-02\"}], "
	    "\"lead\": {\"start\": 0}, \"tags\": [\"a\", null], \"time\": \"2024-11-15T12:30:00+01:00\"}\n", "a document");

	str_clear(&s);
	json_open(&j, NULL, '[');
	json_str(&j, NULL, SLICE_LIT("\"\\\b\f\n\r\t\0\x1b\x7fåäö\xff\xc2\x9b\xe2\x80\xae\xe2\x80\xa8"));
	json_close(&j, ']');
	is_str(str_c(&s), "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001b\\u007fåäö\xef\xbf\xbd\\u009b\\u202e\\u2028\"]\n", "escapes");

	str_clear(&s);
	for (int i = 0; i < 40; i++)
		json_open(&j, "k", '{');
	for (int i = 0; i < 40; i++)
		json_close(&j, '}');
	ok(j.depth >= 0, "a document too deep does no harm");
	str_free(&s);
	return tap_done();
}
