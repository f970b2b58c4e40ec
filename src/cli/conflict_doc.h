/* What is asked and told of a join, as a document (blad-json(5)). */
#ifndef BLAD_CLI_CONFLICT_DOC_H
#define BLAD_CLI_CONFLICT_DOC_H

#include "archive/reconcile.h"
#include "base/json.h"

void conflict_doc(Json *j, const Questions *all, const JoinNotices *notices);

#endif
