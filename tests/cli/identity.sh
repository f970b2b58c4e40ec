#!/usr/bin/env bash
# Who wrote and who recorded: environment and configuration as git reads them, nothing guessed, clear words where something lacks.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

git init -q -b main arkiv
cd arkiv || exit 1
printf '# Ett\n\n## Budget\n\nEn text.\n' >a.md
git add a.md
git -c user.name=x -c user.email=x@example.org commit -qm Ett

change() {
	printf '## Budget\n\n%s\n' "$1" | blad edit a.md#budget --stdin >/dev/null
}
who() {
	git log -1 --format='%an <%ae> %ad, %cn <%ce> %cd' --date=iso-strict
}

change Ett.
git config user.useConfigOnly true
t_fails "nobody" 1 env EMAIL=ada@example.org blad record -m x
t_like "is asked for in one line" "$err" '^blad: [^'$'\n'']*user\.name[^'$'\n'']*$'
git config user.name "Ada Ek"
t_fails "only the configuration may say the address" 1 env EMAIL=ada@example.org blad record -m x
t_like "which is said" "$err" 'user\.email'
git config --unset user.useConfigOnly
t_ok "else EMAIL may" env EMAIL=ada@example.org blad record -m x
t_is "as with git" "$(who)" "Ada Ek <ada@example.org> 2024-11-15T11:30:00+00:00, Ada Ek <ada@example.org> 2024-11-15T11:30:00+00:00"
git config user.email ada@example.org
git config author.name "Åsa Öman"
git config author.email asa@example.org
change Två.
t_ok "an author of its own" blad record -m x
t_is "is another than the committer" "$(who)" "Åsa Öman <asa@example.org> 2024-11-15T11:30:00+00:00, Ada Ek <ada@example.org> 2024-11-15T11:30:00+00:00"
change Tre.
t_ok "in the environment" env GIT_AUTHOR_NAME=Bo GIT_AUTHOR_EMAIL=bo@example.org GIT_AUTHOR_DATE=2024-05-20T14:02:00+02:00 \
	GIT_COMMITTER_NAME=Cia GIT_COMMITTER_EMAIL=cia@example.org GIT_COMMITTER_DATE='1700000000 -0500' blad record -m x
t_is "it comes first" "$(who)" "Bo <bo@example.org> 2024-05-20T14:02:00+02:00, Cia <cia@example.org> 2023-11-14T17:13:20-05:00"
t_like "the history tells who wrote" "$(blad log a.md)" Bo
change Fyra.
t_fails "a time that is none" 1 env GIT_AUTHOR_DATE=strax blad record -m x
t_like "is named" "$err" GIT_AUTHOR_DATE
t_like "the draft is kept" "$(blad drafts)" 'a.md#budget'
blad record -m x >/dev/null

# a join is of who joins
cd ..
git init -q --bare -b main delad.git
cd arkiv
git remote add origin ../delad.git
git push -q -u origin main
git clone -q ../delad.git ../bo
(cd ../bo && git config user.name Bo && git config user.email bo@example.org && echo bo >bo.md && git add bo.md && git commit -qm Bo && git push -q)
git config --unset author.name
git config --unset author.email
change Fem.
blad record -m x >/dev/null
t_ok "a join" blad sync
t_like "is of who joins" "$(who)" 'Ada Ek <ada@example.org>.*Ada Ek <ada@example.org>'
t_is "both authors stay" "$(git log --format=%an -3 | sort | paste -sd,)" "Ada Ek,Ada Ek,Bo"
t_is "where nobody wrote in the same item, nobody is named" "$(git log -1 --format=%b)" ""

# ---- sentences of several in one item ----
printf '# Ett\n\nIngress.\n\n## Budget\n\nRad ett står kvar. Rad två står kvar. Rad tre står kvar. Rad fyra står kvar.\n\n## Hamnen\n\nEn text.\n' >a.md
git commit -qam Grund
git push -q
theirs() {	# NAME SED
	(cd ../bo && git pull -q && sed -i "$2" a.md && git -c user.name="$1" -c user.email="$1@example.org" commit -qam "$1" && git push -q)
}
theirs bo 's/Rad fyra/Rad 4/'
theirs cia 's/En text/Annan text/'
theirs dan 's/Rad 4 står/Rad 4 stod/'
printf '## Budget\n\nRad ETT står kvar. Rad två står kvar. Rad tre står kvar. Rad fyra står kvar.\n' | blad edit a.md#budget --stdin >/dev/null
blad record -m Ada >/dev/null
t_ok "sentences of several in one item" blad sync
t_is "are joined" "$(grep Rad a.md)" "Rad ETT står kvar. Rad två står kvar. Rad tre står kvar. Rad 4 stod kvar."
t_is "those who wrote them are named, and no others" "$(git log -1 --format=%B)" "Joined with origin/main

Co-authored-by: bo <bo@example.org>
Co-authored-by: dan <dan@example.org>"
t_is "where git finds them" "$(git log -1 --format='%(trailers:key=Co-authored-by,valueonly)' | head -n 1)" "bo <bo@example.org>"
printf '## Budget\n\nRad ETT står kvar. Rad två står kvar. Rad tre står kvar. Rad 4 stod kvar. Rad fem.\n' | GIT_AUTHOR_NAME=x blad edit a.md#budget --stdin >/dev/null
GIT_AUTHOR_NAME="Åsa Öman" GIT_AUTHOR_EMAIL=asa@example.org blad record -m Åsa >/dev/null
theirs ada 's/Rad ETT/Rad 1/'
t_ok "also those of one's own side" blad sync
t_is "and oneself is not" "$(git log -1 --format=%b)" "Co-authored-by: Åsa Öman <asa@example.org>"
t_is "git finds all in order" "$(git fsck --strict 2>&1 | grep -v dangling)" ""
t_done
