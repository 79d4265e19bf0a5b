#include "http/fault.h"

#include <stddef.h>

/* clang-format off */
const struct fault_kind fault_required = { "required", { "This field is required.",
	"Este campo é obrigatório." } };
const struct fault_kind fault_unknown_field = { "unknown_field", { "This field does not exist here.",
		"Este campo não existe aqui." } };
const struct fault_kind fault_unknown_parameter = { "unknown_parameter",
		{ "This parameter does not exist here.", "Este parâmetro não existe aqui." } };
const struct fault_kind fault_repeated_parameter = { "repeated_parameter",
		{ "Send this parameter only once.", "Informe este parâmetro uma só vez." } };
const struct fault_kind fault_wrong_type = { "wrong_type", { "Must be: {s}.",
	"Tipo errado; esperado: {s}." } };
const struct fault_kind fault_too_short = { "too_short",
		{ "Must have at least {n} {character|characters}.",
		  "Deve ter pelo menos {n} {caractere|caracteres}." } };
const struct fault_kind fault_too_long = { "too_long",
		{ "Must have at most {n} {character|characters}.",
		  "Deve ter no máximo {n} {caractere|caracteres}." } };
const struct fault_kind fault_too_small = { "too_small", { "Must be at least {n}.",
	"Deve ser no mínimo {n}." } };
const struct fault_kind fault_too_large = { "too_large", { "Must be at most {n}.",
	"Deve ser no máximo {n}." } };
const struct fault_kind fault_too_many_items = { "too_many_items",
		{ "Must have at most {n} {item|items}.", "Deve ter no máximo {n} {item|itens}." } };
const struct fault_kind fault_duplicate_item = { "duplicate_item",
		{ "This item is already in the list.", "Este item já está na lista." } };
const struct fault_kind fault_not_allowed = { "not_allowed", { "Must be one of: {s}.",
	"Deve ser um destes: {s}." } };
const struct fault_kind fault_control_character = { "control_character",
		{ "Must not have control characters.", "Não pode ter caracteres de controle." } };
const struct fault_kind fault_line_break = { "line_break",
		{ "Must be a single line, without line breaks and tabs.",
		  "Deve ser uma só linha, sem quebras de linha nem tabulações." } };
const struct fault_kind fault_blank = { "blank",
		{ "Must have at least one character that can be seen.",
		  "Deve ter pelo menos um caractere que se possa ver." } };
const struct fault_kind fault_time_invalid = { "time_invalid",
		{ "Must be an RFC 3339 time such as 2026-11-21T10:34:56Z (in a URL, + is written %2B).",
		  "Informe data e hora no formato RFC 3339, como 2026-11-21T10:34:56Z (em uma URL, escreva + "
		  "como %2B)." } };
const struct fault_kind fault_time_past = { "time_past", { "Must be in the future.",
	"Deve estar no futuro." } };
const struct fault_kind fault_date_invalid = { "date_invalid",
		{ "Must be a date such as 2026-11-21.", "Deve ser uma data como 2026-11-21." } };
const struct fault_kind fault_time_zone_invalid = { "time_zone_invalid",
		{ "Must be a name of the IANA time zone database, such as America/Sao_Paulo.",
		  "Deve ser um nome do banco de fusos horários da IANA, como America/Sao_Paulo." } };
const struct fault_kind fault_url_invalid = { "url_invalid",
		{ "Must be an address that begins with https:// or http://.",
		  "Deve ser um endereço que comece com https:// ou http://." } };
const struct fault_kind fault_inconsistent = { "inconsistent",
		{ "This value contradicts other values.", "Este valor contradiz outros valores." } };
const struct fault_kind fault_id_invalid = { "id_invalid", { "Must be an id (a UUID).",
	"Deve ser um id (um UUID)." } };
const struct fault_kind fault_cursor_invalid = { "cursor_invalid",
		{ "This cursor does not belong to this list with these filters and this sort.",
		  "Este cursor não pertence a esta lista com estes filtros e esta ordenação." } };
const struct fault_kind fault_email_invalid = { "email_invalid",
		{ "Enter a valid e-mail address.", "Informe um endereço de e-mail válido." } };
const struct fault_kind fault_email_smtputf8 = { "email_smtputf8_unsupported",
		{ "Letters outside ASCII are accepted only after the @.",
		  "Letras com acento e outras fora do ASCII são aceitas somente depois do @." } };
const struct fault_kind fault_one_required = { "one_required",
		{ "Send at least one of {s}.", "Envie pelo menos um de {s}." } };
const struct fault_kind fault_exactly_one = { "exactly_one",
		{ "Send exactly one of {s}.", "Envie exatamente um de {s}." } };
const struct fault_kind fault_token_required = { "token_required",
		{ "This parameter needs an access token: sign in, or leave it out.",
		  "Este parâmetro exige um token de acesso: entre na sua conta ou não o informe." } };

const struct fault_kind *const fault_kinds[] = {
	&fault_required,
	&fault_unknown_field,
	&fault_unknown_parameter,
	&fault_repeated_parameter,
	&fault_wrong_type,
	&fault_too_short,
	&fault_too_long,
	&fault_too_small,
	&fault_too_large,
	&fault_too_many_items,
	&fault_duplicate_item,
	&fault_not_allowed,
	&fault_control_character,
	&fault_line_break,
	&fault_blank,
	&fault_time_invalid,
	&fault_time_past,
	&fault_date_invalid,
	&fault_time_zone_invalid,
	&fault_url_invalid,
	&fault_inconsistent,
	&fault_id_invalid,
	&fault_cursor_invalid,
	&fault_email_invalid,
	&fault_email_smtputf8,
	&fault_one_required,
	&fault_exactly_one,
	&fault_token_required,
	NULL
};
/* clang-format on */

void faults_add(struct faults *faults, struct fault fault)
{
	if (faults->count < FAULTS_MAX)
		faults->fault[faults->count++] = fault;
}
