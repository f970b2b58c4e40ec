# The tests' own tools for the shell: a check that does not hold must be seen.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1

run_test() {	# runs what is on its standard input as a test of its own
	{ echo '. "$SRCDIR/tests/lib.sh" || exit 1'; cat; } >"$t_dir/inner.sh"
	t_run bash "$t_dir/inner.sh"
}

run_test <<'X'
t_ok "true" true
t_fails "false" 1 false
t_is "same" "$(printf 'å\nb')" $'å\nb'
t_like "like" "abc" '^a.c$'
t_unlike "unlike" "abc" 'x'
t_skip "later" "no reason"
t_done
X
t_is "all hold: status" "$status" 0
t_like "all hold: plan" "$out" $'\n1\\.\\.6$'
t_unlike "all hold: no failure" "$out" "not ok"

run_test <<'X'
t_ok "a" false
t_fails "b" 1 true
t_is "c" "got" "want"
t_like "d" "abc" '^b'
t_unlike "e" "abc" 'b'
t_same "f" /dev/null "$SRCDIR/configure.ac"
t_done
X
t_is "none holds: status" "$status" 1
t_is "none holds: failures" "$(grep -c '^not ok' "$t_out")" 6
t_like "what was got is told" "$out" '#  \+got'
TAP_HARNESS=yes run_test <<<'t_ok "a" false; t_done'
t_is "the harness counts failures itself" "$status" 0

run_test <<'X'
t_ok "a" true
exit 0
X
t_like "a test that ends early bails out" "$out" "Bail out!"

run_test <<'X'
t_done
X
t_is "a test without checks fails" "$status" 1

run_test <<'X'
t_need no-such-tool-here
t_done
X
t_like "a missing tool skips" "$out" "^1\\.\\.0 # SKIP no-such-tool-here"

export OUTER=$t_dir GIT_DIR=/nowhere XDG_CONFIG_HOME=/nowhere LANGUAGE=sv
run_test <<'X'
t_is "GIT_DIR" "${GIT_DIR-none}" none
t_is "XDG_CONFIG_HOME" "${XDG_CONFIG_HOME-none}" none
t_is "LANGUAGE" "${LANGUAGE-none}" none
t_is "HOME" "$HOME" "$PWD/home"
t_is "standard input" "$(cat)" ""
t_is "nobody" "$(as_nobody id -u)" "$([ "$(id -u)" = 0 ] && echo 65534 || id -u)"
t_run as_nobody sh -c 'echo x >"$HOME/file"'
t_is "nobody has a home" "$(cat "$t_nobody/file")" x
mkdir locked && echo secret >locked/file && chmod 700 locked
t_run as_nobody cat locked/file
[ "$(id -u)" != 0 ] || t_is "which is not root's" "$status" 1
echo "$t_dir" >"$OUTER/inner_dir"
t_at_end touch "$OUTER/ended"
t_done
X
unset GIT_DIR XDG_CONFIG_HOME LANGUAGE
t_is "surroundings: all hold" "$(grep '^not ok' "$t_out")" ""
t_is "surroundings: status" "$status" 0
t_ok "what was to do at the end was done" test -e ended
t_fails "the folder is gone" 1 test -e "$(cat inner_dir)"
# Without its tools a test has no folder of its own: what it makes and removes would be the caller's.
t_is "every test sources its tools with || exit 1" "$(cd "$SRCDIR" && grep -lrE '^\. .*\.sh"?$' tests --include='*.sh')" ""
t_done
