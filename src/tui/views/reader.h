/* The reader's own: an issue as a page, its items as places. */
#ifndef BLAD_TUI_VIEWS_READER_H
#define BLAD_TUI_VIEWS_READER_H

#include "archive/blame_note.h"
#include "tui/compare.h"
#include "tui/kit/list.h"
#include "tui/kit/pager.h"
#include "tui/kit/view.h"

enum { ASK_NEW_ITEM = 1, ASK_DELETE };

typedef enum { OUTLINE_OFF, OUTLINE_GO, OUTLINE_MOVE } OutlineFor;

/* Going through the versions of what is read, the page in place. */
typedef struct {
	bool on;		/* a version is shown with what it changed, instead of what was opened */
	bool reading, slow;	/* a child reads the history; it lasts so long that it is to be said */
	int wanted;		/* steps asked for meanwhile; above 0: to older ones */
	char *subject;		/* the address of the issue or item whose versions they are */
	History history;
	bool read;
	Oid tip;		/* what the history was read for */
	size_t at;		/* the version that is shown */
	Target home;		/* while on: what was opened */
	bool home_past;
	bool two;		/* what was stands beside what is */
	bool heavy;		/* what the version changed is marked by a child, after it is shown */
	Compare compare;
} Steps;

/* Who wrote each sentence, in a margin beside the page. */
typedef struct {
	bool on;		/* it is to be seen */
	bool read;		/* and can be: it is of the text that is shown */
	bool wanted, reading, slow;	/* it is to be read; a child reads it; it lasts so long that it is to be said */
	Oid tip;		/* what it was read for */
	Blame who;
	BlameNotes notes;
} Blaming;

typedef struct {
	View view;
	Archive *archive;
	Target issue;		/* the whole of it, at the version that is read */
	bool past;		/* an older version: nothing can be changed */
	IssueText text;
	Cut cut;
	Meta meta;
	Arena *arena;		/* of meta */
	Doc *doc;
	Pager pager;
	int cols;		/* what the page was made for; 0: it must be made */
	/* the outline, instead of the page */
	OutlineFor outline;
	List list;
	size_t moving;		/* the part to be moved */
	char *wanted;		/* the address of an item just made: where one stands when one comes back */
	/* undoing the last move or deletion: the text as it was, and as it was left */
	Str undo_was, undo_left;
	Steps steps;
	Blaming blame;
} Reader;

void reader_set_page(Reader *r);			/* made anew, in place */
const Err *reader_load(Reader *r);			/* again; keeps the place */
size_t reader_part(const Reader *r);			/* the one the current line belongs to */
void reader_go(Reader *r, size_t part);
void reader_go_address(Reader *r, const char *address);	/* stays where it is if there is no such part */
bool reader_is_item(const Reader *r, size_t part);
void reader_part_words(const Reader *r, size_t part, Str *out);	/* its title; the lead: "the lead" */
/* The address of a part, of the version that is read; owned by the caller. */
char *reader_address(const Reader *r, size_t part);

/* reader_items.c: what is done to items.  All say why not, where an issue cannot be changed. */
Reply reader_edit(Reader *r, Cmd c);
Reply reader_new_item(Reader *r);
Reply reader_delete(Reader *r);
Reply reader_undo(Reader *r);
Reply reader_restore(Reader *r);
Reply reader_move_to(Reader *r, size_t after);		/* r->moving goes behind this part (PART_LEAD's 2: first) */
Reply reader_item_answer(Reader *r, const Answer *a);

/* reader_steps.c */
Reply steps_go(Reader *r, int by);			/* 1: to the version before, -1: to the next one */
Reply steps_done(Reader *r, const JobEnd *end);
Reply steps_home(Reader *r);				/* what was opened, in place */
/* The address of what the version that is shown took away, as it was before; NULL: nothing. */
const char *steps_took(const Reader *r);
Reply steps_columns(Reader *r);				/* what was beside what is, or both in one */
Doc *steps_doc(Reader *r);				/* the version's page: what it changed is marked, or will be */
void steps_mark(Reader *r);				/* the page is new: a child marks it, if it is heavy */
Reply steps_mark_tick(Reader *r);
Reply steps_marked(Reader *r, const JobEnd *end);
void steps_title(const Reader *r, Str *left, Str *right);
void steps_free(Reader *r);

/* reader_blame.c */
Reply blaming_toggle(Reader *r);
void blaming_off(Reader *r);
Reply blaming_start(Reader *r);				/* reads it */
Reply blaming_done(Reader *r, const JobEnd *end);
void blaming_check(Reader *r);				/* what is shown may have changed */
bool blaming_seen(const Reader *r);
Page *blaming_page(const Reader *r, PageOpts opts);	/* with the notes beside it */
Reply blaming_open(Reader *r);				/* the version that made the sentence here what it is */
void blaming_free(Reader *r);

/* outline.c */
void outline_begin(Reader *r, OutlineFor what);
void outline_draw(Reader *r, Area a);
Reply outline_command(Reader *r, Cmd c);

#endif
