#include "http/fault.h"

/* clang-format off */
static const struct fault_text fault_texts[FAULT__MAX] = {
	[FAULT_REQUIRED] = { "required", { "This is needed.", "Isto é obrigatório." } },
	[FAULT_UNKNOWN_FIELD] = { "unknown_field", { "There is no such field here.",
		"Não há tal campo aqui." } },
	[FAULT_UNKNOWN_PARAMETER] = { "unknown_parameter",
		{ "There is no such parameter here.", "Não há tal parâmetro aqui." } },
	[FAULT_REPEATED_PARAMETER] = { "repeated_parameter",
		{ "Give this parameter once.", "Informe este parâmetro uma só vez." } },
	[FAULT_WRONG_TYPE] = { "wrong_type", { "Must be: {s}.", "Tipo errado; esperado: {s}." } },
	[FAULT_TOO_SHORT] = { "too_short",
		{ "Must have at least {n} characters.", "Deve ter pelo menos {n} caracteres." } },
	[FAULT_TOO_LONG] = { "too_long",
		{ "Must have at most {n} characters.", "Deve ter no máximo {n} caracteres." } },
	[FAULT_TOO_SMALL] = { "too_small", { "Must be at least {n}.", "Deve ser no mínimo {n}." } },
	[FAULT_TOO_LARGE] = { "too_large", { "Must be at most {n}.", "Deve ser no máximo {n}." } },
	[FAULT_TOO_MANY_ITEMS] = { "too_many_items",
		{ "Must have at most {n} items.", "Deve ter no máximo {n} itens." } },
	[FAULT_DUPLICATE_ITEM] = { "duplicate_item",
		{ "Stands in the list already.", "Já está na lista." } },
	[FAULT_NOT_ALLOWED] = { "not_allowed", { "Must be one of: {s}.", "Deve ser um destes: {s}." } },
	[FAULT_CONTROL_CHARACTER] = { "control_character",
		{ "Control characters other than newline and tab are refused.",
		  "Caracteres de controle, exceto nova linha e tabulação, são recusados." } },
	[FAULT_TIME_INVALID] = { "time_invalid",
		{ "Must be an RFC 3339 time such as 2026-11-21T10:34:56Z (in a URL, + is written %2B).",
		  "Deve ser um instante RFC 3339 como 2026-11-21T10:34:56Z (em uma URL, + se escreve "
		  "%2B)." } },
	[FAULT_TIME_PAST] = { "time_past", { "Must lie in the future.", "Deve estar no futuro." } },
	[FAULT_DATE_INVALID] = { "date_invalid",
		{ "Must be a date such as 2026-11-21.", "Deve ser uma data como 2026-11-21." } },
	[FAULT_URL_INVALID] = { "url_invalid",
		{ "Must be an address that begins with https:// or http://.",
		  "Deve ser um endereço que comece com https:// ou http://." } },
	[FAULT_INCONSISTENT] = { "inconsistent",
		{ "Does not go with the other values.", "Não combina com os outros valores." } },
	[FAULT_ID_INVALID] = { "id_invalid", { "Must be an id (a UUID).", "Deve ser um id (um UUID)." } },
	[FAULT_CURSOR_INVALID] = { "cursor_invalid",
		{ "This cursor does not belong to this list with these filters and this sort.",
		  "Este cursor não pertence a esta lista com estes filtros e esta ordenação." } },
	[FAULT_USERNAME_INVALID] = { "username_invalid",
		{ "Must be 3 to 32 of a-z, 0-9, dot, underscore and hyphen, starting with a letter.",
		  "Deve ter de 3 a 32 caracteres entre a-z, 0-9, ponto, sublinhado e hífen, começando com "
		  "letra." } },
	[FAULT_EMAIL_INVALID] = { "email_invalid",
		{ "Must be an e-mail address.", "Deve ser um endereço de e-mail." } },
	[FAULT_EMAIL_SMTPUTF8] = { "email_smtputf8_unsupported",
		{ "Letters outside ASCII are taken after the @ only.",
		  "Letras fora do ASCII são aceitas somente depois da @." } },
	[FAULT_PASSWORD_TOO_SHORT] = { "password_too_short",
		{ "The password must have at least {n} characters.",
		  "A senha deve ter pelo menos {n} caracteres." } },
	[FAULT_PASSWORD_TOO_LONG] = { "password_too_long",
		{ "The password must have at most {n} characters.",
		  "A senha deve ter no máximo {n} caracteres." } },
	[FAULT_PASSWORD_TOO_COMMON] = { "password_too_common",
		{ "This is one of the commonest passwords: the first that an attacker tries.",
		  "Esta é uma das senhas mais comuns: as primeiras que um atacante tenta." } },
	[FAULT_PASSWORD_IS_IDENTITY] = { "password_is_identity",
		{ "The password must not be the username or the e-mail address.",
		  "A senha não pode ser o nome de usuário nem o endereço de e-mail." } },
	[FAULT_TAKEN] = { "taken", { "This value is used already.", "Este valor já está em uso." } },
	[FAULT_LAST_OWNER] = { "last_owner",
		{ "{s} has other members, and no other owner.",
		  "{s} tem outros membros, e nenhum outro dono." } },
	[FAULT_CPF_INVALID] = { "cpf_invalid",
		{ "Must be a CPF whose check digits are right: 11 digits, or 123.456.789-09.",
		  "Deve ser um CPF com dígitos verificadores corretos: 11 dígitos, ou 123.456.789-09." } },
	[FAULT_PHONE_INVALID] = { "phone_invalid",
		{ "Must be a Brazilian phone number with its area code, such as (11) 96123-4567 or "
		  "+5511961234567.",
		  "Deve ser um telefone brasileiro com DDD, como (11) 96123-4567 ou +5511961234567." } },
	[FAULT_PHONE_NOT_GEOGRAPHIC] = { "phone_not_geographic",
		{ "Must be a number with an area code, not one of a service such as 0800, 4004 or 190.",
		  "Deve ser um número com DDD, não o de um serviço como 0800, 4004 ou 190." } },
	[FAULT_PHONE_LENGTH] = { "phone_length",
		{ "Must have an area code and 9 digits (mobile) or 8 digits (landline).",
		  "Deve ter o DDD e 9 dígitos (celular) ou 8 dígitos (fixo)." } },
	[FAULT_PHONE_DDD] = { "phone_ddd",
		{ "There is no such area code in Brazil.", "Este DDD não existe." } },
	[FAULT_PHONE_PREFIX] = { "phone_prefix",
		{ "After the area code, a mobile has 9 digits, the first a 9; a landline has 8, the first 2 "
		  "to 5.",
		  "Depois do DDD, um celular tem 9 dígitos e começa com 9; um fixo tem 8 e começa com 2 "
		  "a 5." } },
	[FAULT_CEP_INVALID] = { "cep_invalid",
		{ "Must be a CEP: 8 digits, or 01310-200.", "Deve ser um CEP: 8 dígitos, ou 01310-200." } },
	[FAULT_RANGE_TOO_WIDE] = { "range_too_wide",
		{ "From since to until must be at most {n} intervals.",
		  "De since até until deve haver no máximo {n} intervalos." } },
	[FAULT_ONE_REQUIRED] = { "one_required",
		{ "Send at least one of {s}.", "Envie pelo menos um de {s}." } },
	[FAULT_CEP_NOT_FOUND] = { "cep_not_found",
		{ "This CEP was not found.", "Este CEP não foi encontrado." } },
	[FAULT_ISBN_INVALID] = { "isbn_invalid",
		{ "Must be an ISBN whose check digit is right: 10 digits (the last may be X), or 13 from 978 "
		  "or 979.",
		  "Deve ser um ISBN com dígito verificador correto: 10 dígitos (o último pode ser X), ou 13 "
		  "de 978 ou 979." } },
	[FAULT_ISBN_TAKEN] = { "isbn_taken",
		{ "The book is there already: {s}.", "O livro já está no catálogo: {s}." } },
};
/* clang-format on */

const struct fault_text *fault_text(enum fault_code code)
{
	return &fault_texts[code];
}

void faults_add(struct faults *faults, struct fault fault)
{
	if (faults->count < FAULTS_MAX)
		faults->fault[faults->count++] = fault;
}
