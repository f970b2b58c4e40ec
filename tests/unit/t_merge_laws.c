/* The laws of a join over bulletins and edits of them; make bench-merge does the same many thousand times, and git beside it. */
#include "merge_check.h"
#include "tap.h"

int main(void)
{
	int pairs = tap_rounds(600), asked = 0;

	tap_scrub();
	for (int i = 0; i < pairs; i++) {
		Trio t;
		bool ask;

		trio_make(&t);
		law(trio_laws(&t, &ask), "pair %d", i);
		asked += ask;
		trio_free(&t);
	}
	law_done("nothing lost, doubled, back or invented, whatever is answered; turned it is the same");
	ok(asked * 5 < pairs, "a person is asked about %d of %d", asked, pairs);
	return tap_done();
}
