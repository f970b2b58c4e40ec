/* What ssh says when it cannot, in plain words; private to this room. */
#ifndef BLAD_GIT_SSH_WORDS_H
#define BLAD_GIT_SSH_WORDS_H

#include "base/str.h"

typedef enum { SSH_ASKED_NOBODY, SSH_ASKED, SSH_ASKED_SECRETS } SshAsked;

/* said: all that stood on its standard error.  Appends; false: nothing that is known here, ssh's own words will do. */
bool ssh_words(Slice said, SshAsked asked, Str *out);

#endif
