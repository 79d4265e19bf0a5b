#include "config/setting.h"

#include <criterion/criterion.h>

#include "base/buffer.h"

static bool is_url(const char *text)
{
	static const struct setting url = { .name = "BALCAO_URL", .type = SETTING_URL };
	long number;

	return setting_read(&url, text, &number);
}

static const char *const urls[] = {
	"https://viacep.com.br",     "https://proxy.example.org:8443/cep/v1.0_~-",
	"https://[2001:db8::1]/cep", "",
	"http://localhost",          "http://localhost:8080/viacep",
	"http://127.0.0.1:8080",     "http://[::1]",
	"http://[::1]:8080/viacep",
};

Test(config_setting, urls)
{
	for (size_t i = 0; i < COUNT(urls); i++)
		cr_expect(is_url(urls[i]), "%s", urls[i]);
}

/* Refused: http to another machine, even if its name looks like localhost, and URLs that are no base URL. */
static const char *const others[] = {
	"http://viacep.com.br",
	"http://localhost.evil.com",
	"http://localhosts",
	"http://127.0.0.1.evil.com",
	"http://127.0.0.2",
	"http://[::2]",
	"http://localhost@evil.com",
	"http://localhost:1@evil.com",
	"https://u:p@viacep.com.br",
	"https://u@viacep.com.br",
	"https://viacep.com.br?a=b",
	"https://viacep.com.br/?a=b",
	"https://viacep.com.br/cep?a=b",
	"https://viacep.com.br/#a",
	"https://viacep.com.br/",
	"https://viacep.com.br/cep/",
	"https://viacep.com.br/a b",
	"https://viacep.com.br/%2e",
	"https://viacep.com.br/caf\u00e9",
	"HTTPS://viacep.com.br",
	"https://ViaCEP.com.br",
	"https://",
	"https:///cep",
	"https://h:0",
	"https://h:65536/a",
	"https://h:/a",
	"viacep.com.br",
	"//viacep.com.br",
	"ftp://localhost",
	"file:///etc/passwd",
	"x://https://viacep.com.br",
	" https://viacep.com.br",
	"https://viacep.com.br ",
};

Test(config_setting, what_is_no_url)
{
	for (size_t i = 0; i < COUNT(others); i++)
		cr_expect_not(is_url(others[i]), "%s", others[i]);
}

/* If a row lacks the type, its value is hidden like a secret, because it may be one. */
Test(config_setting, without_a_type)
{
	static const struct setting forgotten = { .name = "BALCAO_X", .max = 9 };
	struct buffer out = { 0 };
	long number;

	cr_expect_not(setting_read(&forgotten, "x", &number));
	setting_put_kind(&out, &forgotten);
	cr_expect_str_eq(out.data, "of a type, which its row in src/config/config.c does not say: "
				   "write SETTING_TEXT, SETTING_SECRET or another");
	buffer_clear(&out);
	setting_put_shown(&out, &forgotten, "x");
	cr_expect_str_eq(out.data, "*****");
	cr_expect(setting_holds_secret(&forgotten, "x"));
	buffer_release(&out);
}
