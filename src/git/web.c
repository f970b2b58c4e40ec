/* What git's configuration and the surroundings say of a web address: by which proxy, and whom to trust. */
#include "git/web.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/login.h"
#include "git/run.h"

static bool is_web(const char *address)
{
	return strncasecmp(address, "http://", 7) == 0 || strncasecmp(address, "https://", 8) == 0;
}

/* http.KEY for this address, by git's own rules of which http.URL.KEY is closest: "KEY\nVALUE\0" each. */
static const Err *settings(Talk *t, const char *address, Str *out)
{
	char *argv[] = { mem_dup("git"), mem_dup("config"), mem_dup("--null"), mem_dup("--get-urlmatch"), mem_dup("http"), mem_dup(address), NULL };
	Run run = { .name = "git config", .argv = argv, .dir = t->r ? t->r->git_dir : NULL, .limit_ms = t->patience };
	RunWatch watch = { .batch = true };
	RunEnd end;
	const Err *err = run_program(&run, &watch, false, &end);

	if (!err)	/* status 1: none is set */
		str_add_slice(out, str_slice(&end.out));
	run_end_free(&end);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
}

static char *setting(const Str *all, const char *key)
{
	for (size_t at = 0; at < all->len; at += strlen(all->p + at) + 1) {
		const char *line = all->p + at;
		size_t n = strlen(key);

		if (strncmp(line, key, n) == 0 && line[n] == '\n')
			return mem_dup(line + n + 1);
	}
	return NULL;
}

/* ---- the proxy ---- */

static const char *first_set(const char *const *names)
{
	for (; *names; names++) {
		const char *v = getenv(*names);

		if (v && *v)
			return v;
	}
	return NULL;
}

/* no_proxy: names, a domain's with or without a point before it, parted by commas; "*" is all. */
static bool goes_direct(Slice host)
{
	static const char *const names[] = { "no_proxy", "NO_PROXY", NULL };
	const char *list = first_set(names);

	while (list && *list) {
		size_t n = strcspn(list, ", ");
		Slice one = slice(list, n);

		if (slice_is(one, "*"))
			return true;
		if (one.len && one.p[0] == '.')
			one = slice_sub(one, 1, one.len);
		if (one.len && host.len >= one.len && strncasecmp(host.p + host.len - one.len, one.p, one.len) == 0 &&
		    (host.len == one.len || host.p[host.len - one.len - 1] == '.'))
			return true;
		list += n + (list[n] != '\0');
	}
	return false;
}

/* The host of an address, and its port (empty: none is given). */
static Slice host_of(const char *address, Slice *port)
{
	const char *p = strstr(address, "://") + 3, *end = p + strcspn(p, "/?#"), *at = memchr(p, '@', (size_t)(end - p));
	bool brackets;
	Slice host;

	p = at ? at + 1 : p;
	brackets = *p == '[';
	host = brackets ? slice(p + 1, strcspn(p + 1, "]/?#")) : slice(p, strcspn(p, ":/?#"));
	p = host.p + host.len + brackets;
	*port = p < end && *p == ':' ? slice(p + 1, (size_t)(end - p - 1)) : slice(end, 0);
	return host;
}

static char *find_proxy(Talk *t, const char *remote, const char *address, const Str *all)
{
	static const char *const secure[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
	static const char *const plain[] = { "http_proxy", "all_proxy", "ALL_PROXY", NULL };
	char *key = remote ? mem_printf("remote.%s.proxy", remote) : NULL, *set = key ? conf_get(t->r, key) : NULL;
	const char *env = NULL;
	Slice port;

	free(key);
	if (!set)
		set = setting(all, "http.proxy");
	if (!set && (env = first_set(strncasecmp(address, "https", 5) == 0 ? secure : plain)))
		set = mem_dup(env);
	if (set && (!*set || (env && goes_direct(host_of(address, &port))))) {
		free(set);
		set = NULL;
	}
	if (set && !strstr(set, "://")) {
		char *whole = mem_printf("http://%s", set);

		free(set);
		set = whole;
	}
	return set;
}

git_proxy_options web_proxy(Talk *t)
{
	git_proxy_options o;

	git_proxy_options_init(&o, GIT_PROXY_OPTIONS_VERSION);
	o.type = t->proxy ? GIT_PROXY_SPECIFIED : GIT_PROXY_NONE;
	o.url = t->proxy;
	o.credentials = login_ask;
	o.payload = t;
	return o;
}

/* ---- whom to trust ---- */

/* From the environment, else as it is set; "~/" is the user's home. */
static char *find_path(const char *variable, const Str *all, const char *key)
{
	const char *env = getenv(variable), *home = getenv("HOME");
	char *set = env && *env ? mem_dup(env) : setting(all, key);

	if (set && !*set) {
		free(set);
		return NULL;
	}
	if (set && home && strncmp(set, "~/", 2) == 0) {
		char *whole = path_join(home, set + 2);

		free(set);
		set = whole;
	}
	return set;
}

static const Err *trust(const Str *all)
{
	char *file = find_path("GIT_SSL_CAINFO", all, "http.sslcainfo"), *dir = find_path("GIT_SSL_CAPATH", all, "http.sslcapath");
	const Err *err = NULL;

	if (file && access(file, R_OK) != 0)
		err = err_errno(_("the certificates in “%s” (http.sslCAInfo) cannot be read"), file);
	else if ((file || dir) && git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, dir) < 0)
		err = git2_err(GIT_ERROR, _("the certificates in “%s” (http.sslCAInfo) cannot be used"), file ? file : dir);
	free(file);
	free(dir);
	return err;
}

/* libgit2 1.5 asks a proxy for an http address in the right words, but says them to the server itself: its connections are led there. */
static void lead_to_proxy(Talk *t, const char *address)
{
	Slice host, port;

	if (!t->proxy || strncasecmp(address, "http://", 7) != 0)
		return;
	host = host_of(t->proxy, &port);
	free(t->via_host);
	free(t->via_port);
	t->via_host = slice_dup(host);
	t->via_port = port.len ? slice_dup(port) : mem_dup(strncasecmp(t->proxy, "https", 5) == 0 ? "443" : "80");
}

const Err *web_prepare(Talk *t, const char *remote, const char *address)
{
	Str all = STR_EMPTY;
	const Err *err;

	if (!is_web(address))
		return NULL;
	err = settings(t, address, &all);
	if (!err)
		err = trust(&all);
	if (!err) {
		free(t->proxy);
		t->proxy = find_proxy(t, remote, address, &all);
		lead_to_proxy(t, address);
	}
	str_free(&all);
	return err;
}
