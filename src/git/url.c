/* Addresses of shared repositories, as git reads them: URLs, host:path, and paths. */
#include "git/url.h"

#include <stdlib.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"

static const struct {
	const char *scheme;
	UrlKind kind;
} schemes[] = {
	{ "file", URL_LOCAL }, { "ssh", URL_SSH }, { "ssh+git", URL_SSH }, { "git+ssh", URL_SSH },
	{ "http", URL_OTHER }, { "https", URL_OTHER }, { "git", URL_OTHER },
};

static bool is_scheme_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

static bool has_control(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

static const Err *refuse(const char *text, const char *why)
{
	Str shown = STR_EMPTY;
	const Err *err;

	utf8_gate(slice_c(text), GATE_LINE, &shown);
	err = err_new(ERR_USAGE, _("the address “%s” cannot be used: %s"), str_c(&shown), why);
	str_free(&shown);
	return err;
}

static bool all_digits(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.len > 0 && s.len <= 5;
}

static void set_host(Url *out, Slice user, Slice host)
{
	out->host = mem_printf("%.*s%.*s", (int)user.len, user.len ? user.p : "", (int)host.len, host.len ? host.p : "");
}

/* user@host:port, user@[::1]:port; scp: a port only inside the brackets. */
static void split_host(Slice s, bool scp, Url *out)
{
	Slice user = slice(s.p, 0), host, rest = slice(s.p, 0);
	ptrdiff_t at = -1, end;

	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == '@')
			at = (ptrdiff_t)i;
	if (at >= 0)
		user = slice_sub(s, 0, (size_t)at + 1);
	host = slice_sub(s, user.len, s.len);
	if (host.len > 0 && host.p[0] == '[' && (end = slice_find(host, SLICE_LIT("]"), 1)) > 0) {
		rest = slice_sub(host, (size_t)end + 1, host.len);
		host = slice_sub(host, 1, (size_t)end);
		if (scp)
			rest = slice(host.p, 0);
	}
	end = slice_find(host, SLICE_LIT(":"), 0);
	/* one colon is a port; two are an IPv6 address */
	if (rest.len == 0 && end >= 0 && slice_find(host, SLICE_LIT(":"), (size_t)end + 1) < 0) {
		rest = slice_sub(host, (size_t)end, host.len);
		if (rest.len == 1 || all_digits(slice_sub(rest, 1, rest.len)))
			host = slice_sub(host, 0, (size_t)end);
	}
	if (rest.len > 1 && all_digits(slice_sub(rest, 1, rest.len)))
		out->port = slice_dup(slice_sub(rest, 1, rest.len));
	set_host(out, user, host);
}

static const Err *parse_scheme(const char *text, size_t n, Url *out)
{
	Slice scheme = slice(text, n), rest = slice_c(text + n + 3);
	ptrdiff_t slash = slice_find(rest, SLICE_LIT("/"), 0);
	Slice authority = slice_sub(rest, 0, slash < 0 ? rest.len : (size_t)slash);
	Str host = STR_EMPTY, path = STR_EMPTY;
	const Err *err = NULL;
	size_t i = 0;

	while (i < sizeof schemes / sizeof *schemes &&
	    !(strlen(schemes[i].scheme) == n && strncasecmp(schemes[i].scheme, text, n) == 0))
		i++;
	if (i == sizeof schemes / sizeof *schemes) {
		char *name = slice_dup(scheme);

		err = err_new(ERR_USAGE, _("addresses that begin with “%s://” are not supported: use ssh://, https:// or a path"), name);
		free(name);
		return err;
	}
	out->kind = schemes[i].kind;
	if (out->kind == URL_OTHER)
		return NULL;
	hex_unescape(authority, &host);
	hex_unescape(slice_sub(rest, authority.len, rest.len), &path);
	if (has_control(str_slice(&host)) || has_control(str_slice(&path)))
		err = refuse(text, _("it holds a control character"));
	else if (path.len < 2 && out->kind == URL_SSH)
		err = refuse(text, _("it names no repository"));
	else if (path.len == 0)
		err = refuse(text, _("it names no repository"));
	else if (out->kind == URL_LOCAL && host.len > 0 && !slice_is(str_slice(&host), "localhost"))
		err = refuse(text, _("it names another computer; use ssh://"));
	else if (out->kind == URL_SSH && str_c(&path)[1] == '~')
		out->path = mem_dup(str_c(&path) + 1);
	else
		out->path = mem_dup(str_c(&path));
	if (!err && out->kind == URL_SSH)
		split_host(str_slice(&host), false, out);
	str_free(&host);
	str_free(&path);
	return err;
}

/* Where the path begins in host:path, or NULL: a colon before any slash, and not in brackets. */
static const char *scp_colon(const char *text)
{
	const char *open = strchr(text, '['), *slash = strchr(text, '/'), *colon = strchr(text, ':');

	if (!colon || (slash && slash < colon))
		return NULL;
	if (open && open < colon && (open == text || open[-1] == '@')) {
		const char *close = strchr(open, ']');

		if (close)
			return close[1] == ':' ? close + 1 : NULL;
	}
	return colon;
}

const Err *url_parse(const char *text, Url *out)
{
	const char *colon;
	const Err *err = NULL;
	size_t n = 0;

	*out = (Url){ .kind = URL_LOCAL };
	if (*text == '\0')
		return refuse(text, _("it is empty"));
	if (has_control(slice_c(text)))
		return refuse(text, _("it holds a control character"));
	while (is_scheme_char(text[n]))
		n++;
	if (n > 0 && strncmp(text + n, "://", 3) == 0) {
		err = parse_scheme(text, n, out);
	} else if (strncmp(text + n, "::", 2) == 0) {
		err = refuse(text, _("helpers of git are not run"));
	} else if ((colon = scp_colon(text))) {
		out->kind = URL_SSH;
		split_host(slice(text, (size_t)(colon - text)), true, out);
		out->path = mem_dup(colon + 1);
	} else {
		out->path = mem_dup(text);
	}
	if (!err && out->kind == URL_SSH) {
		const char *host = strrchr(out->host, '@');

		host = host ? host + 1 : out->host;
		if (*host == '\0')
			err = refuse(text, _("it names no computer"));
		else if (*out->path == '\0')
			err = refuse(text, _("it names no repository"));
		else if (*host == '-' || out->host[0] == '-' || out->path[0] == '-')
			err = refuse(text, _("a part of it begins with “-”"));
	}
	if (err)
		url_free(out);
	return err;
}

void url_free(Url *u)
{
	free(u->host);
	free(u->port);
	free(u->path);
	*u = (Url){ .kind = URL_LOCAL };
}

/* As git quotes for the shell on the other side. */
void url_quote(const char *path, Str *out)
{
	str_add_char(out, '\'');
	for (; *path; path++) {
		if (*path == '\'' || *path == '!')
			str_printf(out, "'\\%c'", *path);
		else
			str_add_char(out, *path);
	}
	str_add_char(out, '\'');
}
