/* Questions on the command line, asked only where standard input is a terminal. */
#ifndef BLAD_CLI_ASK_H
#define BLAD_CLI_ASK_H

#include "archive/archive.h"
#include "git/asker.h"

bool ask_may(void);
/* Who asks on the terminal; NULL where nobody can be asked. */
Asker *ask_asker(void);
/* A question with yes or no, no unless it is said; false where nobody can be asked. */
bool ask_yes(const char *question);
/* Name and mail, asked once and kept in this archive's own config; err comes back where nobody can be asked. */
const Err *ask_identity(Archive *a, const Err *err);

#endif
