/* Second drafts in words: why there are two of one issue, and what a person does about it. */
#include "archive/draft.h"

#include <stdlib.h>

#include "archive/draft_store.h"
#include "base/words.h"

static char *address_of(const char *path, int nth)
{
	char *version = nth > 1 ? mem_printf("draft-%d", nth) : NULL;
	Str address = STR_EMPTY;

	addr_format(slice_c(path), ADDR_ISSUE, slice_c(NULL), slice_c(version), &address);
	free(version);
	return str_steal(&address);
}

const Err *draft_waits(Archive *a, const char *path, int nth)
{
	char *first, *this;
	const Err *err;

	if (nth <= 1 || nth <= draft_first(a, path))
		return NULL;
	first = address_of(path, 1);
	this = address_of(path, nth);
	err = err_new(ERR_DECIDE, _("%s was set aside beside another draft, which comes first: record that one (“blad record %s”) or drop it "
	    "(“blad drafts drop %s”), and this one takes its place"), this, first, first);
	free(first);
	free(this);
	return err;
}

const char *draft_version(const DraftInfo *info)
{
	const char *at = info->aside ? strrchr(info->address, '@') : NULL;

	return at ? at + 1 : NULL;
}

void draft_aside_words(const DraftInfo *info, Str *out)
{
	char *first = address_of(info->path, 1);

	str_printf(out, _("%s has more than one draft: the same place was changed twice (in two windows, or in its file too), so one text was set aside as %s. "
	    "“blad diff %s @draft @%s” compares them; “blad restore %s” takes it over (or one item: ISSUE#KEY@draft-N), “blad drafts drop %s” drops it"),
	    first, info->address, first, draft_version(info), info->address, info->address);
	free(first);
}

void draft_left_words(const DraftInfo *info, Str *out)
{
	str_printf(out, _("%s was set aside beside the draft and is left; see “blad diff %s”, then record or drop it by itself"), info->address, info->address);
}
