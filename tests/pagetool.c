/* Sets a Markdown file as a page: pagetool WIDTH <file; for the golden pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "doc/page.h"
#include "doc/parse.h"

int main(int argc, char **argv)
{
	PageOpts opts = { .width = argc > 1 ? atoi(argv[1]) : 80, .link_numbers = true };
	bool ansi = argc > 2 && strcmp(argv[2], "ansi") == 0;
	Str text = STR_EMPTY, out = STR_EMPTY;
	const Err *err;
	Doc *doc;
	Page *page;

	words_choose("en");
	if ((err = file_read_fd(STDIN_FILENO, &text))) {
		fprintf(stderr, "pagetool: %s\n", err_text(err));
		return 1;
	}
	doc = doc_parse(str_slice(&text), 0);
	page = page_make(doc, &opts);
	if (ansi)
		page_ansi(page, theme_builtin(256), true, &out);
	else
		page_text(page, &out);
	fwrite(str_c(&out), 1, out.len, stdout);
	page_free(page);
	doc_free(doc);
	str_free(&text);
	str_free(&out);
	return 0;
}
