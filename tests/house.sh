#!/usr/bin/env bash
# The house keeps its walls: arrows go down, each foreign library has one door, no room grows without bound.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
cd "$SRCDIR/src" || exit 1

floor() {
	case $1 in
	base/*) echo 1 ;;
	text/*|doc/*|git/*|index/*) echo 2 ;;
	issue/*) echo 3 ;;
	archive/*) echo 4 ;;
	cli/*|tui/*) echo 5 ;;
	main.c) echo 6 ;;
	*) echo 0 ;;
	esac
}

# Rooms of one floor do not know each other, but for what is said here.
allowed_beside() {
	case $1:$2 in
	index:git) [ "$3" = git/oid.h ] ;;		# an object's name is a value
	cli:tui) [ "$3" = tui/app.h ] || [ "$3" = tui/kit/keymap.h ] ;;	# starting the other front; its keys in the manual
	*) return 1 ;;
	esac
}

wrong=
while IFS=: read -r file include; do
	from=$(floor "$file") to=$(floor "$include")
	room=${file%%/*} other=${include%%/*}
	[ -e "$include" ] || [ "$include" = share.c ] || wrong+="$file includes $include, which is not rooted at src/"$'\n'
	if [ "$to" -gt "$from" ]; then
		wrong+="$file includes $include: up"$'\n'
	elif [ "$to" = "$from" ] && [ "$room" != "$other" ] && ! allowed_beside "$room" "$other" "$include"; then
		wrong+="$file includes $include: aside"$'\n'
	fi
done < <(grep -rno --include='*.[ch]' '^#include "[^"]*"' . | sed 's/^\.\///; s/:[0-9]*:#include "/:/; s/"$//')
t_is "arrows go down" "$wrong" ""

door() {	# LIBRARY PATTERN-OF-HEADER ALLOWED-FILES
	t_is "one door to $1" "$(grep -rlE --include='*.[ch]' "^#include <$2" . | sed 's/^\.\///' | grep -vE "^($3)$")" ""
}
door libgit2 'git2' 'git/[a-z0-9_]*\.[ch]'
door cmark 'cmark' 'doc/parse\.c'
door SQLite 'sqlite3' 'index/([a-z_]*\.c|db\.h)'
door ncurses '(ncursesw/)?(n?curses|term)\.h' 'tui/term/curses\.c'
door libunistring 'uni(str|width|norm|case|gbrk|lbrk|wbrk|ctype|types|conv|name)\.h' 'base/utf8\.c'
door libyaml 'yaml' 'issue/header_yaml\.c'

t_is "no file beyond about 600 lines" "$(find . -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 640 { print $2, $1 }')" ""
t_is "every file says first what it is" "$(for f in $(find . -name '*.[ch]'); do head -1 "$f" | grep -q '^/\*' || echo "$f"; done)" ""
t_done
