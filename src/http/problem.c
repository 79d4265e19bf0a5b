#include "http/problem.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"

static const struct problem problems[E__MAX] = {
	[E_MALFORMED_JSON] = {
		400, "malformed_json",
		{ "Malformed JSON", "JSON malformado" },
		{ "The body is not JSON as RFC 8259 and this API want it: well-formed, in UTF-8, no key twice.",
		  "O corpo não é JSON como a RFC 8259 e esta API exigem: bem formado, em UTF-8, sem chave repetida." } },
	[E_BAD_REQUEST] = {
		400, "bad_request",
		{ "Bad request", "Requisição inválida" },
		{ "The request can't be read.", "Não foi possível ler a requisição." } },
	[E_UNAUTHENTICATED] = {
		401, "unauthenticated",
		{ "Authentication needed", "Autenticação necessária" },
		{ "Send an access token: Authorization: Bearer <token>.",
		  "Envie um token de acesso: Authorization: Bearer <token>." } },
	[E_TOKEN_EXPIRED] = {
		401, "token_expired",
		{ "Token expired", "Token expirado" },
		{ "The access token has expired: log in again or refresh it.",
		  "O token de acesso expirou: entre novamente ou renove-o." } },
	[E_TOKEN_INVALID] = {
		401, "token_invalid",
		{ "Token refused", "Token recusado" },
		{ "The token is not valid, or no longer.", "O token não é válido, ou deixou de ser." } },
	[E_INVALID_CREDENTIALS] = {
		401, "invalid_credentials",
		{ "Wrong credentials", "Credenciais incorretas" },
		{ "No account has this name and password.", "Nenhuma conta tem este nome e esta senha." } },
	[E_WRONG_PASSWORD] = {
		403, "invalid_credentials",
		{ "Wrong password", "Senha incorreta" },
		{ "The password is not yours.", "A senha não é a sua." } },
	[E_FORBIDDEN] = {
		403, "forbidden",
		{ "Not allowed", "Não permitido" },
		{ "Your role does not allow this.", "Seu papel não permite isto." } },
	[E_NOT_FOUND] = {
		404, "not_found",
		{ "Not found", "Não encontrado" },
		{ "There is no such thing, or it is not yours.", "Não existe, ou não é seu." } },
	[E_METHOD_NOT_ALLOWED] = {
		405, "method_not_allowed",
		{ "Method not allowed", "Método não permitido" },
		{ "This path does not take this method; see the header Allow.",
		  "Este caminho não aceita este método; veja o cabeçalho Allow." } },
	[E_CONFLICT] = {
		409, "conflict",
		{ "Conflict", "Conflito" },
		{ "This conflicts with what is there already.", "Isto conflita com o que já existe." } },
	[E_EMAIL_TAKEN] = {
		409, "email_taken",
		{ "E-mail taken", "E-mail já usado" },
		{ "This e-mail address is used already.", "Este endereço de e-mail já está em uso." } },
	[E_USERNAME_TAKEN] = {
		409, "username_taken",
		{ "Username taken", "Nome de usuário já usado" },
		{ "This username is used already.", "Este nome de usuário já está em uso." } },
	[E_ALREADY_MEMBER] = {
		409, "already_member",
		{ "Already a member", "Já é membro" },
		{ "This user belongs to it already.", "Este usuário já pertence a ela." } },
	[E_CPF_TAKEN] = {
		409, "cpf_taken",
		{ "CPF taken", "CPF já cadastrado" },
		{ "Another customer has this CPF.", "Outro cliente tem este CPF." } },
	[E_LAST_OWNER] = {
		409, "last_owner",
		{ "Last owner", "Último dono" },
		{ "An organization always keeps an owner, and so does a club.",
		  "Uma organização sempre mantém um dono, e um clube também." } },
	[E_ISBN_TAKEN] = {
		409, "isbn_taken",
		{ "ISBN taken", "ISBN já cadastrado" },
		{ "The catalogue has a book with this ISBN already.", "O catálogo já tem um livro com este ISBN." } },
	[E_ALREADY_LISTED] = {
		409, "already_listed",
		{ "Already listed", "Já está na lista" },
		{ "This book is on the club's reading list already.", "Este livro já está na lista de leitura do clube." } },
	[E_ALREADY_REVIEWED] = {
		409, "already_reviewed",
		{ "Already reviewed", "Já avaliado" },
		{ "You have reviewed this book already: change your review.",
		  "Você já avaliou este livro: altere sua avaliação." } },
	[E_NOT_READ] = {
		409, "not_read",
		{ "Not read", "Não lido" },
		{ "Only who has read the book reviews it: set your progress to 100, or finish it in a club of yours.",
		  "Só quem leu o livro o avalia: marque seu progresso como 100, ou termine-o em um clube seu." } },
	[E_PRECONDITION_FAILED] = {
		412, "precondition_failed",
		{ "Precondition failed", "Precondição falhou" },
		{ "The resource is not in the version that the request names.",
		  "O recurso não está na versão que a requisição indica." } },
	[E_CONTENT_TOO_LARGE] = {
		413, "content_too_large",
		{ "Content too large", "Conteúdo grande demais" },
		{ "The body is larger than 1 MiB.", "O corpo é maior que 1 MiB." } },
	[E_UNSUPPORTED_MEDIA_TYPE] = {
		415, "unsupported_media_type",
		{ "Unsupported media type", "Tipo de mídia não suportado" },
		{ "Send Content-Type: application/json (a PATCH may be application/merge-patch+json), in UTF-8.",
		  "Envie Content-Type: application/json (um PATCH pode ser application/merge-patch+json), em UTF-8." } },
	[E_VALIDATION] = {
		422, "validation",
		{ "Validation failed", "Validação falhou" },
		{ "The request is well-formed, but some values are not accepted; see errors.",
		  "A requisição está bem formada, mas alguns valores não são aceitos; veja errors." } },
	[E_TOO_MANY_REQUESTS] = {
		429, "too_many_requests",
		{ "Too many requests", "Requisições demais" },
		{ "Wait before you try again; see the header Retry-After.",
		  "Espere antes de tentar novamente; veja o cabeçalho Retry-After." },
		.retry_after = 1 },
	[E_INTERNAL] = {
		500, "internal",
		{ "Internal error", "Erro interno" },
		{ "A defect of the service. The administrator finds it in the log by this request id.",
		  "Um defeito do serviço. O administrador o encontra no log por este id de requisição." } },
	[E_UNAVAILABLE] = {
		503, "unavailable",
		{ "Temporarily unavailable", "Temporariamente indisponível" },
		{ "The service or its database is not ready at the moment. Nothing was half-written.",
		  "O serviço ou seu banco de dados não está pronto no momento. Nada foi gravado pela metade." },
		.retry_after = 2 },
	[E_CEP_UNAVAILABLE] = {
		503, "cep_service_unavailable",
		{ "CEP service unavailable", "Serviço de CEP indisponível" },
		{ "No provider of addresses answers just now, so nothing was saved; try again soon.",
		  "Nenhum provedor de endereços responde no momento, e nada foi salvo; tente de novo em breve." }, 30 },
	[E_URI_TOO_LONG] = {
		414, "uri_too_long",
		{ "URI too long", "Endereço longo demais" },
		{ "The address is longer than 8 KiB.", "O endereço passa de 8 KiB." } },
	[E_HEADER_TOO_LARGE] = {
		431, "header_too_large",
		{ "Request header fields too large", "Cabeçalho grande demais" },
		{ "The address and the headers of the request are larger than 9,000 bytes.",
		  "O endereço e os cabeçalhos da requisição passam de 9.000 bytes." } },
	[E_TIMEOUT] = {
		504, "timeout",
		{ "Timeout", "Tempo esgotado" },
		{ "The service took too long to answer.", "O serviço demorou demais para responder." },
		.retry_after = 10 },
};

static const struct fault_text fault_texts[FAULT__MAX] = {
	[FAULT_REQUIRED] = { "required", { "This is needed.", "Isto é obrigatório." } },
	[FAULT_UNKNOWN_FIELD] = { "unknown_field", { "There is no such field here.", "Não há tal campo aqui." } },
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
		  "Deve ser um instante RFC 3339 como 2026-11-21T10:34:56Z (em uma URL, + se escreve %2B)." } },
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
		  "Deve ter de 3 a 32 caracteres entre a-z, 0-9, ponto, sublinhado e hífen, começando com letra." } },
	[FAULT_EMAIL_INVALID] = { "email_invalid",
		{ "Must be an e-mail address.", "Deve ser um endereço de e-mail." } },
	[FAULT_EMAIL_SMTPUTF8] = { "email_smtputf8_unsupported",
		{ "Letters outside ASCII are taken after the @ only.",
		  "Letras fora do ASCII são aceitas somente depois da @." } },
	[FAULT_PASSWORD_TOO_SHORT] = { "password_too_short",
		{ "The password must have at least {n} characters.", "A senha deve ter pelo menos {n} caracteres." } },
	[FAULT_PASSWORD_TOO_LONG] = { "password_too_long",
		{ "The password must have at most {n} characters.", "A senha deve ter no máximo {n} caracteres." } },
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
		{ "Must be a Brazilian phone number with its area code, such as (11) 96123-4567 or +5511961234567.",
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
		{ "After the area code, a mobile has 9 digits, the first a 9; a landline has 8, the first 2 to 5.",
		  "Depois do DDD, um celular tem 9 dígitos e começa com 9; um fixo tem 8 e começa com 2 a 5." } },
	[FAULT_CEP_INVALID] = { "cep_invalid",
		{ "Must be a CEP: 8 digits, or 01310-200.", "Deve ser um CEP: 8 dígitos, ou 01310-200." } },
	[FAULT_RANGE_TOO_WIDE] = { "range_too_wide",
		{ "From since to until must be at most {n} intervals.", "De since até until deve haver no máximo {n} intervalos." } },
	[FAULT_ONE_REQUIRED] = { "one_required",
		{ "Send at least one of {s}.", "Envie pelo menos um de {s}." } },
	[FAULT_CEP_NOT_FOUND] = { "cep_not_found",
		{ "This CEP was not found.", "Este CEP não foi encontrado." } },
	[FAULT_ISBN_INVALID] = { "isbn_invalid",
		{ "Must be an ISBN whose check digit is right: 10 digits (the last may be X), or 13 from 978 or 979.",
		  "Deve ser um ISBN com dígito verificador correto: 10 dígitos (o último pode ser X), ou 13 de 978 ou 979." } },
	[FAULT_ISBN_TAKEN] = { "isbn_taken",
		{ "The book is there already: {s}.", "O livro já está no catálogo: {s}." } },
};

const struct problem *problem_get(enum status status)
{
	return &problems[status];
}

const struct fault_text *fault_text_get(enum fault_code code)
{
	return &fault_texts[code];
}

void faults_add(struct faults *faults, struct fault fault)
{
	if (faults->count < FAULTS_MAX)
		faults->fault[faults->count++] = fault;
}

/* Writes a detail with {n} and {s} filled in, as a JSON string. */
static void put_detail(struct buffer *out, const char *detail, const struct fault *fault)
{
	struct buffer text = { 0 };

	for (; *detail; detail++) {
		if (strncmp(detail, "{n}", 3) == 0)
			buffer_put_integer(&text, fault->number);
		else if (strncmp(detail, "{s}", 3) == 0)
			buffer_put_text(&text, fault->text);
		else
			buffer_put_char(&text, *detail);
		if (*detail == '{')
			detail += 2;
	}
	json_put_text(out, text.data ? text.data : "");
	buffer_release(&text);
}

static void put_fault(struct buffer *out, const struct fault *fault, enum language language)
{
	const struct fault_text *text = &fault_texts[fault->code];

	buffer_put_text(out, fault->in_query ? "{\"parameter\":" : "{\"pointer\":");
	json_put_text(out, fault->name);
	buffer_printf(out, ",\"code\":\"%s\",\"detail\":", text->code);
	put_detail(out, text->detail[language], fault);
	buffer_put_char(out, '}');
}

void problem_write(struct buffer *out, enum status status, const struct faults *faults,
		   enum language language, const char *request_id)
{
	const struct problem *problem = &problems[status];

	buffer_printf(out, "{\"type\":\"/docs/problems#%s\",\"title\":", problem->code);
	json_put_text(out, problem->title[language]);
	buffer_printf(out, ",\"status\":%d,\"code\":\"%s\",\"detail\":", problem->http, problem->code);
	json_put_text(out, problem->detail[language]);
	buffer_put_text(out, ",\"instance\":");
	json_put_text(out, request_id);
	if (faults->count > 0)
		buffer_put_text(out, ",\"errors\":[");
	for (size_t i = 0; i < faults->count; i++) {
		if (i > 0)
			buffer_put_char(out, ',');
		put_fault(out, &faults->fault[i], language);
	}
	buffer_put_text(out, faults->count > 0 ? "]}\n" : "}\n");
}
