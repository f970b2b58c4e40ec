/* Which issue an address means: an exact path, a tail of one, a date, SERIES/NUMBER, latest. */
#ifndef BLAD_ARCHIVE_TARGET_ISSUE_H
#define BLAD_ARCHIVE_TARGET_ISSUE_H

#include "archive/issues.h"

/* Sets out->path; its version (at, commit, draft) is set already.  exact: nothing but a path counts; past: also one that history alone has. */
const Err *target_issue(Archive *a, const char *name, bool exact, bool past, Target *out);
/* Is it the path of an issue or of a draft, as it stands? */
bool target_is_exact(Archive *a, const char *path);
/* An error if the target's draft does not exist. */
const Err *target_draft_there(Archive *a, const Target *t);

#endif
