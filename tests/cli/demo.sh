# The demo archive: the same commits whatever the machine is set to, and two repositories that plain git finds in order.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

head=62d329cb4859a5e59846b8aa2556faf357952e32	# changes with share/demo, and with nothing else

t_ok "a demo" blad demo made
[ -d made/.git ] || exit 1
t_is "its last commit" "$(git -C made rev-parse HEAD)" $head
t_is "on main" "$(git -C made symbolic-ref HEAD) $(git -C made.git symbolic-ref HEAD)" "refs/heads/main refs/heads/main"
t_is "the shared repository has it" "$(git -C made.git rev-parse main)" $head
t_is "which is bare" "$(git -C made.git rev-parse --is-bare-repository)" true
t_is "main follows it" "$(git -C made rev-parse --abbrev-ref 'main@{upstream}')" origin/main
t_is "and has nothing of its own" "$(git -C made rev-list --left-right --count 'main...main@{upstream}')" "0	0"
t_is "fetching finds nothing new" "$(git -C made fetch 2>&1)" ""
t_is "git status is clean" "$(git -C made status --porcelain 2>&1)" ""
t_is "git fsck is silent" "$(git -C made fsck --strict 2>&1; git -C made.git fsck --strict 2>&1)" ""
t_is "no identity is set" "$(git -C made config --local --get-regexp '^user\.')" ""

count=$(git -C made rev-list --count HEAD)
authors=$(git -C made log --format=%ae | sort -u | wc -l)
t_is "at least 80 commits: $count" $((count >= 80)) 1
t_is "at least 4 authors: $authors" $((authors >= 4)) 1
t_is "all of them invented" "$(git -C made log --format='%ae %ce' | tr ' ' '\n' | grep -vc '@adala\.example$')" 0
t_is "a merge" "$(($(git -C made rev-list --count --min-parents=2 HEAD) >= 1))" 1

# a machine and a user with other ideas
mkdir other-home other-templates
echo 'echo template' >other-templates/description
cat >other-home/.gitconfig <<EOF
[init]
	defaultBranch = trunk
	templateDir = $t_dir/other-templates
[core]
	autocrlf = true
	eol = crlf
	ignoreCase = true
	fileMode = false
	quotePath = false
[user]
	name = Somebody Else
	email = somebody@else.example
[i18n]
	commitEncoding = ISO-8859-1
[commit]
	gpgsign = true
EOF
t_ok "elsewhere" env -u GIT_CONFIG_GLOBAL -u BLAD_NOW HOME="$t_dir/other-home" TZ=Pacific/Auckland LC_ALL= LANG=sv_SE.UTF-8 \
	GIT_DIR=/nonexistent GIT_WORK_TREE=/nonexistent GIT_INDEX_FILE=/nonexistent/index GIT_OBJECT_DIRECTORY=/nonexistent \
	GIT_AUTHOR_NAME=X GIT_AUTHOR_DATE='2001-01-01T00:00:00Z' GIT_COMMITTER_NAME=X GIT_COMMITTER_EMAIL=x@x.example \
	bash -c 'umask 077; blad demo "$1"' bash "$t_dir/folder/other/"
t_is "the same last commit" "$(git -C folder/other rev-parse HEAD) $(git -C folder/other.git rev-parse main)" "$head $head"
t_is "clean by the rules here" "$(git -C folder/other status --porcelain 2>&1)" ""
t_is "and by those there" "$(env -u GIT_CONFIG_GLOBAL HOME="$t_dir/other-home" git -C folder/other status --porcelain 2>&1)" ""
t_is "with the same bytes in the work tree" "$(diff -r -x .git made folder/other 2>&1)" ""
t_is "and no template" "$(grep -c template folder/other/.git/description 2>/dev/null)" "$(grep -c template made/.git/description 2>/dev/null)"

# what is there stays
echo changed >>made/README.md
t_ok "once more" blad demo made
t_is "is left as it is" "$(git -C made status --porcelain)" " M README.md"
mkdir full
echo mine >full/file
t_fails "a folder with something else in it" 1 blad demo full
t_is "is left alone" "$(ls full)" file
mkdir taken.git
t_fails "the shared repository's place is taken" 1 blad demo taken
t_is "nothing is begun" "$(ls -d taken* full*)" "full
taken.git"
mkdir empty
t_ok "an empty folder" blad demo empty
t_is "is filled" "$(git -C empty rev-parse HEAD)" $head
t_done
