/* Names of roles. */
#include "doc/role.h"

static const char *const names[ROLE_COUNT] = {
#define X(id, name) [id] = name,
	ROLES(X)
#undef X
};

const char *role_name(Role r)
{
	return names[r];
}

int role_find(Slice name)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (slice_is(name, names[r]))
			return r;
	return -1;
}
