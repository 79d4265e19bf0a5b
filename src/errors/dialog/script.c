#include "errors/dialog/script.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/event/reading.h"
#include "http/language.h"
#include "http/url.h"

enum { OPTION_MAX = 1000 /* code points */ };

/* clang-format off */
static const struct option {
	const char *name, *text[LANGUAGE__MAX];
} options[] = {
	{ "title", { "Something went wrong.", "Algo deu errado." } },
	{ "subtitle", { "Our team has been told.", "Nossa equipe já foi avisada." } },
	{ "subtitle2", { "If you want to help, tell us what happened.",
			 "Se quiser ajudar, conte o que aconteceu." } },
	{ "labelName", { "Name", "Nome" } },
	{ "labelEmail", { "E-mail", "E-mail" } },
	{ "labelComments", { "What happened?", "O que aconteceu?" } },
	{ "labelSubmit", { "Send", "Enviar" } },
	{ "labelClose", { "Close", "Fechar" } },
	{ "successMessage", { "Your report was sent. Thank you!", "Seu relato foi enviado. Obrigado!" } },
	{ "errorGeneric", { "Your report could not be sent. Please try again.",
			    "Não foi possível enviar seu relato. Tente de novo." } },
	{ "errorFormEntry", { "Please say what happened, and check the e-mail address.",
			      "Conte o que aconteceu e confira o e-mail." } },
	{ "name", { "", "" } },
	{ "email", { "", "" } },
	{ 0 }
};
/* clang-format on */

static const char *find(const struct url_pair *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return "";
}

/* Options spell languages as tags, or with an underscore: pt, pt-BR, pt_BR. */
static enum language choose(const char *lang, const char *accept_language)
{
	if (!*lang)
		return language_choose(accept_language);
	return strncasecmp(lang, "pt", 2) == 0 ? LANGUAGE_PT : LANGUAGE_EN;
}

/* Appends JSON as JavaScript that may stand anywhere: before ES2019 a string could not contain U+2028 and
 * U+2029, and "</script>" would end an inline script. */
static void put_as_script(struct buffer *out, const struct buffer *json)
{
	for (size_t i = 0; i < json->length; i++) {
		const char *at = json->data + i;

		if (*at == '<') {
			buffer_put_text(out, "\\u003c");
		} else if (strncmp(at, "\xE2\x80\xA8", 3) == 0 || strncmp(at, "\xE2\x80\xA9", 3) == 0) {
			buffer_put_text(out, at[2] == '\xA8' ? "\\u2028" : "\\u2029");
			i += 2;
		} else {
			buffer_put_char(out, *at);
		}
	}
}

void script_put(struct arena *arena, struct buffer *out, const struct url_pair *pairs, size_t count,
		const char *accept_language, const char *url)
{
	enum language language = choose(find(pairs, count, "lang"), accept_language);
	struct buffer given = { .arena = arena };

	buffer_put_char(&given, '{');
	json_member_text(&given, "lang", language_tag(language));
	json_member_text(&given, "url", url);
	for (const struct option *option = options; option->name; option++) {
		const char *text = find(pairs, count, option->name);

		if (!*text)
			text = option->text[language];
		json_member(&given, option->name);
		json_put_string(&given, text, reading_prefix(text, strlen(text), OPTION_MAX));
	}
	buffer_put_char(&given, '}');
	buffer_put_char(out, '(');
	buffer_put_text(out, script_source);
	buffer_put_text(out, ")(");
	put_as_script(out, &given);
	buffer_put_text(out, ");\n");
}
