#!/usr/bin/env bash
# Many issues and no index: the child reads all of them, and the list sorts itself once with the selection kept.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
bash "$SRCDIR/tests/bench/archive.sh" 700 700 a
t_ok "the child fills the index" blad -C a --child fill
t_like "batch after batch" "$out" "at 600 700"
printf 'dump\n' >look
t_unlike "to the end" "$(blad -C a --screen look)" "reading"
t_like "and says so" "$out" "done$"
rm -rf a/.git/blad
cat >script <<-'X'
	keys Down Down Down
	dump
	wait
	dump
	keys Home
	dump
X
t_ok "the list opens without an index" blad -C a --screen script --size 80x12
first=$(printf '%s\n' "$out" | grep '^ >' | sed -n 1p) second=$(printf '%s\n' "$out" | grep '^ >' | sed -n 2p) third=$(printf '%s\n' "$out" | grep '^ >' | sed -n 3p)
number() { printf '%s' "$1" | grep -o '[Nn]u*m*m*e*r [0-9]*' | grep -o '[0-9]*'; }
t_like "an issue is selected while they are read" "$(number "$first")" "^[0-9]+$"
t_is "and the same one afterwards" "$(number "$second")" "$(number "$first")"
t_unlike "says at its end that nothing is being read" "$(printf '%s\n' "$out" | awk '/^====/ { n++ } n == 2' | head -2)" "reading"
t_is "and above it stands the newest year" "${third//[ >]/}" 1992
t_is "and all are known" "$(blad -C a list | wc -l)" 700

# The next start paints rows that were kept, before it has read the rest: keys that come at once meet the whole list.
screens() {	# SIZE kept|fresh
	local keys
	for keys in "G" "/ 1 7 Enter" "Down z PageDown Enter Enter"; do
		printf 'keys %s\ndump\nwait\ndump\n' "$keys" >script
		if [ "$2" = fresh ]; then	# all is read, no row is kept
			rm -f a/.git/blad/index.db*
			blad -C a list >/dev/null
		fi
		blad -C a --screen script --size "$1"
	done
}
draft() { printf '%s\n' "$2" | blad -C a edit "$1" --stdin >/dev/null; }
for turn in "as it is" "an issue has a draft" "there is a new one" "plain git has changed one"; do
	case $turn in
	*draft) draft "$(git -C a ls-files '*.md' | sed -n 90p)" '# Ändrad' ;;
	*new*) blad -C a new --title "Ett nytt" --date 2030-01-02 >/dev/null ;;
	*git*) file=$(git -C a ls-files '*.md' | sed -n 40p)
		sed -i 's/^title: .*/title: Omdöpt/' "a/$file" && git -C a -c user.name=Ada -c user.email=ada@adala.example commit -qam changed ;;
	esac
	for size in 80x24 100x200; do
		fresh=$(screens $size fresh)
		t_is "$turn: kept rows make no other screens at $size" "$(screens $size kept)" "$fresh"
	done
done
t_done
