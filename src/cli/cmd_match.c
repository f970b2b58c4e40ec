/* Correcting which item is which. */
#include <stdlib.h>

#include "archive/match_notes.h"
#include "archive/rematch.h"
#include "base/words.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/print.h"

/* ---- what was said ---- */

typedef struct {
	Json *json;		/* NULL: for people */
	size_t count;
} Listing;

static char *item_address(const char *path, const char *chain, const Oid *commit)
{
	Str id = STR_EMPTY, out = STR_EMPTY;

	if (commit)
		oid_short(commit, &id);
	addr_format(slice_c(path), ADDR_ITEM, slice_c(chain), str_slice(&id), &out);
	str_free(&id);
	return str_steal(&out);
}

static void list_one(void *data, const Oid *commit, const NoteLine *line)
{
	Listing *l = data;
	bool join = line->kind == NOTE_JOIN;
	char *address = item_address(line->path, line->chain, commit), hex[OID_HEX + 1];
	Oid last;
	bool older = line->from_id && oid_parse(slice_c(line->from_id), &last);
	char *was = join ? item_address(line->from_path, line->from_chain, older ? &last : NULL) : NULL;

	l->count++;
	if (l->json) {
		oid_hex(commit, hex);
		json_open(l->json, NULL, '{');
		json_c(l->json, "kind", join ? "join" : "part");
		json_c(l->json, "address", address);
		json_c(l->json, "id", hex);
		json_c(l->json, "was", was);
		json_close(l->json, '}');
	} else if (join) {
		print_f(_("%s is what was %s"), address, was);
		print_f("\n");
	} else {
		print_f(_("%s is new there"), address);
		print_f("\n");
	}
	free(address);
	free(was);
}

static const Err *list_all(const Call *c, Archive *a)
{
	MatchNotes *n = NULL;
	Listing l = { NULL, 0 };
	Str s = STR_EMPTY;
	Json j;
	const Err *err = match_notes_read(&n, a);

	if (err)
		return err;
	if (call_has(c, "json")) {
		j = print_json_begin(&s);
		json_open(&j, "matches", '[');
		l.json = &j;
	}
	match_notes_each(n, list_one, &l);
	if (l.json) {
		json_close(&j, ']');
		print_json_end(&j);
	} else if (!l.count) {
		print_f("%s\n", _("Nothing was corrected: which item is which follows from the texts."));
	}
	match_notes_free(n);
	return NULL;
}

/* ---- saying ---- */

typedef enum { SAY_PART, SAY_JOIN, SAY_UNDO } Say;
static const struct {
	const char *word;
	Say say;
	int args;		/* with the word itself */
} says[] = { { "part", SAY_PART, 2 }, { "join", SAY_JOIN, 3 }, { "undo", SAY_UNDO, 2 } };

static const Err *say(const Call *c, Archive *a, Say what, const Target *t)
{
	char *was = NULL;
	const Err *err = what == SAY_PART ? rematch_part(a, t) : what == SAY_JOIN ? rematch_join(a, t, slice_c(c->args[2]), &was) : rematch_undo(a, t);

	if (!err && what == SAY_UNDO) {
		print_f(_("%s is again what follows from the texts."), t->address);
	} else if (!err) {
		if (was)
			print_f(_("%s is what was %s."), t->address, was);
		else
			print_f(_("%s is new there."), t->address);
		print_f("\n");
		print_f(_("“blad match undo %s” takes that back."), t->address);
	}
	if (!err)
		print_f("\n");
	free(was);
	return err;
}

/* HEAD will be another; what is said to take it back holds by the id. */
static void name_version(Target *t)
{
	if (t->at != AT_COMMIT || t->part != ADDR_ITEM || !slice_ends(slice_c(t->address), "@HEAD"))
		return;
	free(t->address);
	t->address = item_address(t->path, t->chain, &t->commit);
}

static const Err *correct(const Call *c, Archive *a, Say what)
{
	Target t = { 0 };
	const Err *err = target_find_past(a, slice_c(c->args[1]), &t);

	if (!err) {
		name_version(&t);
		err = say(c, a, what, &t);
	}
	if (err && err_kind(err) == ERR_IDENTITY && !(err = ask_identity(a, err)))
		err = say(c, a, what, &t);
	target_free(&t);
	return err;
}

const Err *cmd_match(const Call *c)
{
	Archive *a = NULL;
	const Err *err = NULL;
	size_t i = 0, n = sizeof says / sizeof *says;

	while (c->count && i < n && (strcmp(c->args[0], says[i].word) != 0 || c->count != says[i].args))
		i++;
	if (c->count && (i == n || call_has(c, "json")))
		err = err_new(ERR_USAGE, _("usage: blad %s%s%s"), "match", " ", _("[part ITEM@VERSION | join ITEM@VERSION OTHER | undo ITEM@VERSION]"));
	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = c->count ? correct(c, a, says[i].say) : list_all(c, a);
	archive_free(a);
	return err;
}
