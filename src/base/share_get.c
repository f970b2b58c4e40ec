/* Finds a built-in file by its name. */
#include "base/share.h"

bool share_get(const char *name, Slice *out)
{
	for (const ShareFile *f = share_files; f->name; f++) {
		if (strcmp(f->name, name) == 0) {
			*out = slice((const char *)f->data, f->len);
			return true;
		}
	}
	return false;
}
