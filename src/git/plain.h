/* What a program says to a terminal, as words alone; private to this room. */
#ifndef BLAD_GIT_PLAIN_H
#define BLAD_GIT_PLAIN_H

#include "base/str.h"

/*
 * Without colours and other control sequences (ECMA-48, 5.4 and 8.3.89: CSI, and OSC up to BEL or ST), what is left through the gate.  Appends.
 * A sequence that does not end is no sequence.
 */
void plain_words(Slice line, Str *out);

#endif
