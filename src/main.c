/* The door: chooses a front. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("blad " PACKAGE_VERSION);
		return 0;
	}
	fputs("usage: blad --version\n", stderr);
	return 2;
}
