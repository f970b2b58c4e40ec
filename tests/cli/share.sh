#!/usr/bin/env bash
# Two editors and a shared repository: clone, status, sync; joined where that is sure, asked where it is not.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
small_archive seed
git clone -q --bare seed shared.git

t_ok "clone by path" blad clone shared.git anna
t_ok "clone by file:" blad clone "file://$t_dir/shared.git" bo
t_is "it has the branch" "$(git -C anna symbolic-ref --short HEAD)" main
t_is "and is clean" "$(git -C anna status --porcelain)" ""
(cd anna && identity)
(cd bo && identity && git config user.name "Bo Ahl" && git config user.email bo.ahl@adala.example)

change() {	# DIR ITEM FROM TO
	blad -C "$1" show "$2" --source | sed "s/$3/$4/" | blad -C "$1" edit "$2" --stdin && blad -C "$1" record >/dev/null
}

t_ok "Anna changes an item" change anna "klg/11#budget-2025" 12 14
t_ok "status" blad -C anna status --json
t_like "one to send" "$out" '"ahead": ?1, ?"behind": ?0'
t_ok "sync sends it" blad -C anna sync
t_is "the shared repository has it" "$(git -C shared.git log -1 --format=%an)" "Karin Ek"
t_ok "Bo takes it in" blad -C bo sync
t_like "and reads it" "$(blad -C bo show 'klg/11#budget-2025' --source)" "14 december"
t_is "his work tree follows" "$(git -C bo status --porcelain)" ""
t_is "by fast-forward" "$(git -C bo rev-parse HEAD)" "$(git -C anna rev-parse HEAD)"

change anna "klg/11#kontakt" kansliet växeln
change bo "klg/11#sandning" förrådet stationen
t_ok "Anna is first" blad -C anna sync
t_ok "Bo's is joined" blad -C bo sync
t_is "in a commit with two parents" "$(git -C bo log -1 --format=%p | wc -w)" 2
t_like "both changes" "$(git -C shared.git show main:klg/2024-11-15.md | tr '\n' ' ')" "stationen.*växeln"
t_ok "Anna takes it in" blad -C anna sync
t_is "both are alike" "$(git -C anna rev-parse HEAD)" "$(git -C bo rev-parse HEAD)"

change anna "klg/11#kontakt" växeln Anna
change bo "klg/11#kontakt" växeln Bo
blad -C anna sync >/dev/null
before=$(git -C bo rev-parse HEAD)
t_fails "the same item changed by both" 3 blad -C bo sync
t_like "is a question with its item" "$err$out" "kontakt"
t_like "and both names" "$err$out" "Karin Ek"
t_is "nothing moved here" "$(git -C bo rev-parse HEAD)" "$before"
t_is "nothing moved there" "$(git -C shared.git rev-parse main)" "$(git -C anna rev-parse HEAD)"
t_like "status counts it" "$(blad -C bo status --json)" '"conflicts": ?1'
(cd bo && git pull -q --no-rebase -X ours 2>/dev/null)
t_ok "after git's own merge it goes on by itself" blad -C bo sync
t_is "and is sent" "$(git -C shared.git rev-parse main)" "$(git -C bo rev-parse HEAD)"
t_like "no markers anywhere" "$(git -C bo grep -c '<<<<<<<' | wc -l)" "^0$"

blad -C anna sync >/dev/null
echo "egen rad" >>anna/klg/2024-11-15.md
change bo "klg/11#sandning" stationen torget
blad -C bo sync >/dev/null
t_fails "a file changed by hand that theirs touches" 3 blad -C anna sync
t_like "is named" "$err" "klg/2024-11-15.md"
t_like "and kept" "$(tail -1 anna/klg/2024-11-15.md)" "egen rad"
git -C anna checkout -q klg/2024-11-15.md

mv shared.git away.git
change anna "klg/11#budget-2025" 14 15
t_fails "the server is gone" 1 blad -C anna sync
t_is "everything else goes on" "$(blad -C anna status --json | grep -c '"ahead": *1')" 1
mv away.git shared.git
t_ok "and when it is back" blad -C anna sync
cat >shared.git/hooks/update <<'X'
#!/bin/sh
printf 'Stängt \033[31mför jul\n' >&2
exit 1
X
chmod +x shared.git/hooks/update
change anna "klg/11#budget-2025" 15 16
t_fails "a server that refuses" 1 blad -C anna sync
t_like "is quoted, without colours" "$err" "Stängt för jul"
t_unlike "with nothing that a terminal would obey" "$err" $'\e'
rm shared.git/hooks/update
t_ok "later it goes" blad -C anna sync
t_is "fsck" "$(git -C shared.git fsck 2>&1 | grep -v '^dangling')" ""
t_fails "an address that begins with -" 1 blad clone -- "--upload-pack=touch $t_dir/pwned" x
t_is "runs nothing" "$(ls "$t_dir/pwned" 2>/dev/null)" ""
t_done
