/* What a person must decide: where a draft or this copy of the archive and another version changed the same. */
#ifndef BLAD_ARCHIVE_QUESTION_H
#define BLAD_ARCHIVE_QUESTION_H

#include "issue/merge.h"

/* Ours is the draft's text or this branch's, theirs the archive's or the shared one's.  What has no text on a side was deleted there, or never was. */
typedef struct {
	char *path, *address;
	Conflict c;
	char *ours_by, *theirs_by;	/* who changed it last on each side; NULL: nobody is known */
	char *moved_to;		/* the draft lacks it because it went to this issue; else NULL */
	int draft;		/* of the draft of the path with this number; 0: of the branch */
	bool whole;		/* a file that is no issue: one side's or the other's */
	bool hopeless;		/* no answer of ours helps: git has to join it */
} Question;
typedef struct {
	VEC(Question) open, answered;
} Questions;

/* Takes the conflict.  version: what follows its address (@draft), or NULL. */
Question *question_add(Questions *q, const char *path, const char *version, Conflict *c);
char *question_address(const char *path, const char *version, const Conflict *c);
/* What it is about, in a sentence: "Budget: you wrote “12 april”, Bo Ek “14 april”." */
void question_say(const Question *q, Str *out);
void question_free(Question *q);
void questions_free(Questions *q);

#endif
