#!/usr/bin/env bash
# Git's hooks at recording and sharing: run as git runs them, their words shown, their refusal final, what they change taken.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

esc=$'\033'
git init -q -b main arkiv
cd arkiv || exit 1
git config user.name "Ada Ek"
git config user.email ada@example.org
printf '# Ett\n\n## Budget\n\nEn text.\n\n## Hamnen\n\nEn till.\n' >a.md
git add a.md
git commit -qm Ett

hook() {	# NAME SCRIPT
	mkdir -p .git/hooks
	printf '#!/bin/sh\n%s\n' "$2" >".git/hooks/$1"
	chmod +x ".git/hooks/$1"
}
unhook() {
	rm -rf .git/hooks
}
change() {	# TEXT
	printf '## Budget\n\n%s\n' "$1" | blad edit a.md#budget --stdin >/dev/null
}
tip() {
	git rev-parse HEAD
}
left() {	# private files of a hook that nobody took away
	find .git/blad -path '*/run-*' 2>/dev/null
}

# ---- one that refuses ----
change "Ny text."
was=$(tip)
hook pre-commit "echo 'Rad 3: inte ${esc}[31mså'; echo stavning >&2; exit 3"
t_fails "a hook that refuses" 1 blad record -m Ny
t_like "is named" "$err" 'hooks/pre-commit'
t_like "its words are shown" "$err" 'Rad 3: inte'
t_like "of both kinds" "$err" $'(^|\n)stavning\n'
t_unlike "and are safe" "$err" "$esc"
t_like "one line is blad's" "$(tail -n 1 <<<"$err")" '^blad: recording: '
t_is "nothing has moved" "$(tip) $(git status --porcelain)" "$was "
t_like "the draft is kept" "$(blad drafts)" 'a.md#budget'
t_is "nothing private is left" "$(left)" ""
t_ok "--no-verify does without" blad record -m "Utan krok" --no-verify
t_is "and says nothing of it" "$err" ""

# ---- what it is given ----
change "Given text."
hook pre-commit 'exec >"$PWD.log"; echo "args: $*"; pwd; env | grep "^GIT_" | sort; git diff --cached --name-only; git show :a.md | grep Given; git status --porcelain; git diff --name-only | sort; cat'
t_ok "a hook that looks" env GIT_DIR=/nowhere GIT_WORK_TREE=/nowhere blad -C "$PWD" record -m "Sedd"
log=$(cat "$PWD.log")
t_like "runs in the work tree" "$log" $'args: \n'"$PWD"$'\n'
t_like "knows the author" "$log" 'GIT_AUTHOR_DATE=@1731670200 \+0000.GIT_AUTHOR_EMAIL=ada@example.org.GIT_AUTHOR_NAME=Ada Ek'
t_like "is told that nobody edits" "$log" 'GIT_EDITOR=:'
t_like "sees what is recorded as the index" "$log" 'a.md.Given text.'
t_unlike "and nothing of another repository" "$log" '/nowhere'
t_is "git's own index is another" "$(git diff --cached --name-only)" ""
t_is "all follows" "$(git status --porcelain)" ""

# ---- one that changes what is recorded ----
hook pre-commit 'git show :a.md | sed "s/FEL/rätt/" >t; mv t .git/t; b=$(git hash-object -w .git/t); rm .git/t
git update-index --cacheinfo 100644,$b,a.md; n=$(echo nytt | git hash-object -w --stdin); git update-index --add --cacheinfo 100644,$n,ny.txt'
change "Det var FEL."
t_ok "what a hook puts into the index" blad record -m Rättat
t_is "is recorded" "$(git show HEAD:a.md | grep Det)" "Det var rätt."
t_is "with new files" "$(git show HEAD:ny.txt; cat ny.txt)" "nytt"$'\n'"nytt"
t_is "the draft is done with it" "$(blad drafts)" "$(cd .. && git init -q tom && cd tom && echo '# x' >x.md && git add x.md && git -c user.name=x -c user.email=x commit -qm x && blad drafts)"
t_is "files have followed" "$(git status --porcelain; grep Det a.md)" "Det var rätt."
printf '## Hamnen\n\nKvar FEL.\n' | blad edit a.md#hamnen --stdin >/dev/null
change "Mer FEL."
t_ok "of one item" blad record a.md#budget -m Mer
t_is "it is recorded so" "$(git show HEAD:a.md | grep Mer)" "Mer rätt."
t_is "what was not recorded stays a draft" "$(blad show --source a.md | grep -E 'Mer|Kvar')" "Mer rätt."$'\n'"Kvar FEL."
t_unlike "of that alone" "$(blad drafts)" budget
unhook
t_ok "and is recorded later" blad record -m Kvar

# ---- the message ----
hook prepare-commit-msg 'echo "$2" >>"$PWD.args"; printf "\nTicket: 17\n" >>"$1"'
hook commit-msg 'grep -q "^Ticket: 17" "$1" || exit 1; sed -i "s/^tva /två /" "$1"; echo "läst: $(head -1 "$1")"; exit 0'
hook post-commit 'git log -1 --format="efter %s"; exit 1'
change "Nytt meddelande."
t_ok "hooks that rewrite the message" blad record -m "tva ord"
t_is "it is recorded as they left it" "$(git log -1 --format=%B)" "två ord"$'\n\n'"Ticket: 17"
t_like "and told" "$out" 'två ord'
t_is "what they say is told" "$err" "läst: två ord"$'\n'"efter två ord"
t_is "prepare-commit-msg knows where it came from" "$(cat "$PWD.args")" message
hook commit-msg 'echo "för kort" >&2; exit 1'
change "Ett till."
was=$(tip)
t_fails "a message that is refused" 1 blad record -m x
t_like "says why" "$err" 'för kort.*hooks/commit-msg'
t_is "and nothing moves" "$(tip)" "$was"
hook commit-msg ': >"$1"'
t_fails "a message of which nothing is left" 1 blad record -m x
t_is "is none" "$(tip)" "$was"
unhook

# ---- which are hooks ----
hook pre-commit 'exit 1'
chmod -x .git/hooks/pre-commit
t_ok "one that may not be run is none" blad record -m "Inte körbar"
mkdir krokar
printf '#!/bin/sh\necho från krokar\nexit 1\n' >krokar/pre-commit
chmod +x krokar/pre-commit .git/hooks/pre-commit
git config core.hooksPath krokar
change "Annan mapp."
t_fails "another folder for them" 1 blad record -m x
t_like "is honoured" "$err" 'från krokar'
git config --unset core.hooksPath
printf '#!/nowhere/sh\n' >.git/hooks/pre-commit
t_fails "one that cannot be run" 1 blad record -m x
t_like "is named" "$err" 'hooks/pre-commit'
printf 'exit 4\n' >.git/hooks/pre-commit
t_fails "one without a first line is the shell's" 1 blad record -m x
t_like "as with git" "$err" 'status 4'
unhook
hook reference-transaction 'exit 0'
t_fails "what blad does not run" 1 blad record -m x
t_like "is said in one line" "$err" '^blad: .*reference-transaction[^'$'\n'']*--no-verify[^'$'\n'']*$'
unhook

# ---- one that lasts ----
hook pre-commit 'echo $$ >"$PWD.pid"; while [ ! -e "$PWD.go" ]; do sleep 0.05; done'
rm -f "$PWD.pid"
was=$(tip)
blad record -m Länge >/dev/null 2>&1 &
pid=$!
t_ok "while a hook works" t_wait 10 test -s "$PWD.pid"
t_ok "others may look" blad list
t_fails "the draft is held" 1 sh -c 'echo "## Budget" | blad edit a.md#budget --stdin'
kill -9 $pid
wait $pid 2>/dev/null
t_is "a kill leaves all as it was" "$(tip) $(git status --porcelain --untracked-files=no)" "$was "
t_like "with the draft" "$(blad drafts)" budget
rm -f "$PWD.pid"
blad record -m Länge >/dev/null 2>"$PWD.err" &
pid=$!
t_wait 10 test -s "$PWD.pid"
hookpid=$(cat "$PWD.pid")
kill -TERM $pid
wait $pid
t_is "a signal ends it" "$?" 143
t_ok "and the hook" t_wait 5 sh -c "! kill -0 $hookpid"
t_is "and nothing moved" "$(tip)" "$was"
rm -f "$PWD.pid"
blad record -m Länge >/dev/null 2>"$PWD.err" &
pid=$!
t_wait 10 test -s "$PWD.pid"
git commit -q --allow-empty --no-verify -m Emellan
touch "$PWD.go"
wait $pid
t_is "somebody else was faster: again" "$?" 0
t_is "on top of that" "$(git log -2 --format=%s | paste -sd,)" "Länge,Emellan"
t_is "nothing private is left" "$(left)" ""
t_ok "git finds all in order" git fsck --strict
unhook

# ---- sharing ----
cd ..
git init -q --bare -b main delad.git
cd arkiv
git remote add origin ../delad.git
git push -q -u origin main
git clone -q ../delad.git ../bo
change "Att dela."
blad record -m Dela >/dev/null
hook pre-push 'echo "$1 $2"; cat; exit 1'
there=$(git -C ../delad.git rev-parse main)
t_fails "a hook before the push" 1 blad sync
t_like "is told where to" "$err" $'^origin \.\./delad\.git\n'
t_like "and what" "$err" "refs/heads/main $(tip) refs/heads/main $there"
t_like "and names itself" "$err" 'hooks/pre-push'
t_is "its refusal is final" "$(git -C ../delad.git rev-parse main)" "$there"
(cd ../bo && git config user.name Bo && git config user.email bo@example.org && sed -i s/En.till/Hos_bo/ a.md && echo bo >bo.md && git add bo.md && git commit -qm Bo && git push -q)
was=$(tip)
t_fails "also of a join" 1 blad sync
t_is "which is gone then" "$(tip) $(git for-each-ref refs/blad/pending)" "$was "
unhook
hook pre-merge-commit 'echo "före: $(git diff --cached --name-only)"; exit 1'
t_fails "a hook before a join" 1 blad sync
t_like "sees it" "$err" 'före: bo.md'
hook pre-merge-commit 'exit 0'
hook commit-msg 'echo "Krok: ja" >>"$1"'
hook post-merge 'echo "sammanförd $1"'
hook pre-commit 'exit 1'
t_ok "and else it is made" blad sync
t_like "as the hooks left it" "$(git log -1 --format=%B)" 'Krok: ja'
t_like "post-merge is told" "$err" 'sammanförd 0'
t_is "both have it" "$(git -C ../delad.git rev-parse main)" "$(tip)"
t_is "with two parents" "$(git log -1 --format=%P | wc -w)" 2
change "Utan krokar."
blad record -m Utan --no-verify >/dev/null
hook pre-push 'exit 1'
t_ok "sync --no-verify does without" blad sync --no-verify

unhook

# ---- notes ----
change "Noterad."
blad record -m Noterad >/dev/null
blad sync >/dev/null
item=$(blad log --json a.md#budget | grep -o '"address":"a.md#budget@[0-9a-f]*"' | head -n 1 | cut -d'"' -f4)
[ -n "$item" ] || item="a.md#budget@$(git rev-parse --short HEAD)"
t_ok "a note on which item is which" blad match part "$item"
hook pre-push 'cat; exit 1'
t_ok "is shared by itself" blad sync
t_like "and looked at too" "$err" 'refs/notes/blad [0-9a-f]* refs/notes/blad 0000'
t_like "its refusal is told" "$out" 'hooks/pre-push'
unhook

# ---- other forms of repositories ----
git worktree add -q ../träd -b annan
hook pre-commit 'env | grep "^GIT_" | sort; git diff --cached --name-only; pwd'
(cd ../träd && printf '## Budget\n\nI trädet.\n' | blad edit a.md#budget --stdin >/dev/null)
t_ok "a linked work tree" blad -C ../träd record -m Träd
t_like "has the repository's hooks" "$err" $'\na.md\n'"$t_dir/träd"'$'
t_like "which are told of its folder" "$err" "GIT_DIR=$PWD/.git/worktrees/tr"
t_is "it is recorded there" "$(git log -1 --format=%s annan)" Träd
t_is "and clean" "$(git -C ../träd status --porcelain)" ""
git clone -q --bare . ../bar.git
git -C ../bar.git config user.name Ada
git -C ../bar.git config user.email ada@example.org
mkdir -p ../bar.git/hooks
cp .git/hooks/pre-commit ../bar.git/hooks
(cd ../bar.git && printf '## Budget\n\nBart.\n' | blad edit a.md#budget --stdin >/dev/null)
t_ok "without a work tree" blad -C ../bar.git record -m Bar
t_like "they run in the repository" "$err" $'\na.md\n'"$t_dir/bar.git"'$'
t_is "it is recorded" "$(git -C ../bar.git log -1 --format=%s main)" Bar
unhook

# ---- another's ----
t_is "git finds all in order" "$(git fsck --strict 2>&1 | grep -v dangling)" ""
t_done
