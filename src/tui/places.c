/* One row a view. */
#include "tui/places.h"

static const ViewOps *const views[] = {
	&view_blame,
	&view_changes,
	&view_conflicts,
	&view_drafts,
	&view_editor,
	&view_gone,
	&view_help,
	&view_history,
	&view_list,
	&view_reader,
	&view_record,
	&view_rewrite,
	&view_settle,
	&view_status,
	NULL
};

const ViewOps *place_view(const char *name)
{
	for (const ViewOps *const *v = views; *v; v++)
		if (strcmp((*v)->name, name) == 0)
			return *v;
	return NULL;
}
