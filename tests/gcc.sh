# Every source is silent with gcc, optimising: some of its warnings come from what it learns by that.
compiler=gcc
how="-O2 -c -o /dev/null"
. "${SRCDIR:-.}/tests/clang.sh" || exit 1
