/* What an issue says about itself, from its header, its page or its path. */
#include "base/date.h"
#include "issue/item.h"
#include "tap.h"

#define LONG "En längre text som berättar om vad som har hänt, så lång att ingen tar den för en rubrik.\n"

static const struct {
	const char *name, *path, *text, *want;	/* "title|date from|number|series|state" */
} rows[] = {
	{ "header", "a/b.md", "---\ntitle: Hej  du\ndate: 2024-05-20\nnumber: 7\nseries: klg\nstate: review\n---\n# Annat\n",
	    "Hej du|2024-05-20 header|7|klg|review" },
	{ "Swedish header", "a.md", "Titel: Hej\nDatum: 20 maj 2024\nNummer: 7\nSerie: klg\nLäge: godkänd\n\ntext", "Hej|2024-05-20 header|7|klg|approved" },
	{ "a time in the header", "a.md", "---\ndate: 2024-05-20T10:00:00+02:00\n---\n# T\n", "T|2024-05-20 header|||" },
	{ "a draft", "a.md", "+++\ntitle = 'x'\ndraft = true\n+++\n", "x||||writing" },
	{ "no draft", "a.md", "+++\ntitle = 'x'\ndraft = false\n+++\n", "x||||" },
	{ "the state wins over draft", "a.md", "---\nstate: published\ndraft: true\n---\n# T\n", "T||||published" },
	{ "heading and date line", "a.md", "# *Nytt* från oss\n\n15 november 2024\n\n## Ett\n", "Nytt från oss|2024-11-15 text|||" },
	{ "a date line in bold with a place", "a.md", "# T\n\n**Ådala, fredag 15 november 2024**\n\n## Ett\n", "T|2024-11-15 text|||" },
	{ "a dated heading", "a.md", "# Fredag 24 oktober 2025\n\ntext\n", "Fredag 24 oktober 2025|2025-10-24 text|||" },
	{ "a date as the only heading", "a.md", "### fredag 16 september 2011\n\nI tisdags var det möte.\n\nIgår var det lugnt.\n\nInga kommentarer:\n",
	    "A|2011-09-16 text|||" },
	{ "not the date of a later item", "a.md", "## Ett\n\ntext\n\n## fredag 16 september 2011\n", "A||||" },
	{ "not a date in running text", "a.md", "# T\n\nDen 15 november 2024 hölls ett möte.\n", "T||||" },
	{ "not a date in an item", "a.md", "# T\n\n## Ett\n\n15 november 2024\n", "T||||" },
	{ "not a date far down", "a.md", "# T\n\na b\n\nb c\n\nc d\n\nd e\n\ne f\n\nf g\n\ng h\n\nh i\n\ni j\n\n15 november 2024\n", "T||||" },
	{ "not a picture's", "a.md", "# T\n\nIMG_20241115\n", "T||||" },
	{ "a bad date in the header gives way", "2018/12-hej.md", "---\ndate: snart\n---\ntext\n", "Hej|2018-12-01 path|||" },
	{ "the path", "content/2018/12-nytt-fran-oss.md", "text\n", "Nytt fran oss|2018-12-01 path|||" },
	{ "Jekyll's path", "_posts/2024-11-15-nytt_blad.markdown", "text\n", "Nytt blad|2024-11-15 path|||" },
	{ "a date for a name", "klg/2024-11-15.md", "text\n", "2024-11-15|2024-11-15 path|||" },
	{ "a page in its folder", "content/nytt-fran-oss/index.md", "text\n", "Nytt fran oss||||" },
	{ "a name that begins with a digit", "3d-skrivare.md", "text\n", "3d skrivare||||" },
	{ "plain text", "x.md", "\n\nNytt från oss\n\n20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, "X|2024-05-20 text|||" },
	{ "nothing at all", "x.md", "", "X||||" },
	{ "an empty title", "x.md", "---\ntitle:\n---\n", "X||||" },
	{ "a title of several lines", "x.md", "---\ntitle: >\n  Nytt\n  blad\n---\n", "Nytt blad||||" },
	{ "marks stay in a header's title", "x.md", "---\ntitle: \"5 * 3_a\"\n---\n", "5 * 3_a||||" },
};

int main(void)
{
	tap_scrub();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		Arena *a = arena_new();
		Str got = STR_EMPTY;
		Cut c;
		Meta m;

		cut_make(slice_c(rows[i].text), NULL, &c);
		meta_read(slice_c(rows[i].text), slice_c(rows[i].path), &c, &m, a);
		str_add_slice(&got, m.title);
		str_add_char(&got, '|');
		if (m.date_from != DATE_UNKNOWN) {
			date_iso(m.date, &got);
			str_printf(&got, " %s", date_from_name(m.date_from));
		}
		str_printf(&got, "|%.*s|%.*s|%s", (int)m.number.len, m.number.p, (int)m.series.len, m.series.p,
		    m.state == STATE_NONE ? "" : state_name(m.state));
		is_str(str_c(&got), rows[i].want, "%s", rows[i].name);
		ok(date_some(m.date) == (m.date_from != DATE_UNKNOWN), "%s: no date without a source", rows[i].name);
		str_free(&got);
		cut_free(&c);
		arena_free(a);
	}
	return tap_done();
}
