/* Files changed by hand: what is remembered of them, and from what a draft of one begins. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/by_hand.h"
#include "archive/by_hand_note.h"
#include "archive/draft_take.h"
#include "archive/record.h"
#include "archive_lib.h"
#include "base/file.h"

#define PATHS 6

static const char *const paths[PATHS] = { "a.md", "k/å b.md", "x#y@z%.md", "en\nrad.md", "left.md", "\xff.md" };

static Oid some_id(void)
{
	Oid id;

	for (size_t i = 0; i < OID_BYTES; i++)
		id.b[i] = (unsigned char)(1 + rnd_below(255));
	return id;
}

/* What the header says, in the simplest form: one slot a path. */
typedef struct {
	bool there;
	Oid base, commit;
} Slot;

static void model(Slot *s, const WorkMove *m, const Oid *was)
{
	bool taken = !oid_is_zero(&m->taken);

	if (!m->left)
		s->there = false;
	else if (!s->there || m->seen || taken)
		*s = (Slot){ true, taken ? m->taken : m->was, *was };
}

static bool agrees(const Slot *slots, const HandNotes *notes)
{
	size_t n = 0;

	for (size_t i = 0; i < PATHS; i++) {
		const HandNote *h = hand_notes_find(notes, paths[i]);

		if (!slots[i].there != !h || (h && (!oid_eq(&h->base, &slots[i].base) || !oid_eq(&h->commit, &slots[i].commit))))
			return false;
		n += slots[i].there;
	}
	return n == notes->len;
}

static void notes(void)
{
	Slot slots[PATHS] = { { false, { { 0 } }, { { 0 } } } };
	HandNotes n = { 0 };

	for (int i = 0; i < tap_rounds(300); i++) {
		VEC(WorkMove) moves = { 0 };
		Oid was = some_id();

		for (size_t k = 0; k < PATHS; k++) {
			WorkMove m = { .path = paths[k], .was = some_id(), .now = some_id(), .left = !rnd_one_in(3), .seen = rnd_one_in(3) };

			if (rnd_one_in(4))
				m.taken = some_id();
			if (rnd_one_in(2))
				continue;
			VEC_PUSH(&moves, m);
			model(&slots[k], &m, &was);
		}
		must(hand_notes_follow(tap_dir(), "by-hand", &was, moves.v, moves.len), "following");
		hand_notes_read(tap_dir(), "by-hand", &n);
		law(agrees(slots, &n), "after move %d", i);
		hand_notes_free(&n);
		VEC_FREE(&moves);
	}
	law_done("the first base is kept while a file is left, and forgotten when it follows");

	for (int i = 0; i < tap_rounds(300); i++) {
		Str s = STR_EMPTY;

		str_add_c(&s, rnd_one_in(8) ? "" : "blad-by-hand 1\n");
		for (unsigned k = rnd_below(4); k > 0; k--) {
			str_add_c(&s, "left ");
			for (unsigned b = rnd_below(120); b > 0; b--)
				str_add_char(&s, rnd_one_in(3) ? (char)rnd_below(256) : "0123456789abcdef "[rnd_below(17)]);
			str_add_char(&s, '\n');
		}
		must(file_write(tap_path("by-hand"), str_slice(&s)), "writing");
		hand_notes_read(tap_dir(), "by-hand", &n);
		law(n.len <= 3, "%zu notes of what is none", n.len);
		hand_notes_free(&n);
		str_free(&s);
	}
	law_done("what cannot be read is none");
}

static const char *const files[] = { "a.md", "# A\n\n## Ett\n\nEtt här.\n\n## Två\n\nTvå här.\n\n## Tre\n\nTre här.\n", NULL };

/* The draft's base and text, as "base blob's time|text". */
static char *taken_from(Archive *a, Str *base)
{
	Draft *d = NULL;
	char *text;

	must(draft_peek(&d, a, "a.md"), "peeking");
	str_clear(base);
	str_add_slice(base, draft_base(d));
	text = slice_dup(draft_text(d));
	draft_close(d);
	return text;
}

/* However the version went on and the index with it: the base is what the hand changed, so only its own words are in the draft. */
static void bases(void)
{
	static const struct {
		const char *name, *sh;
		const char *was, *lacks;	/* what the base has; what neither base nor text have */
	} cases[] = {
		{ "nothing else happened", "sed -i 's/Två här/Två för hand/' a.md", "Ett här", NULL },
		{ "the tip was moved without its work tree",
		    "sed -i 's/Ett här/Ett nytt/' a.md; git commit -qam nytt; git update-ref refs/heads/main HEAD; git checkout -q --detach HEAD~; "
		    "git symbolic-ref HEAD refs/heads/main; sed -i 's/Två här/Två för hand/' a.md", "Ett här", "Ett nytt" },
		{ "it is staged", "sed -i 's/Två här/Två för hand/' a.md; git add a.md", "Två här", NULL },
		{ "it is staged and changed on", "sed -i 's/Två här/Två/' a.md; git add a.md; sed -i 's/^Två$/Två för hand/; s/^Två\\.$/Två för hand./' a.md", "Två här", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *dir = archive_make("arkiv", files), *address = NULL, *text;
		Archive *a;
		Str base = STR_EMPTY;
		bool beside = true;

		git_sh(dir, "%s", cases[i].sh);
		a = archive_must_open(dir);
		must(by_hand_take(a, "a.md", &address, &beside), cases[i].name);
		text = taken_from(a, &base);
		is_str(address, "a.md", "%s: taken", cases[i].name);
		ok(!beside && strstr(text, "Två för hand"), "%s: the text", cases[i].name);
		ok(strstr(str_c(&base), cases[i].was) && !strstr(str_c(&base), "för hand"), "%s: the base", cases[i].name);
		ok(!cases[i].lacks || (!strstr(text, cases[i].lacks) && !strstr(str_c(&base), cases[i].lacks)), "%s: nothing else", cases[i].name);
		free(address);
		free(text);
		must(by_hand_take(a, "a.md", &address, &beside), cases[i].name);
		is_str(address, "a.md", "%s: taken again, it is the same draft", cases[i].name);
		free(address);
		free(dir);
		str_free(&base);
		archive_free(a);
		git_sh(tap_dir(), "rm -rf arkiv");
	}
}

/* Whatever is recorded, edited and changed by hand in turn, in items of their own: all of it is in the end, and the work tree clean. */
static void turns(void)
{
	static const char *const items[] = { "Ett", "Två", "Tre" };

	for (int round = 0; round < tap_rounds(12); round++) {
		char *dir = archive_make("arkiv", files), *address = NULL;
		Archive *a = archive_must_open(dir);
		RecordResult r = { 0 };
		RecordOpts o = { 0 };
		unsigned hand = rnd_below(3), editor = (hand + 1 + rnd_below(2)) % 3;
		int by_hand = 0, in_blad = 0;
		bool beside = false;

		for (int step = 0; step < 8; step++) {
			switch (rnd_below(4)) {
			case 0:
				git_sh(dir, "sed -i 's/^%s .*/%s hand %d./' a.md; %s", items[hand], items[hand], ++by_hand, rnd_one_in(3) ? "git add a.md" : "true");
				break;
			case 1: {
				Draft *d = NULL;
				Str text = STR_EMPTY;
				ptrdiff_t at;
				char *was = in_blad ? mem_printf("%s blad %d.", items[editor], in_blad) : mem_printf("%s här.", items[editor]);
				char *now = mem_printf("%s blad %d.", items[editor], in_blad + 1);

				must(archive_refresh(a, NULL), "refreshing");
				must(draft_open(&d, a, "a.md"), "opening");
				must(draft_rebase(d), "setting on the tip");
				str_add_slice(&text, draft_text(d));
				at = slice_find(str_slice(&text), slice_c(was), 0);
				if (law(at >= 0, "round %d: “%s” is in the draft", round, was)) {
					str_splice(&text, (size_t)at, strlen(was), slice_c(now));
					must(draft_save(d, str_slice(&text)), "saving");
					in_blad++;
				}
				draft_close(d);
				str_free(&text);
				free(was);
				free(now);
				break;
			}
			case 2:
				must(record_drafts(a, NULL, 0, &o, &r), "recording");
				record_result_free(&r);
				break;
			default:
				if (!by_hand_take(a, "a.md", &address, &beside))
					law(!beside, "round %d: no second draft", round);
				free(address);
				address = NULL;
			}
		}
		(void)by_hand_take(a, "a.md", &address, &beside);
		free(address);
		must(record_drafts(a, NULL, 0, &o, &r), "recording at last");
		record_result_free(&r);
		if (by_hand)
			law(git_sh_ok(dir, "git show HEAD:a.md | grep -q '^%s hand %d\\.$'", items[hand], by_hand), "round %d: the hand's words", round);
		if (in_blad)
			law(git_sh_ok(dir, "git show HEAD:a.md | grep -q '^%s blad %d\\.$'", items[editor], in_blad), "round %d: the editor's words", round);
		law(strcmp(git_sh(dir, "git status --porcelain"), "") == 0, "round %d: clean: %s", round, git_sh(dir, "git status --porcelain; git diff HEAD"));
		archive_free(a);
		free(dir);
		git_sh(tap_dir(), "rm -rf arkiv");
	}
	law_done("nothing of either side is lost, and the work tree follows in the end");
}

int main(void)
{
	tap_scrub();
	archive_begin();
	rnd_seed(1);
	notes();
	bases();
	turns();
	return tap_done();
}
