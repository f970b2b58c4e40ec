/* Two lines of configuration, and the patterns of the files they are for. */
#include "archive/driver.h"

#include <stdlib.h>

#include "base/file.h"
#include "git/conf.h"

#define DRIVER "blad merge-file --driver %O %A %B %P"

static const char *const lines[] = { "*.md merge=blad", "*.markdown merge=blad" };

static bool has_line(Slice text, const char *line)
{
	while (text.len > 0)
		if (slice_is(slice_trim(slice_line(&text)), line))
			return true;
	return false;
}

static const Err *set_attributes(const char *common)
{
	char *folder = path_join(common, "info"), *name = path_join(folder, "attributes");
	Str text = STR_EMPTY;
	const Err *err = file_exists(name) ? file_read(name, &text) : file_mkdir(folder, 0777);

	for (size_t i = 0; !err && i < sizeof lines / sizeof lines[0]; i++) {
		if (has_line(str_slice(&text), lines[i]))
			continue;
		if (text.len && text.p[text.len - 1] != '\n')
			str_add_char(&text, '\n');
		str_printf(&text, "%s\n", lines[i]);
	}
	if (!err)
		err = file_write(name, str_slice(&text));
	str_free(&text);
	free(name);
	free(folder);
	return err;
}

const Err *driver_set(const char *dir)
{
	Repo *r = NULL;
	const Err *err = repo_open(&r, dir);

	if (!err)
		err = conf_set(r, "merge.blad.name", "blad: bulletins by item");
	if (!err)
		err = conf_set(r, "merge.blad.driver", DRIVER);
	if (!err)
		err = set_attributes(repo_common_dir(r));
	repo_free(r);
	return err;
}
