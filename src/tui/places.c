/* One row a view. */
#include "tui/places.h"

static const ViewOps *const views[] = {
	&view_editor, &view_help, &view_list,
	NULL
};

const ViewOps *place_view(const char *name)
{
	for (const ViewOps *const *v = views; *v; v++)
		if (strcmp((*v)->name, name) == 0)
			return *v;
	return NULL;
}
