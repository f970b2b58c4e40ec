/* Approval is of a text: what state an issue is in, and whether what was approved is still what it says. */
#ifndef BLAD_ISSUE_APPROVAL_H
#define BLAD_ISSUE_APPROVAL_H

#include "issue/header.h"

State text_state(Slice text);
bool text_content_differs(Slice was, Slice now);	/* anything behind the header */

#endif
