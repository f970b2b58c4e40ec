/* Comparing a version in a history with what stands now, or with what a person names. */
#include "tui/views/compare_with.h"

#include <stdlib.h>

#include "base/words.h"

static Reply open_both(const char *was, const char *now)
{
	char *both = mem_printf("%s\n%s", was, now);
	Reply r = reply_open("changes", both);
	free(both);
	return r;
}

Reply compare_with_now(const Target *of, const char *address)
{
	Str now = STR_EMPTY;
	addr_format(slice_c(of->path), of->part, slice_c(of->chain), slice_c(NULL), &now);
	Reply r = open_both(address, str_c(&now));
	str_free(&now);
	return r;
}

/* Of another issue that was named without its item the item that is called the same. */
static const Err *same_item(Archive *a, const Target *of, Target *other)
{
	Str address = STR_EMPTY;
	const char *version = strrchr(other->address, '@');
	Target found = { 0 };
	addr_format(slice_c(other->path), of->part, slice_c(of->chain), slice_c(version ? version + 1 : NULL), &address);
	const Err *err = target_find_past(a, str_slice(&address), &found);
	str_free(&address);
	if (err)
		return err;
	target_free(other);
	*other = found;
	return NULL;
}

Reply compare_with(Archive *a, const Target *of, const char *address, Slice typed)
{
	Target other = { 0 };
	bool elsewhere = false;
	char *with = slice_dup(slice_trim(typed));
	const Err *err = *with ? history_other(a, of, with, &other, &elsewhere) : NULL;
	if (*with && !err && elsewhere && of->part != ADDR_ISSUE && other.part == ADDR_ISSUE)
		err = same_item(a, of, &other);
	Reply r = err ? reply_err(err) : *with ? open_both(other.address, address) : reply_stay();
	if (err && err_kind(err) == ERR_NONE && !elsewhere)
		str_printf(&r.words, " %s", _("No issue is called that, either."));
	target_free(&other);
	free(with);
	return r;
}
