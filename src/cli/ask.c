/* Questions on the command line. */
#include "cli/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/words.h"
#include "git/conf.h"

bool ask_may(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* False at the end of input. */
static bool ask_line(const char *prompt, Str *out)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	fprintf(stderr, "%s ", prompt);
	fflush(stderr);
	n = getline(&line, &cap, stdin);
	if (n >= 0)
		str_add_slice(out, slice_trim(slice(line, (size_t)n)));
	free(line);
	return n >= 0;
}

static const Err *ask_and_keep(Archive *a, const char *prompt, const char *key)
{
	Str s = STR_EMPTY;
	const Err *err = NULL;
	char *had = conf_get(archive_repo(a), key);

	if (had && *had)
		goto done;
	do {
		str_clear(&s);
		if (!ask_line(prompt, &s)) {
			err = err_new(ERR_IDENTITY, _("no answer, so nothing was recorded; your drafts are kept"));
			goto done;
		}
	} while (!s.len || !utf8_valid(str_slice(&s)));
	err = conf_set(archive_repo(a), key, str_c(&s));
done:
	free(had);
	str_free(&s);
	return err;
}

const Err *ask_identity(Archive *a, const Err *err)
{
	if (!ask_may())
		return err;
	fprintf(stderr, "%s\n", _("A version bears your name and e-mail address. You are asked once; the answers stay in this archive."));
	err = ask_and_keep(a, _("Name:"), "user.name");
	if (!err)
		err = ask_and_keep(a, _("E-mail:"), "user.email");
	return err;
}
