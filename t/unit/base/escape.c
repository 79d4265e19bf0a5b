#include "base/escape.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/status.h"

static const struct {
	const char *text, *plain;
} cases[] = {
	{ "", "" },
	{ "não é nada", "não é nada" },
	{ "\033[31mErro\033[0m: x", "Erro: x" },
	{ "\033[1;38;5;196mErro\033[m", "Erro" },
	{ "\033[2K\033[1Ga", "a" },
	{ "\033[ qa\033[?25lb", "ab" },
	{ "\302\23331mErro\302\2330m", "Erro" },
	{ "\033]0;dono\007fim", "fim" },
	{ "\033]8;;https://a.example\033\\link\033]8;;\033\\", "link" },
	{ "\302\235dono\302\234fim", "fim" },
	{ "\033Pq#0\033\\a\033_x\033\\b", "ab" },
	{ "\033]sem fim", "sem fim" },
	{ "\033]sem fim\nlinha\007", "sem fim\nlinha" },
	{ "b\001c\bd\177\f\v", "bcd" },
	{ "a\tb\r\nc", "a\tb\r\nc" },
	{ "\033(Ba\0337b\033Mc", "abc" },
	{ "a\033", "a" },
	{ "a\033[", "a" },
	{ "a\033[31", "a" },
	{ "a\033é\033\nb", "aé\nb" },
	{ "a\302\205b\302\204\302\240c", "a\302\205b\302\240c" },
};

Test(base_escape, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t length = strlen(cases[i].text), kept;
		char text[128] = "";

		memcpy(text, cases[i].text, length);
		kept = escape_remove(text, length);
		text[kept] = '\0';
		cr_expect_str_eq(text, cases[i].plain, "case %zu: \"%s\" instead of \"%s\"", i, text,
				 cases[i].plain);
		cr_expect_eq(escape_is_in(cases[i].text, length), kept < length, "case %zu", i);
	}
}
