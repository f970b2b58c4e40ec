/* Questions that a person must decide: resolve. */
#include <stdio.h>
#include <unistd.h>

#include "archive/resolve.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/cli.h"

static const Err *read_text(const char *name, Str *out)
{
	bool standard = strcmp(name, "-") == 0;
	const Err *err = standard ? file_read_fd(STDIN_FILENO, out) : file_read(name, out);

	if (!err && !utf8_valid(str_slice(out)))
		err = err_new(ERR_FAIL, _("the text is not UTF-8; nothing was changed"));
	return err_wrap(err, _("reading %s"), standard ? _("standard input") : name);
}

const Err *cmd_resolve(const Call *c)
{
	const char *file = call_value(c, "file");
	bool ours = call_has(c, "ours"), theirs = call_has(c, "theirs");
	Archive *a = NULL;
	Str text = STR_EMPTY, said = STR_EMPTY;
	const Err *err = NULL;

	if (ours + theirs + (file != NULL) != 1)
		return err_new(ERR_USAGE, _("resolve needs one of --ours (your text), --theirs (the archive's) and --file FILE (another text)"));
	if (file)
		err = read_text(file, &text);
	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = resolve_draft(a, slice_c(c->args[0]), ours ? CHOICE_OURS : theirs ? CHOICE_THEIRS : CHOICE_TEXT, str_slice(&text), &said);
	if (!err)
		fprintf(stderr, "%s\n", str_c(&said));
	str_free(&said);
	str_free(&text);
	archive_free(a);
	return err;
}
