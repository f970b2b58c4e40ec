/* What the configuration says of a shared repository: its addresses and its refspecs; private to this room. */
#ifndef BLAD_GIT_REMOTE_CONF_H
#define BLAD_GIT_REMOTE_CONF_H

#include "git/conf.h"

/* The address for fetching or pushing, insteadOf and pushInsteadOf applied; NULL if the remote is not configured. */
size_t remote_names(Repo *r, char **first);	/* how many there are, and what one is called */
char *remote_address(Repo *r, const char *name, bool push);
/* Where its refspecs put a ref of the other side (NULL: nowhere), and whether it may also go back there. */
char *remote_tracking(Repo *r, const char *name, const char *ref, bool *force);

#endif
