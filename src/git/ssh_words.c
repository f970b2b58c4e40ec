/* What ssh says when it cannot, in plain words: what that means and what to do. */
#include "git/ssh_words.h"

#include "base/utf8.h"
#include "base/words.h"

static bool has(Slice said, const char *what)
{
	return slice_find(said, slice_c(what), 0) >= 0;
}

/* What stands behind `before` on its line, or on the next one; appends it, made harmless. */
static bool find(Slice said, const char *before, bool next, Str *out)
{
	ptrdiff_t at = slice_find(said, slice_c(before), 0);
	Slice rest, line;

	if (at < 0)
		return false;
	rest = slice_sub(said, (size_t)at + strlen(before), said.len);
	line = slice_line(&rest);
	if (next)
		line = slice_line(&rest);
	line = slice_trim(line);
	if (slice_ends(line, "."))
		line.len--;
	utf8_gate(line, GATE_LINE, out);
	return line.len > 0;
}

/* The last line that speaks of it, as ssh said it: for whoever looks after the server. */
static void quote(Slice said, const char *what, Str *out)
{
	while (said.len) {
		Slice line = slice_trim(slice_line(&said));

		if (!has(line, what))
			continue;
		str_add_c(out, " (");
		utf8_gate(slice_ends(line, ".") ? slice_sub(line, 0, line.len - 1) : line, GATE_LINE, out);
		str_add_char(out, ')');
		return;
	}
}

static void say_changed(Slice said, Str *out)
{
	Str print = STR_EMPTY, where = STR_EMPTY;
	ptrdiff_t offending = slice_find(said, SLICE_LIT("Offending "), 0);

	find(said, "key sent by the remote host is", true, &print);
	if (offending >= 0)
		find(slice_sub(said, (size_t)offending, said.len), " key in ", false, &where);
	str_add_c(out, _("the server's key is not the one that is known here, so nothing was sent: either somebody stands between, or the server was "
	    "given a new key; ask whoever runs it"));
	if (print.len)
		str_printf(out, _(" whether its fingerprint is %s"), str_c(&print));
	if (where.len)
		str_printf(out, _(", and only if so remove the old one (%s)"), str_c(&where));
	str_free(&print);
	str_free(&where);
}

static void say_unknown(SshAsked asked, Str *out)
{
	str_add_c(out, asked == SSH_ASKED_NOBODY ? _("the server's key is not known here, and nobody could be asked whether it is right: connect once with "
	    "ssh in a terminal, or sync in the interface") : _("the server's key was not accepted, so nothing was sent"));
}

static void say_denied(SshAsked asked, Str *out)
{
	static const char *const words[] = {
		[SSH_ASKED_NOBODY] = N_("the server let us in with no key, and nobody could be asked for a passphrase or a password: sync in a terminal or "
		    "in the interface, or load the key with ssh-add"),
		[SSH_ASKED] = N_("the server let us in with no key of yours: has whoever runs it been given the public one?"),
		[SSH_ASKED_SECRETS] = N_("the server did not let us in with what was typed; try again, or load the key with ssh-add"),
	};

	str_add_c(out, _(words[asked]));
}

bool ssh_words(Slice said, SshAsked asked, Str *out)
{
	if (has(said, "HOST IDENTIFICATION HAS CHANGED")) {
		say_changed(said, out);
		return true;
	}
	if (has(said, "REVOKED HOST KEY")) {
		str_add_c(out, _("the server's key was declared invalid (revoked), so nothing was sent; ask whoever runs it"));
		return true;
	}
	if (has(said, "Host key verification failed")) {
		say_unknown(asked, out);
		quote(said, "Host key verification failed", out);
		return true;
	}
	if (has(said, "Permission denied (")) {
		say_denied(asked, out);
		quote(said, "Permission denied (", out);
		return true;
	}
	return false;
}
