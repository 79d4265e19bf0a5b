#include "errors/grouping/normal.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

static const struct {
	const char *text, *normal;
} texts[] = {
	{ "", "" },
	{ " \n\t\r\n", "" },
	{ "plain", "plain" },
	{ "User 42 not found", "User <number> not found" },
	/* Lines. */
	{ "\n\n one \r\n\r\n two\nthree", "one\ntwo" },
	{ "one\rtwo", "one\ntwo" },
	{ "\u3000one\u00a0\n\u2003\ntwo", "one\ntwo" },
	/* E-mail. */
	{ "no maria.silva+tag@exemplo.com.br!", "no <email>!" },
	{ "to a@b.co.", "to <email>." },
	{ "joão@açaí.com.br", "<email>" },
	{ "ângela@x.org <ângela@x.org>", "<email> <<email>>" },
	{ "root@localhost", "root@localhost" },
	{ "a@b.c-5-d_x@y.zz", "<email>_x@y.zz" },
	{ "@Component a@ @b.c", "@Component a@ @b.c" },
	{ "12345@exemplo.com", "<email>" },
	/* URLs. */
	{ "GET https://api.exemplo.com/v1/users/42?x=1#y, failed.", "GET <url>, failed." },
	{ "(http://h/a) [http://h/b] <http://h/c> =http://h/d'", "(<url>) [<url>] <<url>> =<url>'" },
	{ "jdbc:postgresql://db:5432/x", "jdbc:<url>" },
	{ "postgres://u:p@db/x", "<url>" },
	{ "https://", "https://" },
	{ "x://... 1://a", "x://... <number>://a" },
	{ "/42 and x/42/7", "/<number> and x/<number>/<number>" },
	/* Addresses. */
	{ "from 10.0.0.1:54321", "from <ip>" },
	{ "255.255.255.255, 256.1.1.1", "<ip>, <number>" },
	{ "1.2.3.4.5", "<number>" },
	{ "10.0.0.1.", "<ip>." },
	{ "[2001:db8::1]:443", "[<ip>]:<number>" },
	{ "::1 fe80::1%eth0 ::ffff:10.0.0.1", "<ip> <ip>%eth0 <ip>" },
	{ "2001:db8:0:0:0:0:0:1: refused", "<ip>: refused" },
	{ "std::find Face::add ::", "std::find Face::add ::" },
	/* Identifiers. */
	{ "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "<uuid>" },
	{ "order_6f9619ff-8b86-d011-b42d-00cf4fc964ff", "order_6f9619ff-8b86-d011-b42d-<hex>" },
	{ "{6f9619ff-8b86-d011-b42d-00cf4fc964ff}", "{<uuid>}" },
	{ "da39a3ee5e6b4b0d3255bfef95601890afd80709", "<hex>" },
	{ "d41d8cd98f00b204e9800998ecf8427e", "<hex>" },
	{ "507f1f77bcf86cd799439011 123456789012345678901234", "<hex> <hex>" },
	{ "at 3f2a9c1 (deadbeef), 3f2a9c", "at <hex> (deadbeef), 3f2a9c" },
	{ "rev 3f2a9c1x 0a1B2c3D", "rev 3f2a9c1x <hex>" },
	{ "id=dGhpcyBpcyBhIHRva2Vu4Q== dGhpcyBpcyBhIHRvaVuX", "id=<token>== dGhpcyBpcyBhIHRvaVuX" },
	{ "key_live-AbCdEf0123456789 sk-a1B2", "<token> sk-a1B2" },
	{ "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-a_b!", "jwt <jwt>!" },
	{ "eyJhbGciOiJIUzI1NiJ9.x", "<token>.x" },
	{ "12345678901234567890123456789012", "<hex>" },
	/* Times. */
	{ "2026-03-01T10:20:30Z", "<rfc3339>" },
	{ "2026-03-01 10:20:30,123", "<rfc3339>" },
	{ "2026-03-01t10:20:30.123456-03:00.", "<rfc3339>." },
	{ "2026-03-01T10:20:30+0000", "<rfc3339>" },
	{ "2026-03-01 at 10:20:30.5", "<date> at <time>" },
	{ "app.js:10:20", "app.js:<number>:<number>" },
	{ "01/03/2026", "<number>/<number>/<number>" },
	/* Durations. */
	{ "after 1500ms, 3s, 1.5s and 0.25ms", "after <number>, <number>, <number> and <number>" },
	{ "3 s, 3sec, 3m", "<number>, <number>, <number>" },
	{ "1h2m3.5s 1m30s 5 m 2 min", "<number> <number> <number> m <number>" },
	/* Numbers. */
	{ "0x7ffe1234ABCD 0x 0xzz", "<hex> 0x 0xzz" },
	{ "1.5 -2.25 +3.0 6.02e23 1e5 1.e 1.5e",
	  "<number> <number> <number> <number> <number> <number>.e 1.5e" },
	{ "1.234,56 = 1,234.56 = 1234", "<number> = <number> = <number>" },
	{ "R$ 1.234,56 R$\u00a05 US$10 $7 10,50 \u20ac", "<number> <number> <number> <number> <number>" },
	{ "95% 95.5 % 10MB 1.5 GiB 300 bytes 2 KB", "<number> <number> <number> <number> <number> <number>" },
	{ "1.2.3 1,2,3 1, 2", "<number> <number> <number>, <number>" },
	{ "3 sun 5 apples 5x 50%off", "<number> sun <number> apples 5x <number>%off" },
	{ "-1 (-2) a-3 4-5 +6", "<number> (<number>) a-<number> <number>-<number> <number>" },
	{ "5s::1f x>-5 1-+2", "<number>::1f x>-<number> <number>-<number>" },
	{ "::f1:1:1:1:1:1:1:1cmc", "::f1:<number>:<number>:<number>:<number>:<number>:<number>:1cmc" },
	{ "v2 3rd order_12 x12y utf8", "v2 3rd order_12 x12y utf8" },
	{ "#12, [13] {14} 16# R17", "#<number>, [<number>] {<number>} <number># R17" },
	{ "用户42不存在 «7»", "用户<number>不存在 «<number>»" },
	{ "99999999999999999999999999999999999999999999", "<number>" },
	/* Numbers that are kept. */
	{ "HTTP 404 for user 404", "HTTP 404 for user <number>" },
	{ "status 500, Status 502", "status 500, Status 502" },
	{ "SQLSTATE[23505]: 7", "SQLSTATE[23505]: <number>" },
	{ "SQLSTATE[42P01]", "SQLSTATE[42P01]" },
	{ "errno 104 exit 1 exit -1 signal 11 port 5432", "errno 104 exit 1 exit -1 signal 11 port 5432" },
	{ "export 5 status  5 port 12345678901", "export <number> status  <number> port <number>" },
	{ "exit 5ms HTTP 1.1 port 0x1f", "exit <number> HTTP <number> port <hex>" },
	{ "http://h/?exit 5", "<url> <number>" },
	/* Strings. */
	{ "name='Maria' age=\"7\" x=''", "name=<str> age=<str> x=<str>" },
	{ "name='O\"x' y=\"it's\"", "name=<str> y=<str>" },
	{ "open='x\ny'", "open='x\ny'" },
	{ "no 'a', \"b\" or `c d`", "no <str>, <str> or <str>" },
	{ "Can't read 'it''s' of d'\u00e1gua's", "Can't read <str><str> of d'\u00e1gua's" },
	{ "b'x' stays, '' goes", "b'x' stays, <str> goes" },
	{ "Key (email, loja)=(a@b.co, (7)) already exists.", "Key (email, loja)=(<str>) already exists." },
	{ "f(x)=(y and x=(y)", "f(x)=(y and x=(y)" },
	/* Paths. */
	{ "open /srv/app/releases/2026/views.py: denied", "open <path>/views.py: denied" },
	{ "/var/data/upload-8f3a2b1c.csv, /var/data/upload-9.csv",
	  "<path>/upload-<id>.csv, <path>/upload-<id>.csv" },
	{ "/tmp/phpAbCdEf /tmp/tmpqwerty.txt /tmp/app.sock", "<path>/<id> <path>/<id>.txt <path>/app.sock" },
	{ "C:\\Loja\\app.exe D:/x/y7.dll", "<path>/app.exe <path>/<id>.dll" },
	{ "GET /orders </div> and/or/not ./a/b ~/c/d //e/f",
	  "GET /orders </div> and/or/not ./a/b ~/c/d //e/f" },
	{ "in /srv/app/a.js:10:5.", "in <path>/a.js:<number>:<number>." },
	{ "/srv/app/", "<path>/" },
	{ "a = 'x' b='5", "a = <str> b='<number>" },
	/* The first kind that matches wins. */
	{ "1@2.com http://10.0.0.1/ 10.0.0.1", "<email> <url> <ip>" },
};

Test(grouping_normal, texts)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(texts); i++) {
		cr_expect_str_eq(normal_text(arena, texts[i].text), texts[i].normal, "%s: %s", texts[i].text,
				 normal_text(arena, texts[i].text));
	}
	cr_expect_str_empty(normal_text(arena, NULL));
	arena_free(arena);
}

/* The length of an id does not change where the result ends. */
Test(grouping_normal, cut)
{
	struct arena *arena = arena_new();
	char *tail = arena_alloc(arena, 2001);
	const char *one, *other;

	for (size_t i = 0; i < 2000; i += 2)
		memcpy(tail + i, "é", 2);
	one = normal_text(arena, arena_printf(arena, "1, %s", tail));
	other = normal_text(arena, arena_printf(arena, "12345678, %s", tail));
	cr_expect_str_eq(one, other);
	cr_expect_eq(strlen(one), NORMAL_BYTES);
	one = normal_text(arena, arena_printf(arena, "a%s", tail));
	cr_expect_eq(strlen(one), NORMAL_BYTES - 1, "a whole character");
	cr_expect(text_is_utf8(one, strlen(one)));
	memset(tail, 'x', NORMAL_BYTES - 2);
	strcpy(tail + NORMAL_BYTES - 2, " 42");
	cr_expect_eq(strlen(normal_text(arena, tail)), NORMAL_BYTES - 1, "a whole replacement");
	arena_free(arena);
}

/* 256 KiB of text for which a naive scan would start again at each character: in quadratic time it would
 * take minutes. */
Test(grouping_normal, hostile, .timeout = 60)
{
	static const char *const pieces[] = { "9",  "a",  ":",  "1:",   "a.",  "='",   "=\"x",
					      "0x", "a@", "é",  "f0::", "://", "h:/",  "-",
					      "1-", " ",  "\n", "a-",   "1.1", "x://;" };
	enum { SIZE = 256 * 1024 };
	struct arena *arena = arena_new();
	char *text = arena_alloc(arena, SIZE + 16);

	for (size_t i = 0; i < COUNT(pieces); i++) {
		size_t length = 0;
		const char *normal;

		while (length < SIZE)
			length = (size_t)(stpcpy(text + length, pieces[i]) - text);
		strcpy(text + length, "_");
		normal = normal_text(arena, text);
		cr_expect_leq(strlen(normal), NORMAL_BYTES, "%s", pieces[i]);
		cr_expect(text_is_utf8(normal, strlen(normal)), "%s", pieces[i]);
	}
	arena_free(arena);
}

static const struct {
	const char *url, *host;
} hosts[] = {
	{ "", "" },
	{ "https://CDN.exemplo.com/x.js?a:b@c", "cdn.exemplo.com" },
	{ "https://u:p@w@exemplo.com:8443", "exemplo.com" },
	{ "wss://[2001:DB8::1]:443/x", "[2001:db8::1]" },
	{ "http://[broken", "[broken" },
	{ "http://[::1/a]", "[" },
	{ "data:text/html,x", "data" },
	{ "blob", "blob" },
	{ "inline", "inline" },
	{ "EVAL", "eval" },
	{ "exemplo.com", "exemplo.com" },
	{ "https://", "" },
};

Test(grouping_normal, hosts)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(hosts); i++)
		cr_expect_str_eq(normal_host(arena, hosts[i].url), hosts[i].host, "%s: %s", hosts[i].url,
				 normal_host(arena, hosts[i].url));
	cr_expect_str_empty(normal_host(arena, NULL));
	arena_free(arena);
}

Test(grouping_normal, fit)
{
	cr_expect_eq(normal_fit("abc", 3), 3);
	cr_expect_eq(normal_fit("abc", 2), 2);
	cr_expect_eq(normal_fit("aé", 2), 1);
	cr_expect_eq(normal_fit("é", 1), 0);
	cr_expect_eq(normal_fit("", 0), 0);
}
