/* What becomes of two versions, case by case: the text, what is asked and what is told; and the same with the sides swapped. */
#include "issue/merge.h"

#include <stdio.h>

#include "tap.h"

#define P1 "Träffen är den 12 april. Alla är välkomna. Fika finns."
#define DOC(p) "# Blad\n\n## Ett\n\n" p "\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n"
#define STATE(s, p) "---\ntitle: Blad\nstate: " s "\n---\n\n" DOC(p)

#define MEETING "Mötet hålls i matsalen klockan tio som vanligt."
#define MEETING_NEW "Mötet hålls i Björken klockan tio som vanligt."
#define COST "Kostnaden för bygget blir högre än vad någon trodde."
#define HALL "Hallen stängs i maj för målning av alla väggar."
#define HALL_NEW "Hallen stängs i juni för målning av alla väggar."
/* a and b: two items that each side made a new one of, the other one of the two gone */
#define TWO_OLD "## A\n\nett två tre fyra fem sju åtta nio.\n\n## B\n\nelva tolv tretton fjorton sexton sjutton arton nitton.\n\n## C\n\nc\n"
#define OLD_A "## A\n\nett två tre fyra fem sju åtta nio.\n\n"
#define OLD_B "## B\n\nelva tolv tretton fjorton sexton sjutton arton nitton.\n\n"
#define MIXED "ett två tre fyra fem elva tolv tretton fjorton sexton."

/* want: the text; "": only what is asked matters.  told: "kind item|…", conflicts with a '?' before them. */
static const struct {
	const char *name, *base, *ours, *theirs, *told, *want;
} cases[] = {
	/* the table of the rules */
	{ "first and third sentence of one paragraph", DOC(P1), DOC("Träffen är den 14 april. Alla är välkomna. Fika finns."),
	    DOC("Träffen är den 12 april. Alla är välkomna. Fika finns inte."), "sentence-merge Ett",
	    DOC("Träffen är den 14 april. Alla är välkomna. Fika finns inte.") },
	{ "same sentence, two new dates", DOC(P1), DOC("Träffen är den 14 april. Alla är välkomna. Fika finns."),
	    DOC("Träffen är den 15 april. Alla är välkomna. Fika finns."), "?body Ett", DOC("Träffen är den 14 april. Alla är välkomna. Fika finns.") },
	{ "neighbouring sentences", DOC(P1), DOC("Träffen är den 14 april. Alla är välkomna. Fika finns."),
	    DOC("Träffen är den 12 april. Alla är hjärtligt välkomna. Fika finns."), "?body Ett", "" },
	{ "each deletes another of two neighbouring items", DOC(P1), "# Blad\n\n## Ett\n\n" P1 "\n\n## Tre\n\nTre här.\n",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n", "", "# Blad\n\n## Ett\n\n" P1 "\n" },
	{ "both add an item at the end", DOC(P1), DOC(P1) "\n## Vår\n\nVår här.\n", DOC(P1) "\n## Deras\n\nDeras här.\n", "",
	    DOC(P1) "\n## Deras\n\nDeras här.\n\n## Vår\n\nVår här.\n" },
	{ "both add an item of one title", DOC(P1), DOC(P1) "\n## Ny\n\nVår här.\n", DOC(P1) "\n## Ny\n\nDeras här.\n", "?add-add Ny",
	    DOC(P1) "\n## Ny\n\nDeras här.\n\n## Ny\n\nVår här.\n" },
	{ "both add the same item", DOC(P1), DOC(P1) "\n## Ny\n\nNy här.\n", "# Blad\n\n## Ny\n\nNy här.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n",
	    "dedup Ny", "# Blad\n\n## Ny\n\nNy här.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n" },
	{ "move / edit the same item", DOC(P1), "# Blad\n\n## Tre\n\nTre här.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre där.\n", "", "# Blad\n\n## Tre\n\nTre där.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n" },
	{ "both move one item, to different places", DOC(P1), "# Blad\n\n## Tre\n\nTre här.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Tre\n\nTre här.\n\n## Två\n\nTvå här.\n", "order Tre",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Tre\n\nTre här.\n\n## Två\n\nTvå här.\n" },
	{ "delete / move", DOC(P1), "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n", "# Blad\n\n## Tre\n\nTre här.\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n",
	    "delete-move Tre", "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå här.\n" },
	{ "edit / approve", STATE("review", P1), STATE("review", P1 " Kom!"), STATE("approved", P1), "status-reset state", STATE("review", P1 " Kom!") },
	{ "re-wrap the file / edit a word", DOC(P1), DOC("Träffen är den 12 april.\nAlla är välkomna.\nFika finns."),
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå där.\n\n## Tre\n\nTre här.\n", "",
	    "# Blad\n\n## Ett\n\nTräffen är den 12 april.\nAlla är välkomna.\nFika finns.\n\n## Två\n\nTvå där.\n\n## Tre\n\nTre här.\n" },
	{ "re-wrapped here, a word of it there", DOC(P1), DOC("Träffen är den 12 april.\nAlla är välkomna.\nFika finns."),
	    DOC("Träffen är den 14 april. Alla är välkomna. Fika finns."), "", DOC("Träffen är den 14 april. Alla är välkomna. Fika finns.") },
	{ "NFD form / edit", DOC(P1), "# Blad\n\n## Ett\n\n" P1 "\n\n## Tva\xcc\x8a\n\nTva\xcc\x8a ha\xcc\x88r.\n\n## Tre\n\nTre här.\n",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Två\n\nTvå där.\n\n## Tre\n\nTre här.\n", "",
	    "# Blad\n\n## Ett\n\n" P1 "\n\n## Tva\xcc\x8a\n\nTvå där.\n\n## Tre\n\nTre här.\n" },

	/* R3 */
	{ "title here, body there", DOC(P1), "# Blad\n\n## Nytt\n\n" P1 "\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n", DOC("Träffen är inställd. Alla är välkomna. Fika finns."), "",
	    "# Blad\n\n## Nytt\n\nTräffen är inställd. Alla är välkomna. Fika finns.\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n" },
	{ "two new titles, and two bodies", "## A\n\nEtt två tre fyra.\n", "## O\n\nEtt två tre fem.\n", "## N\n\nEtt två tre sex.\n", "?title O|?body O", "" },
	{ "one new title on both", "## A\n\nEtt två tre fyra.\n", "## N\n\nEtt två tre fem.\n", "## N\n\nEtt två tre fyra.\n", "", "## N\n\nEtt två tre fem.\n" },
	{ "the blad's own title and its text", "# T\n\nIn.\n\n## A\n\na\n", "# U\n\nIn.\n\n## A\n\na\n", "# T\n\nUt.\n\n## A\n\na\n", "", "# U\n\nUt.\n\n## A\n\na\n" },

	/* R4 */
	{ "neighbouring paragraphs", "## A\n\nEtt två tre.\n\nFyra fem sex.\n", "## A\n\nEtt två TRE.\n\nFyra fem sex.\n", "## A\n\nEtt två tre.\n\nFyra fem SEX.\n", "",
	    "## A\n\nEtt två TRE.\n\nFyra fem SEX.\n" },
	{ "each takes away another of two paragraphs", "## A\n\nEtt två tre.\n\nFyra fem sex.\n\nSju.\n", "## A\n\nFyra fem sex.\n\nSju.\n", "## A\n\nEtt två tre.\n\nSju.\n", "", "## A\n\nSju.\n" },
	{ "both add a paragraph at one spot", "## A\n\nEtt.\n", "## A\n\nEtt.\n\nVår nya.\n", "## A\n\nEtt.\n\nDeras andra.\n", "both-added A", "## A\n\nEtt.\n\nDeras andra.\n\nVår nya.\n" },
	{ "both add one paragraph", "## A\n\nEtt.\n\n## B\n\nb\n", "## A\n\nEtt.\n\nNy.\n\n## B\n\nb\n", "## A\n\nEtt.\n\nNy.\n\n## B\n\nb1\n", "", "## A\n\nEtt.\n\nNy.\n\n## B\n\nb1\n" },
	{ "a paragraph taken away here, changed there", "## A\n\nEtt två tre.\n\nFyra.\n", "## A\n\nFyra.\n", "## A\n\nEtt två TRE.\n\nFyra.\n", "?body A", "## A\n\nFyra.\n" },
	{ "both write one paragraph anew", "## A\n\nEtt två tre.\n\nFyra.\n", "## A\n\nHelt annat här.\n\nFyra.\n", "## A\n\nDeras egna ord.\n\nFyra.\n", "?body A",
	    "## A\n\nHelt annat här.\n\nFyra.\n" },
	{ "a paragraph moved here, changed there", "## A\n\nEtt två tre.\n\nFyra fem sex.\n", "## A\n\nFyra fem sex.\n\nEtt två tre.\n", "## A\n\nEtt två TRE.\n\nFyra fem sex.\n", "",
	    "## A\n\nFyra fem sex.\n\nEtt två TRE.\n" },
	{ "a sentence taken away here, another one changed there", "## A\n\nEtt är här. Två är här. Tre är här.\n", "## A\n\nTvå är här. Tre är här.\n",
	    "## A\n\nEtt är här. Två är här. Tre är där.\n", "sentence-merge A", "## A\n\nTvå är här. Tre är där.\n" },
	{ "lines of a list", "## A\n\n- ett här\n- två här\n- tre här\n", "## A\n\n- ett här nu\n- två här\n- tre här\n", "## A\n\n- ett här\n- två här nu\n- tre här\n", "",
	    "## A\n\n- ett här nu\n- två här nu\n- tre här\n" },
	{ "one line of a list by both, another by one", "## A\n\n- ett här\n- två här\n", "## A\n\n- ett vårt här\n- två här\n", "## A\n\n- ett deras här\n- två här\n- tre\n", "?body A",
	    "## A\n\n- ett vårt här\n- två här\n- tre\n" },
	{ "both add a line at the end of a list", "## A\n\n- ett\n- två\n\nSlut.\n", "## A\n\n- ett\n- två\n- vår\n\nSlut.\n", "## A\n\n- ett\n- två\n- deras\n\nSlut.\n", "both-added A",
	    "## A\n\n- ett\n- två\n- deras\n- vår\n\nSlut.\n" },
	{ "a line that stands twice stays twice", "## A\n\n- ja\n- nej\n- ja\n", "## A\n\n- ja\n- nej\n- ja\n- nja\n", "## A\n\n- jaha\n- nej\n- ja\n", "", "## A\n\n- jaha\n- nej\n- ja\n- nja\n" },
	{ "rows of a table", "## A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "## A\n\n| a | b |\n|---|---|\n| 1 | 5 |\n| 3 | 4 |\n",
	    "## A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 6 |\n", "", "## A\n\n| a | b |\n|---|---|\n| 1 | 5 |\n| 3 | 6 |\n" },
	{ "lines of code", "## A\n\n```\nett\ntvå\ntre\n```\n", "## A\n\n```\nETT\ntvå\ntre\n```\n", "## A\n\n```\nett\ntvå\nTRE\n```\n", "", "## A\n\n```\nETT\ntvå\nTRE\n```\n" },
	{ "a date with a full stop is no end of a sentence", "## A\n\nDet är den 12. april kl. 9. Vi ses.\n", "## A\n\nDet är den 13. april kl. 9. Vi ses.\n",
	    "## A\n\nDet är den 12. april kl. 10. Vi ses.\n", "?body A", "" },

	/* R5 */
	{ "a parent taken away, its child changed", "## A\n\n### B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n", "## D\n\nd\n", "## A\n\n### B\n\nb1\n\n### C\n\nc\n\n## D\n\nd\n", "?edit-delete A",
	    "## A\n\n### B\n\nb1\n\n## D\n\nd\n" },
	{ "a parent taken away, another item moved below it", "## A\n\na\n\n## D\n\nd\n", "## D\n\nd\n", "## A\n\na\n\n### D\n\nd\n", "?edit-delete A", "" },
	{ "taken away here, untouched there", DOC(P1), "# Blad\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n", DOC(P1) "\n## Ny\n\nn\n", "",
	    "# Blad\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n\n## Ny\n\nn\n" },

	/* one title made by both of what was another item */
	{ "both add the same, like one item to ours and like another to theirs", TWO_OLD, "## Ny\n\n" MIXED "\n\n" OLD_B "## C\n\nc\n", OLD_A "## Ny\n\n" MIXED "\n\n## C\n\nc\n",
	    "dedup Ny", "## Ny\n\n" MIXED "\n\n## C\n\nc\n" },
	{ "both add one title, like one item to ours and like another to theirs", TWO_OLD, "## Ny\n\n" MIXED "\n\nVårt.\n\n" OLD_B "## C\n\nc\n",
	    OLD_A "## Ny\n\n" MIXED "\n\nDeras.\n\n## C\n\nc\n", "?add-add Ny", "" },
	{ "each gives another item the same title", TWO_OLD, "## N\n\nett två tre fyra fem sju åtta nio.\n\n" OLD_B "## C\n\nc\n",
	    OLD_A "## N\n\nelva tolv tretton fjorton sexton sjutton arton nitton.\n\n## C\n\nc\n", "",
	    "## N\n\nett två tre fyra fem sju åtta nio.\n\n## N\n\nelva tolv tretton fjorton sexton sjutton arton nitton.\n\n## C\n\nc\n" },

	/* R7, R8 */
	{ "a parent moved here takes along what was added there", "## A\n\n### B\n\nb\n\n## C\n\nc\n", "## C\n\nc\n\n## A\n\n### B\n\nb\n", "## A\n\n### B\n\nb\n\n### N\n\nn\n\n## C\n\nc\n", "",
	    "## C\n\nc\n\n## A\n\n### B\n\nb\n\n### N\n\nn\n" },
	{ "moved to another parent here, given a title there", "## A\n\na\n\n## B\n\nEtt två tre fyra.\n\n## C\n\nc\n", "## A\n\na\n\n## C\n\nc\n\n### B\n\nEtt två tre fyra.\n",
	    "## A\n\na\n\n## N\n\nEtt två tre fyra.\n\n## C\n\nc\n", "", "## A\n\na\n\n## C\n\nc\n\n### N\n\nEtt två tre fyra.\n" },
	{ "each moved one below the other's", "## A\n\na\n\n## B\n\nb\n", "## B\n\nb\n\n### A\n\na\n", "## A\n\na\n\n### B\n\nb\n", "order A", "## A\n\na\n\n### B\n\nb\n" },

	/* R9 */
	{ "different keys", "---\na: 1\nb: 2\n---\nx\n", "---\na: 3\nb: 2\n---\nx\n", "---\na: 1\nb: 4\n---\nx\n", "", "---\na: 3\nb: 4\n---\nx\n" },
	{ "one key, two values", "---\na: 1\n---\nx\n", "---\na: 2\n---\nx\n", "---\na: 3\n---\nx\n", "?meta a", "---\na: 2\n---\nx\n" },
	{ "a key added by each", "---\na: 1\n---\nx\n", "---\na: 1\nc: 3\n---\nx\n", "---\na: 1\nb: 2\n---\nx\n", "", "---\na: 1\nc: 3\nb: 2\n---\nx\n" },
	{ "a key taken away here, untouched there", "---\na: 1\nb: 2\n---\nx\n", "---\nb: 2\n---\nx\n", "---\na: 1\nb: 3\n---\nx\n", "", "---\nb: 3\n---\nx\n" },
	{ "tags are a set", "---\ntags: [a, b, c]\n---\nx\n", "---\ntags: [b, c, o]\n---\nx\n", "---\ntags: [a, b, t]\n---\nx\n", "", "---\ntags: [b, t, o]\n---\nx\n" },
	{ "tags a line each", "---\ntags:\n  - a\n  - b\n---\nx\n", "---\ntags:\n  - a\n  - b\n  - o\n---\nx\n", "---\ntags:\n  - a\n  - b\n  - t\n---\nx\n", "",
	    "---\ntags:\n  - a\n  - b\n  - t\n  - o\n---\nx\n" },
	{ "the later time", "---\nlastmod: 2024-05-20\n---\nx\n", "---\nlastmod: 2024-05-23T10:00:00+02:00\n---\nx\n", "---\nlastmod: 2024-05-23T09:30:00Z\n---\nx\n", "meta-later lastmod",
	    "---\nlastmod: 2024-05-23T09:30:00Z\n---\nx\n" },
	{ "titel is title", "---\ntitel: A\n---\nx\n", "---\ntitle: A\n---\nx\n", "---\ntitel: B\n---\nx\n", "?meta title", "" },
	{ "a comment goes with its key", "---\n# om a\na: 1\nb: 2\n---\nx\n", "---\n# mer om a\na: 1\nb: 2\n---\nx\n", "---\n# om a\na: 1\nb: 3\n---\nx\n", "", "---\n# mer om a\na: 1\nb: 3\n---\nx\n" },
	{ "a table of TOML is one key", "+++\na = 1\n[t]\nx = 1\ny = 2\n+++\nx\n", "+++\na = 1\n[t]\nx = 3\ny = 2\n+++\nx\n", "+++\na = 2\n[t]\nx = 1\ny = 2\n+++\nx\n", "",
	    "+++\na = 2\n[t]\nx = 3\ny = 2\n+++\nx\n" },
	{ "bare lines", "Title: A\nTags: a, b\n\nx\n", "Title: A\nTags: a, b, o\n\nx\n", "Title: B\nTags: a, t\n\nx\n", "", "Title: B\nTags: a, t, o\n\nx\n" },

	/* R10 */
	{ "edit / give out", STATE("approved", P1), STATE("review", P1 " Kom!"), STATE("published", P1), "?published Ett", STATE("published", P1) },
	{ "an edit while it was given out", STATE("review", P1), STATE("review", P1 " Kom!"), STATE("published", P1), "?published Ett", STATE("published", P1) },
	{ "an item added while it was given out", STATE("review", P1), STATE("review", P1) "\n## Ny\n\nn\n", STATE("published", P1), "?published Ny", STATE("published", P1) },
	{ "a correction of what was given out before", STATE("published", P1), STATE("published", P1 " Kom!"),
	    "---\ntitle: Bladet\nstate: published\n---\n\n" DOC(P1), "", "---\ntitle: Bladet\nstate: published\n---\n\n" DOC(P1 " Kom!") },
	{ "approved as the other side has it too", STATE("review", P1), STATE("approved", P1 " Kom!"), "---\ntitle: Bladet\nstate: review\n---\n\n" DOC(P1), "",
	    "---\ntitle: Bladet\nstate: approved\n---\n\n" DOC(P1 " Kom!") },
};

static void tell(const Merged *m, Str *out)
{
	for (size_t i = 0; i < m->conflicts.len; i++)
		str_printf(out, "%s?%s %s", out->len ? "|" : "", m->conflicts.v[i].kind, m->conflicts.v[i].title);
	for (size_t i = 0; i < m->notices.len; i++)
		str_printf(out, "%s%s %s", out->len ? "|" : "", m->notices.v[i].kind, m->notices.v[i].item);
}

static void each_case(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		MergeFile f = { .has = { true, true, true }, .text = { slice_c(cases[i].base), slice_c(cases[i].ours), slice_c(cases[i].theirs) } };
		MergeFile turned = { .has = { true, true, true }, .text = { f.text[MERGE_BASE], f.text[MERGE_THEIRS], f.text[MERGE_OURS] } };
		Merged m, t;
		Str told = STR_EMPTY;
		bool same;

		merge_files(&f, 1, NULL, 0, &m);
		merge_files(&turned, 1, NULL, 0, &t);
		tell(&m, &told);
		is_str(str_c(&told), cases[i].told, "%s: what is asked and told", cases[i].name);
		if (cases[i].want[0])
			is_str(str_c(&m.files[0].text), cases[i].want, "%s", cases[i].name);
		same = m.conflicts.len == t.conflicts.len;
		for (size_t k = 0; same && k < m.conflicts.len; k++)
			same = strcmp(m.conflicts.v[k].kind, t.conflicts.v[k].kind) == 0;
		ok(same, "%s: the same is asked with the sides swapped", cases[i].name);
		str_free(&told);
		merged_free(&m);
		merged_free(&t);
	}
}

/* ---- across issues ---- */

#define TEXT "Budgeten för nästa år är nu klar och ligger i mappen som alla kan läsa."
#define NEW_TEXT "Budgeten för nästa år är snart klar och ligger i mappen som alla kan läsa."
#define WITH(t) "# Maj\n\n## Ett\n\nEtt här.\n\n## Budget\n\n" t "\n"
#define WITHOUT "# Maj\n\n## Ett\n\nEtt här.\n"
#define OTHER "# Juni\n\n## Fyra\n\nFyra här.\n"
#define CARRIED(t) OTHER "\n## Budget\n\n" t "\n"

static const struct {
	const char *name;
	const char *a[MERGE_SIDES], *b[MERGE_SIDES];	/* two issues; NULL: it is not there */
	const char *told, *want_a, *want_b;		/* NULL: it is gone */
} sets[] = {
	{ "carried here, edited there", { WITH(TEXT), WITHOUT, WITH(NEW_TEXT) }, { OTHER, CARRIED(TEXT), OTHER }, "", WITHOUT, CARRIED(NEW_TEXT) },
	{ "edited here, carried there", { WITH(TEXT), WITH(NEW_TEXT), WITHOUT }, { OTHER, OTHER, CARRIED(TEXT) }, "", WITHOUT, CARRIED(NEW_TEXT) },
	{ "carried to a new issue here, edited there", { WITH(TEXT), WITHOUT, WITH(NEW_TEXT) }, { NULL, CARRIED(TEXT), NULL }, "", WITHOUT, CARRIED(NEW_TEXT) },
	{ "carried here, taken away there", { WITH(TEXT), WITHOUT, WITHOUT }, { OTHER, CARRIED(TEXT), OTHER }, "delete-move Budget", WITHOUT, OTHER },
	{ "carried and edited here, taken away there", { WITH(TEXT), WITHOUT, WITHOUT }, { OTHER, CARRIED(NEW_TEXT), OTHER }, "?edit-delete Budget", WITHOUT, CARRIED(NEW_TEXT) },
	{ "the old issue deleted with it carried, edited there", { WITH(TEXT), NULL, WITH(NEW_TEXT) }, { OTHER, CARRIED(TEXT), OTHER }, "", NULL, CARRIED(NEW_TEXT) },
	{ "an issue deleted here, untouched there", { WITH(TEXT), NULL, WITH(TEXT) }, { OTHER, OTHER, OTHER }, "", NULL, OTHER },
	{ "an issue deleted here, edited there", { WITH(TEXT), NULL, WITH(NEW_TEXT) }, { OTHER, OTHER, OTHER }, "?edit-delete ", WITH(NEW_TEXT), OTHER },
	{ "both new at one path", { NULL, WITHOUT, "# Maj\n\n## Två\n\nTvå här.\n" }, { OTHER, OTHER, OTHER }, "", "# Maj\n\n## Två\n\nTvå här.\n\n## Ett\n\nEtt här.\n", OTHER },
	{ "both carried it to one issue", { WITH(TEXT), WITHOUT, WITHOUT }, { OTHER, CARRIED(TEXT), CARRIED(NEW_TEXT) }, "", WITHOUT, CARRIED(NEW_TEXT) },
};

static void two_issues(void)
{
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		MergeFile f[2] = { { .path = "a.md" }, { .path = "b.md" } };
		const char *want[] = { sets[i].want_a, sets[i].want_b };
		Merged m;
		Str told = STR_EMPTY;

		for (int who = 0; who < MERGE_SIDES; who++) {
			f[0].has[who] = sets[i].a[who] != NULL;
			f[1].has[who] = sets[i].b[who] != NULL;
			f[0].text[who] = slice_c(sets[i].a[who]);
			f[1].text[who] = slice_c(sets[i].b[who]);
		}
		merge_files(f, 2, NULL, 0, &m);
		tell(&m, &told);
		is_str(str_c(&told), sets[i].told, "%s: what is asked and told", sets[i].name);
		for (int k = 0; k < 2; k++) {
			is_int(m.files[k].gone, want[k] == NULL, "%s: issue %d is there, or gone", sets[i].name, k);
			if (want[k])
				is_str(str_c(&m.files[k].text), want[k], "%s: issue %d", sets[i].name, k);
		}
		str_free(&told);
		merged_free(&m);
	}
}

static void to_two_issues(void)
{
	MergeFile f[3] = {
		{ .path = "a.md", .has = { true, true, true }, .text = { slice_c(WITH(TEXT)), slice_c(WITHOUT), slice_c(WITHOUT) } },
		{ .path = "b.md", .has = { true, true, true }, .text = { slice_c(OTHER), slice_c(CARRIED(NEW_TEXT)), slice_c(OTHER) } },
		{ .path = "c.md", .has = { false, false, true }, .text = { slice_c(""), slice_c(""), slice_c("# Juli\n\n## Budget\n\n" TEXT "\n") } },
	};
	Merged m;
	Str told = STR_EMPTY;

	merge_files(f, 3, NULL, 0, &m);
	tell(&m, &told);
	is_str(str_c(&told), "move-move Budget", "carried by both to two issues: both copies, and it is told");
	is_str(str_c(&m.files[0].text), WITHOUT, "it is gone from the old one");
	is_str(str_c(&m.files[1].text), CARRIED(NEW_TEXT), "ours has it as it is now");
	is_str(str_c(&m.files[2].text), "# Juli\n\n## Budget\n\n" NEW_TEXT "\n", "theirs too");
	str_free(&told);
	merged_free(&m);
}

/* ---- answers ---- */

static const struct {
	const char *name, *base, *ours, *theirs;
	MergeAnswer a[2];
	const char *want;
} answers[] = {
	{ "both paragraphs", "## A\n\nEtt två tre.\n\nFyra.\n", "## A\n\nEtt två vår.\n\nFyra.\n", "## A\n\nEtt två deras.\n\nFyra.\n\nFem.\n",
	    { { .kind = "body", .chain = "a", .choice = CHOICE_BOTH } }, "## A\n\nEtt två deras.\n\nEtt två vår.\n\nFyra.\n\nFem.\n" },
	{ "ours, the rest stays joined", "## A\n\nEtt två tre.\n\nFyra.\n", "## A\n\nEtt två vår.\n\nFyra.\n", "## A\n\nEtt två deras.\n\nFyra.\n\nFem.\n",
	    { { .kind = "body", .chain = "a", .choice = CHOICE_OURS } }, "## A\n\nEtt två vår.\n\nFyra.\n\nFem.\n" },
	{ "both of one title", "## A\n\na\n", "## A\n\na\n\n## N\n\nGemensamt.\n\nVårt.\n", "## A\n\na\n\n## N\n\nGemensamt.\n\nDeras.\n",
	    { { .kind = "add-add", .chain = "n", .choice = CHOICE_BOTH } }, "## A\n\na\n\n## N\n\nGemensamt.\n\nDeras.\n\nVårt.\n" },
	{ "a body written anew", "## A\n\na\n\n## B\n\nb\n", "## A\n\nvår\n\n## B\n\nb\n", "## A\n\nderas\n\n## B\n\nb1\n",
	    { { .kind = "body", .chain = "a", .choice = CHOICE_TEXT, .text = { "## AA\n\nny\n", 10 } } }, "## AA\n\nny\n\n## B\n\nb1\n" },
	{ "the correction", STATE("review", P1), STATE("review", P1 " Kom!"), STATE("published", P1), { { .kind = "published", .chain = "ett", .choice = CHOICE_OURS } },
	    STATE("published", P1 " Kom!") },
	{ "into the next issue", STATE("review", P1), STATE("review", P1 " Kom!"), STATE("published", P1), { { .kind = "published", .chain = "ett", .choice = CHOICE_NEXT } },
	    STATE("published", P1) },
	{ "dropped", STATE("review", P1), STATE("review", P1 " Kom!"), STATE("published", P1), { { .kind = "published", .chain = "ett", .choice = CHOICE_THEIRS } },
	    STATE("published", P1) },
	{ "the parent stays", "## A\n\n### B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n", "## D\n\nd\n", "## A\n\n### B\n\nb1\n\n### C\n\nc\n\n## D\n\nd\n",
	    { { .kind = "edit-delete", .chain = "a", .choice = CHOICE_THEIRS } }, "## A\n\n### B\n\nb1\n\n## D\n\nd\n" },
	{ "the parent goes, with what changed below it", "## A\n\n### B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n", "## D\n\nd\n", "## A\n\n### B\n\nb1\n\n### C\n\nc\n\n## D\n\nd\n",
	    { { .kind = "edit-delete", .chain = "a", .choice = CHOICE_OURS } }, "## D\n\nd\n" },
	{ "what is not asked changes nothing", "## A\n\na\n\n## B\n\nb\n", "## A\n\nvår\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb1\n",
	    { { .kind = "body", .chain = "b", .choice = CHOICE_OURS } }, "## A\n\nvår\n\n## B\n\nb1\n" },
	{ "both of one title, a paragraph carried to theirs and changed here", "## A\n\n" COST "\n\n" MEETING "\n", "## A\n\n" COST "\n\n" MEETING_NEW "\n\n## N\n\nVårt.\n",
	    "## A\n\n" COST "\n\n## N\n\nDeras.\n\n" MEETING "\n", { { .kind = "add-add", .chain = "n", .choice = CHOICE_BOTH } },
	    "## A\n\n" COST "\n\n## N\n\nDeras.\n\n" MEETING_NEW "\n\nVårt.\n" },
	{ "both of one title, a paragraph carried to ours and changed there", "## A\n\n" COST "\n\n" MEETING "\n", "## A\n\n" COST "\n\n## N\n\nVårt.\n\n" MEETING "\n",
	    "## A\n\n" COST "\n\n" MEETING_NEW "\n\n## N\n\nDeras.\n", { { .kind = "add-add", .chain = "n", .choice = CHOICE_BOTH } },
	    "## A\n\n" COST "\n\n## N\n\nDeras.\n\nVårt.\n\n" MEETING_NEW "\n" },
	{ "one of two under one title, its paragraph carried there to what was taken away here", "## A\n\n" HALL "\n\n## B\n\nb\n", "## B\n\nb\n\n## N\n\n" MEETING "\n\n" COST "\n",
	    "## A\n\n" HALL_NEW "\n\n" MEETING "\n\n## B\n\nb\n\n## N\n\n" COST "\n",
	    { { .kind = "add-add", .chain = "n", .choice = CHOICE_OURS }, { .kind = "edit-delete", .chain = "a", .choice = CHOICE_THEIRS } },
	    "## A\n\n" HALL_NEW "\n\n" MEETING "\n\n## B\n\nb\n\n## N\n\n" COST "\n" },
	{ "the same, turned", "## A\n\n" HALL "\n\n## B\n\nb\n", "## A\n\n" HALL_NEW "\n\n" MEETING "\n\n## B\n\nb\n\n## N\n\n" COST "\n",
	    "## B\n\nb\n\n## N\n\n" MEETING "\n\n" COST "\n",
	    { { .kind = "add-add", .chain = "n", .choice = CHOICE_THEIRS }, { .kind = "edit-delete", .chain = "a", .choice = CHOICE_OURS } },
	    "## A\n\n" HALL_NEW "\n\n## B\n\nb\n\n## N\n\n" MEETING "\n\n" COST "\n" },
	{ "carried to what was taken away there, and changed there", "## A\n\n" HALL "\n\n## B\n\nb\n\n" MEETING "\n", "## A\n\n" HALL "\n\n" MEETING "\n\n## B\n\nb\n",
	    "## B\n\nb\n\n" MEETING_NEW "\n", { { .kind = "edit-delete", .chain = "a", .choice = CHOICE_OURS } },
	    "## A\n\n" HALL "\n\n" MEETING_NEW "\n\n## B\n\nb\n" },
};

static void each_answer(void)
{
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		Str out = STR_EMPTY;
		Conflicts c = { 0 };
		size_t n = answers[i].a[1].kind ? 2 : 1;

		ok(merge_answered(slice_c(answers[i].base), slice_c(answers[i].ours), slice_c(answers[i].theirs), answers[i].a, n, &out, &c),
		    "answered, %s: nothing is open", answers[i].name);
		is_str(str_c(&out), answers[i].want, "answered, %s", answers[i].name);
		conflicts_free(&c);
		str_free(&out);
	}
}

int main(void)
{
	tap_scrub();
	each_case();
	two_issues();
	to_two_issues();
	each_answer();
	return tap_done();
}
