/* The form of a text folded away, so that what is left says whether the content changed (rule R2). */
#ifndef BLAD_ISSUE_FORM_H
#define BLAD_ISSUE_FORM_H

#include "base/str.h"

/*
 * NFC; line ends as "\n"; runs of white space in prose and soft breaks as one blank; runs of blank
 * lines as one, none at the ends.  What stays: leading indentation, hard breaks, code and HTML,
 * U+00A0.  Appends.
 */
void form_fold(Slice text, Str *out);

#endif
