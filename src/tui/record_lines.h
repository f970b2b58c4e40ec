/* A recording by a child, since programs run at it: what is to be recorded on the way there, what came of it on the way back, a line each. */
#ifndef BLAD_TUI_RECORD_LINES_H
#define BLAD_TUI_RECORD_LINES_H

#include "archive/record.h"

typedef struct {
	Slice address, message;		/* empty: all drafts; the proposed one */
	bool correction;
} RecordOrder;
/* What to call the child with; owned by the caller. */
char *record_order(const RecordOrder *o);
/* Law: what was written is read back.  False: it is none. */
bool record_order_read(Slice what, RecordOrder *out);

/* The result is told line by line: the first line of its message, not all. */
void record_result_lines(const RecordResult *r, void (*tell)(const char *row));
typedef struct {
	Str works, said;	/* the program at work; what programs said, a line each */
	bool recorded;		/* only what comes after that is still at work */
	bool terminal;		/* the signature could not be made without asking somebody */
} RecordNews;
#define RECORD_WORKS "works "
#define RECORD_SAID "said "
#define RECORD_DONE "recorded"
#define RECORD_TERMINAL "terminal"
void record_news_free(RecordNews *n);
/* Takes one line: news, or a piece of the result. */
void record_read_line(Slice line, RecordNews *news, RecordResult *out);

#endif
