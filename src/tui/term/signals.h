/* Signals become flags and a byte in a pipe, so that waiting for keys and for signals is one wait. */
#ifndef BLAD_TUI_TERM_SIGNALS_H
#define BLAD_TUI_TERM_SIGNALS_H

#include <stdbool.h>

void signals_begin(void);
void signals_restore(void);
int signals_fd(void);		/* readable when something came */
void signals_drain(void);

int signals_end(void);		/* the signal that ends us, or 0 */
bool signals_stop(void);	/* each of these once */
bool signals_continued(void);
bool signals_resized(void);
void signals_suspend(void);	/* stops the process group as the terminal's ^Z would, until it is continued */

#endif
