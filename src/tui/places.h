/* The table of views: what a Place can name. */
#ifndef BLAD_TUI_PLACES_H
#define BLAD_TUI_PLACES_H

#include "tui/kit/view.h"

const ViewOps *place_view(const char *name);	/* NULL: there is none */

extern const ViewOps view_blame;
extern const ViewOps view_changes;
extern const ViewOps view_conflicts;
extern const ViewOps view_drafts;
extern const ViewOps view_editor;
extern const ViewOps view_gone;
extern const ViewOps view_help;
extern const ViewOps view_history;
extern const ViewOps view_list;
extern const ViewOps view_reader;
extern const ViewOps view_record;
extern const ViewOps view_rewrite;	/* the editor, of a text that a question is about */
extern const ViewOps view_settle;
extern const ViewOps view_status;

#endif
