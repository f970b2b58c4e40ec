/* The tables in code as mdoc, for blad.1: on standard output. */
#ifndef BLAD_CLI_MAN_H
#define BLAD_CLI_MAN_H

void man_commands(void);
void man_keys(void);

#endif
