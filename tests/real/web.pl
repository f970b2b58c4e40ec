#!/usr/bin/perl
# Servers for tests, each on a port of its own on the loopback, which it writes into FILE when it listens.
#	web.pl serve FILE LOG ROOT [USER:PASSWORD]	git http-backend; /moved-PORT/… sends on to localhost:PORT
#	web.pl proxy FILE LOG [USER:PASSWORD]		an http proxy, CONNECT too
#	web.pl relay FILE LOG PORT pass|cut|hang|slow BYTES	passes connections on; after so many bytes of the answer it cuts, hangs or is slow
#	web.pl tls FILE LOG PORT CERTIFICATE KEY		TLS in front of a port
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IPC::Open2;
use MIME::Base64;

$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
# told to end, it takes all with it that it began; and none of that outlives a test by much
setpgrp;
$SIG{TERM} = sub { $SIG{TERM} = 'IGNORE'; kill 'TERM', -$$; exit 0 };
my $lifetime = 120;
my ($what, $file, $log, @args) = @ARGV;
my $listen = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 16, ReuseAddr => 1) or die "no socket: $!";
open my $out, '>', "$file.new" or die $!;
print $out $listen->sockport;
close $out;
rename "$file.new", $file or die $!;

my %does = (serve => \&serve, proxy => \&proxy, relay => \&relay, tls => \&tls);
while (1) {
	my $client = $listen->accept or next;
	next if fork;
	$SIG{TERM} = 'DEFAULT';
	alarm $lifetime;
	close $listen;
	binmode $client;
	$client->autoflush(1);
	$does{$what}->($client);
	exit 0;
}

sub note {
	open my $to, '>>', $log or return;
	syswrite $to, "@_\n";
}

sub dial {
	my ($host, $port) = @_;
	my $to = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or return;
	binmode $to;
	$to->autoflush(1);
	return $to;
}

# Bytes both ways until either ends; answer is told every piece that comes back, and may end it.
sub pump {
	my ($in, $out, $back_in, $back_out, $answer) = @_;
	my $both = IO::Select->new($in, $back_in);
	while (1) {
		for my $ready ($both->can_read) {
			my $n = sysread $ready, my $bytes, 8192;
			return unless $n;
			my $to = $ready == $in ? $back_out : $out;
			return if $ready == $back_in && $answer && !$answer->($to, $bytes);
			for (my $at = 0; $at < $n; ) {
				my $sent = syswrite $to, $bytes, $n - $at, $at;
				return unless $sent;
				$at += $sent;
			}
		}
	}
}

# ---- http ----

sub head {
	my ($from) = @_;
	my $line = <$from>;
	return unless defined $line;
	my %h;
	while (defined(my $more = <$from>)) {
		last if $more =~ /^\r?\n$/;
		$h{lc $1} = $2 if $more =~ /^([^:]+):\s*(.*?)\r?\n/;
	}
	$line =~ s/\r?\n//;
	return ($line, \%h);
}

sub body {
	my ($from, $h) = @_;
	my $all = '';
	if (lc($h->{'transfer-encoding'} // '') eq 'chunked') {
		while (defined(my $size = <$from>)) {
			my $n = hex($size =~ /^([0-9a-f]+)/i ? $1 : 0);
			read $from, my $piece, $n if $n;
			$all .= $piece if $n;
			<$from>;
			last unless $n;
		}
	} elsif ($h->{'content-length'}) {
		read $from, $all, $h->{'content-length'};
	}
	return $all;
}

sub knows {
	my ($given, $wanted) = @_;
	return 1 unless defined $wanted;
	return ($given // '') =~ /^Basic (.*)$/ && decode_base64($1) eq $wanted;
}

sub backend {
	my ($line, $h, $body) = @_;
	my ($method, $path, $query) = $line =~ m{^(\w+) ([^ ?]*)\??(\S*)} or return;
	my $in = "$log.$$";
	open my $to, '>', $in or die $!;
	binmode $to;
	print $to $body;
	close $to;
	local %ENV = (%ENV, GIT_PROJECT_ROOT => $args[0], GIT_HTTP_EXPORT_ALL => 1, REQUEST_METHOD => $method, PATH_INFO => $path, QUERY_STRING => $query,
		CONTENT_TYPE => $h->{'content-type'} // '', CONTENT_LENGTH => length $body, REMOTE_USER => 'ada', REMOTE_ADDR => '127.0.0.1');
	$ENV{HTTP_CONTENT_ENCODING} = $h->{'content-encoding'} if $h->{'content-encoding'};
	local $SIG{CHLD} = 'DEFAULT';
	my $answer = do { local $/; open my $cgi, '-|', "exec git http-backend <'$in'" or die $!; binmode $cgi; <$cgi> };
	unlink $in;
	my ($top, $rest) = split /\r\n\r\n/, $answer, 2;
	my $status = $top =~ s/^Status: (.*?)\r?\n//mi ? $1 : '200 OK';
	return "HTTP/1.1 $status\r\n$top\r\nContent-Length: " . length($rest) . "\r\n\r\n$rest";
}

sub serve {
	my ($client) = @_;
	while (my ($line, $h) = head($client)) {
		my $body = body($client, $h);
		my $known = knows($h->{authorization}, $args[1]);
		note($line, $known ? 'let in' : $h->{authorization} ? 'refused' : 'unknown');
		if ($line =~ m{ /moved-(\d+)(/\S*)}) {
			print $client "HTTP/1.1 302 Found\r\nLocation: http://localhost:$1$2\r\nContent-Length: 0\r\n\r\n";
		} elsif (!$known) {
			print $client "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"klg\"\r\nContent-Length: 0\r\n\r\n";
		} else {
			print $client backend($line, $h, $body);
		}
	}
}

sub proxy {
	my ($client) = @_;
	my ($line, $h) = head($client) or return;
	note($line);
	unless (knows($h->{'proxy-authorization'}, $args[0])) {
		print $client "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"way\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		return;
	}
	if ($line =~ /^CONNECT ([^: ]+):(\d+)/) {
		my $to = dial($1, $2) or return;
		print $client "HTTP/1.1 200 OK\r\n\r\n";
		return pump($client, $client, $to, $to);
	}
	while ($line && $line =~ m{^(\w+) http://([^:/ ]+):(\d+)(\S*)}) {
		my $to = dial($2, $3) or return;
		my $body = body($client, $h);
		delete @$h{qw(transfer-encoding content-length proxy-authorization connection)};
		print $to "$1 $4 HTTP/1.1\r\n", (map "$_: $h->{$_}\r\n", keys %$h), 'Content-Length: ', length($body), "\r\n\r\n$body";
		my ($status, $back) = head($to) or return;
		my $answer = body($to, $back);
		delete @$back{qw(transfer-encoding content-length connection)};
		print $client "$status\r\n", (map "$_: $back->{$_}\r\n", keys %$back), 'Content-Length: ', length($answer), "\r\n\r\n$answer";
		($line, $h) = head($client);
		note($line) if $line;
	}
}

# ---- bytes ----

sub relay {
	my ($client) = @_;
	my ($port, $how, $limit) = @args;
	my $to = dial('127.0.0.1', $port) or return;
	note('connected');
	my $passed = 0;
	pump($client, $client, $to, $to, sub {
		my ($back, $bytes) = @_;
		$passed += length $bytes;
		return 1 if $how eq 'pass' || $passed <= $limit;
		note("$how after $limit");
		return 0 if $how eq 'cut';
		select undef, undef, undef, 0.1 if $how eq 'slow';
		sleep 600 if $how eq 'hang';
		return 1;
	});
}

sub tls {
	my ($client) = @_;
	my ($port, $certificate, $key) = @args;
	my $free = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1) or die $!;
	my $inner = $free->sockport;
	close $free;
	my $pid = open2(my $from, my $to, qw(openssl s_server -quiet -naccept 1), '-accept', "127.0.0.1:$inner", '-cert', $certificate, '-key', $key);
	my $secured;
	for (my $tries = 0; !$secured && $tries < 500; $tries++) {
		$secured = dial('127.0.0.1', $inner) or select undef, undef, undef, 0.02;
	}
	my $plain = dial('127.0.0.1', $port);
	if ($secured && $plain && !fork) {
		alarm $lifetime;
		pump($from, $to, $plain, $plain);
		exit 0;
	}
	pump($client, $client, $secured, $secured) if $secured;
	kill 'KILL', $pid;
}
