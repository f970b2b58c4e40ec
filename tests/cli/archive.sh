# A small archive with a history, made with plain git at fixed times: source it after lib.sh, then call small_archive DIR.
commit_at() {	# SECONDS NAME MESSAGE: everything in the work tree
	git add -A
	GIT_AUTHOR_NAME=$2 GIT_AUTHOR_EMAIL=$(echo "$2" | tr 'A-ZÅÄÖ ' 'a-zåäö.')@adala.example \
	GIT_COMMITTER_NAME=$2 GIT_COMMITTER_EMAIL=kansli@adala.example \
	GIT_AUTHOR_DATE="$1 +0100" GIT_COMMITTER_DATE="$1 +0100" git commit -qm "$3"
}

identity() {	# in the repository of the current folder
	git config user.name "Karin Ek"
	git config user.email karin.ek@adala.example
}

small_archive() {
	git init -q -b main "$1"
	(
		cd "$1" || exit 1
		mkdir klg
		cat >.blad <<-'X'
			[blad]
				title = Ådala kommun
			[series "klg"]
				title = Nytt från ledningsgruppen
				files = klg/
				path = klg/%Y-%m-%d.md
		X
		printf '# Läs mig\n' >README.md
		cat >klg/2024-10-18.md <<-'X'
			---
			title: Höstens upphandlingar
			date: 2024-10-18
			number: 10
			state: published
			---

			# Höstens upphandlingar

			Kort om vad som köps in.

			## Skrivare

			Nya skrivare kommer i november.
		X
		commit_at 1729238400 "Karin Ek" "Höstens upphandlingar"
		cat >klg/2024-11-15.md <<-'X'
			---
			title: Budget och vinter
			date: 2024-11-15
			number: 11
			---

			# Budget och vinter

			Det viktigaste i korthet.

			## Budget 2025

			Budgeten är klar den 12 december.
			Ramen är 1 200 miljoner kronor.

			## Vinterväghållning

			Plogningen börjar vid 5 cm snö.

			### Sandning

			Sand finns att hämta vid förrådet.

			## Kontakt

			Ring kansliet.
		X
		commit_at 1731660000 "Karin Ek" "Budget och vinter"
		sed -i 's/5 cm/7 cm/' klg/2024-11-15.md
		commit_at 1731663600 "Per Lind" "Vinterväghållning: 7 cm"
	)
}
