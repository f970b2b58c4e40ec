/* Signatures on versions: made by the program that git's configuration names (gpg.format openpgp, ssh, x509), never by us. */
#ifndef BLAD_GIT_SIGN_H
#define BLAD_GIT_SIGN_H

#include "git/object.h"
#include "git/run.h"

/* Does the configuration demand one on every version (commit.gpgSign)? */
bool sign_is_wanted(Repo *r);
/*
 * Signs text as the configuration says: with user.signingKey, else in the committer's name.  dir: a private folder for what ssh-keygen needs as
 * files.  out is what stands in the commit's gpgsig; ERR_FAIL says why there is none and what to do.  Where nobody can be asked, nothing waits for
 * an answer for more than two minutes.
 */
const Err *sign_text(Repo *r, Slice text, const Person *committer, const char *dir, const RunWatch *w, Str *out);

#endif
