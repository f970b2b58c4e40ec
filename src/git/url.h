/* Addresses of shared repositories, as git reads them; private to this room. */
#ifndef BLAD_GIT_URL_H
#define BLAD_GIT_URL_H

#include "base/err.h"
#include "base/str.h"

typedef enum { URL_LOCAL, URL_SSH, URL_OTHER } UrlKind;	/* OTHER: http, https and git, which are libgit2's own */
typedef struct {
	UrlKind kind;
	char *host;		/* with "user@" before it */
	char *port;		/* digits, or NULL */
	char *path;
} Url;

/* Refused: other schemes and helpers ("ext::"), control bytes, and hosts, users and paths that ssh would take for options. */
const Err *url_parse(const char *text, Url *out);
void url_free(Url *u);

/* One word for the shell on the other side; appends. */
void url_quote(const char *path, Str *out);

#endif
