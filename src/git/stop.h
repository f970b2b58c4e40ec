/* Signals that end the program while another one works for it; private to this room. */
#ifndef BLAD_GIT_STOP_H
#define BLAD_GIT_STOP_H

#include <stdbool.h>

/* Between the two, SIGINT, SIGTERM and SIGHUP are kept back as long as a child, or a connection, is there to be ended first. */
void stop_begin(void);
void stop_end(void);
void stop_child(bool there);		/* one more, or one less */
/* One of them came: leave all in order and return. */
bool stop_asked(void);
/* Ends the program by the signal that was kept back, if any. */
void stop_obey(void);

#endif
