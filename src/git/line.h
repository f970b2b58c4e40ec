/* git's packets (gitprotocol-common(5)) to and from a server's program, for what we say to it ourselves; private to this room. */
#ifndef BLAD_GIT_LINE_H
#define BLAD_GIT_LINE_H

#include "git/transport.h"

typedef struct Line Line;
/* program: "upload-pack" or "receive-pack".  False: t->err or the other side's words say why. */
bool line_open(Line **out, Talk *t, const char *address, const char *program);
void line_close(Line *l);	/* waits for the program to end */

/* A packet's bytes, good until the next call; NULL at a flush.  Returns below 0 where the line broke or the user wants to stop. */
int line_read(Line *l, Slice *out);
int line_write(Line *l, Slice packet);		/* as one packet, or a flush where it is NULL */
int line_write_raw(Line *l, const void *data, size_t len);

#endif
