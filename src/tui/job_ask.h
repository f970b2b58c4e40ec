/* What a child at work asks, as a question of the interface. */
#ifndef BLAD_TUI_JOB_ASK_H
#define BLAD_TUI_JOB_ASK_H

#include "tui/job.h"
#include "tui/kit/view.h"

/* what: the number of the question, given back with the answer. */
Reply job_ask(const Job *j, int what);
/* Anything but ANSWER_ESC, which means that nothing more is to be asked. */
void job_ask_answer(Job *j, const Answer *a);

#endif
