#!/usr/bin/env bash
# The language: which of --lang, blad.language and the environment decides, with no locale of the system at all.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
small_archive a
mkdir none
export LOCPATH=$t_dir/none	# nothing but what the C library brings with it
unset LC_ALL

# speaks NAME en|sv VARIABLE=VALUE… [blad's options]
speaks() {
	local name=$1 want=$2 first
	shift 2
	t_run env "$@" --help
	first=${out%%$'\n'*}
	case $first in
	*terminalen) t_is "$name" sv "$want" ;;
	*terminal) t_is "$name" en "$want" ;;
	*) t_is "$name" "$first" "$want" ;;
	esac
}

speaks "nothing said" en blad
for locale in sv sv_SE sv_SE.UTF-8 sv_FI.utf8 sv-SE sv_SE@x SV_SE; do
	speaks "LANG=$locale" sv LANG="$locale" blad
done
for locale in C C.UTF-8 POSIX en_GB.UTF-8 de_DE.UTF-8 svx sv/../sv ""; do
	speaks "LANG=$locale" en LANG="$locale" blad
done
speaks "LC_MESSAGES is before LANG" sv LANG=en_US.UTF-8 LC_MESSAGES=sv_SE.UTF-8 blad
speaks "LC_ALL is before LC_MESSAGES" sv LC_ALL=sv_SE.UTF-8 LC_MESSAGES=en_US.UTF-8 blad
speaks "LANGUAGE is before LC_ALL" sv LANGUAGE=sv LC_ALL=en_US.UTF-8 blad
speaks "an empty one is not there" sv LC_ALL= LC_MESSAGES= LANG=sv_SE.UTF-8 blad
speaks "the first that is set decides" en LC_ALL=C.UTF-8 LANG=sv_SE.UTF-8 blad
speaks "also with a language that is not known" en LC_MESSAGES=de_DE.UTF-8 LANG=sv_SE.UTF-8 blad
speaks "LANGUAGE is a list" sv LANGUAGE=de:sv:en LANG=en_US.UTF-8 blad
speaks "and only a wish" sv LANGUAGE=de:nn LANG=sv_SE.UTF-8 blad
speaks "LC_CTYPE says nothing about words" en LC_CTYPE=sv_SE.UTF-8 blad
speaks "--lang is before all" sv LANGUAGE=en LC_ALL=en_US.UTF-8 blad --lang sv
speaks "in both directions" en LANGUAGE=sv LC_ALL=sv_SE.UTF-8 blad --lang en
speaks "--lang with a language that is not known" sv LANG=sv_SE.UTF-8 blad --lang tlh

# status NAME en|sv VARIABLE=VALUE… [blad's options]: in the archive, which may say it too
in_archive() {
	local name=$1 want=$2
	shift 2
	t_run env "$@" -C a items nummer
	case $err in
	*"det finns inget"*) t_is "$name" sv "$want" ;;
	*"there is no"*) t_is "$name" en "$want" ;;
	*) t_is "$name" "$err" "$want" ;;
	esac
}

in_archive "an archive that says nothing" en blad
in_archive "and Swedish surroundings" sv LANG=sv_SE.UTF-8 blad
export GIT_CONFIG_GLOBAL=$t_dir/gitconfig
git config --file "$GIT_CONFIG_GLOBAL" blad.language sv
in_archive "the user's git configuration" sv LANG=en_US.UTF-8 LANGUAGE=en blad
in_archive "--lang is before it" en blad --lang en
(cd a && printf '[blad]\n\ttitle = A\n\tlanguage = en\n' >.blad && commit_at 1731661000 "Karin Ek" English)
in_archive "the user's is before the archive's" sv blad
export GIT_CONFIG_GLOBAL=/dev/null
in_archive "the archive's" en LANG=sv_SE.UTF-8 blad
(cd a && printf '[blad]\n\ttitle = A\n\tlanguage = sv\n' >.blad && commit_at 1731662000 "Karin Ek" Svenska)
in_archive "the archive's, in Swedish" sv LC_ALL=C blad
in_archive "--lang is before the archive's" en LANG=sv_SE.UTF-8 blad --lang en
(cd a && printf '[blad]\n\ttitle = A\n\tlanguage = tlh\n' >.blad && commit_at 1731663000 "Karin Ek" Klingon)
in_archive "one that is not known is as if it were not there" sv LANG=sv_SE.UTF-8 blad

# what programs read is never translated
sed 's/14 december/15 december/' a/klg/2024-11-15.md >new && blad -C a edit latest --stdin <new
for command in list "items latest" drafts "log latest" status; do
	blad --lang en -C a $command --json >en.json
	t_ok "$command --json" blad --lang sv -C a $command --json
	t_same "is the same in both languages" "$t_out" en.json
done

# the help stands in 80 columns
for lang in en sv; do
	commands=$(blad --lang $lang --help | sed -n 's/^  \([a-z][a-z-]*\).*/\1/p')
	for command in "" $commands; do blad --lang $lang $command --help; done >help
	t_is "help in $lang: no line is longer than 80 columns" "$(LC_ALL=C.UTF-8 grep -E '^.{81}' help)" ""
done
t_done
