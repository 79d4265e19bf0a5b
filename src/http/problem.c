#include "http/problem.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "http/fault.h"

/* clang-format off */
/* The status number of each outcome (RFC 9110, 15; 429 and 431: RFC 6585). */
static const int numbers[E__MAX] = {
	[E_MALFORMED_JSON] = 400,
	[E_BAD_REQUEST] = 400,
	[E_UNAUTHENTICATED] = 401,
	[E_TOKEN_EXPIRED] = 401,
	[E_TOKEN_INVALID] = 401,
	[E_FORBIDDEN] = 403,
	[E_NOT_FOUND] = 404,
	[E_METHOD_NOT_ALLOWED] = 405,
	[E_CONFLICT] = 409,
	[E_PRECONDITION_FAILED] = 412,
	[E_CONTENT_TOO_LARGE] = 413,
	[E_UNSUPPORTED_MEDIA_TYPE] = 415,
	[E_VALIDATION] = 422,
	[E_TOO_MANY_REQUESTS] = 429,
	[E_INTERNAL] = 500,
	[E_UNAVAILABLE] = 503,
	[E_BUSY] = 503,
	[E_URI_TOO_LONG] = 414,
	[E_HEADER_TOO_LARGE] = 431,
	[E_TIMEOUT] = 504,
};

const struct problem problems[E__MAX] = {
	[E_MALFORMED_JSON] = { E_MALFORMED_JSON, "malformed_json",
		{ "Malformed JSON", "JSON malformado" },
		{ "The body must be well-formed JSON (RFC 8259) in UTF-8, without repeated keys, with "
		  "20,000 values and 32 levels at the most.",
		  "O corpo deve ser um JSON bem formado (RFC 8259), em UTF-8, sem chaves repetidas, com no "
		  "máximo 20.000 valores e 32 níveis." } },
	[E_BAD_REQUEST] = { E_BAD_REQUEST, "bad_request",
		{ "Bad request", "Requisição inválida" },
		{ "The request can't be read.", "Não foi possível ler a requisição." } },
	[E_UNAUTHENTICATED] = { E_UNAUTHENTICATED, "unauthenticated",
		{ "Authentication needed", "Autenticação necessária" },
		{ "Send an access token: Authorization: Bearer <token>.",
		  "Envie um token de acesso: Authorization: Bearer <token>." } },
	[E_TOKEN_EXPIRED] = { E_TOKEN_EXPIRED, "token_expired",
		{ "Token expired", "Token expirado" },
		{ "The access token has expired. Sign in again or refresh it.",
		  "O token de acesso expirou. Entre novamente ou renove o token." } },
	[E_TOKEN_INVALID] = { E_TOKEN_INVALID, "token_invalid",
		{ "Token refused", "Token recusado" },
		{ "The token is not valid, or is no longer valid. Sign in again.",
		  "O token não é válido ou deixou de ser. Entre novamente." } },
	[E_FORBIDDEN] = { E_FORBIDDEN, "forbidden",
		{ "Not allowed", "Não permitido" },
		{ "Your role does not allow this.", "Seu papel não permite isto." } },
	[E_NOT_FOUND] = { E_NOT_FOUND, "not_found",
		{ "Not found", "Não encontrado" },
		{ "The resource does not exist, or you have no access to it.",
		  "O recurso não existe ou você não tem acesso a ele." } },
	[E_METHOD_NOT_ALLOWED] = { E_METHOD_NOT_ALLOWED, "method_not_allowed",
		{ "Method not allowed", "Método não permitido" },
		{ "This path does not support this method. See the Allow header.",
		  "Este caminho não aceita este método. Veja o cabeçalho Allow." } },
	[E_CONFLICT] = { E_CONFLICT, "conflict",
		{ "Conflict", "Conflito" },
		{ "The request conflicts with the current state of the resource. Read it again and retry.",
		  "A requisição conflita com o estado atual do recurso. Leia-o de novo e repita." } },
	[E_PRECONDITION_FAILED] = { E_PRECONDITION_FAILED, "precondition_failed",
		{ "Precondition failed", "Precondição não atendida" },
		{ "The resource is not in the version that the request names. Read it again.",
		  "O recurso não está na versão que a requisição indica. Leia-o de novo." } },
	[E_CONTENT_TOO_LARGE] = { E_CONTENT_TOO_LARGE, "content_too_large",
		{ "Content too large", "Conteúdo grande demais" },
		{ "The body is larger than 1 MiB, or takes more memory than a request may use.",
		  "O corpo é maior que 1 MiB ou exige mais memória do que uma requisição pode usar." } },
	[E_UNSUPPORTED_MEDIA_TYPE] = { E_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type",
		{ "Unsupported media type", "Tipo de mídia não suportado" },
		{ "Send Content-Type: application/json (or, for PATCH, application/merge-patch+json), in "
		  "UTF-8.",
		  "Envie Content-Type: application/json (ou, em um PATCH, application/merge-patch+json), em "
		  "UTF-8." } },
	[E_VALIDATION] = { E_VALIDATION, "validation",
		{ "Validation failed", "Dados inválidos" },
		{ "Some values of the request are not accepted. See errors for the reasons.",
		  "Alguns valores da requisição não foram aceitos. Veja os motivos em errors." } },
	[E_TOO_MANY_REQUESTS] = { E_TOO_MANY_REQUESTS, "too_many_requests",
		{ "Too many requests", "Requisições demais" },
		{ "Wait before you try again. The Retry-After header says for how many seconds.",
		  "Aguarde antes de tentar novamente. O cabeçalho Retry-After diz quantos segundos." },
		.retry_after = 1 },
	[E_INTERNAL] = { E_INTERNAL, "internal",
		{ "Internal error", "Erro interno" },
		{ "The service has a defect. Tell the administrator the request id, to find it in the log.",
		  "Ocorreu um erro no serviço. Informe o id da requisição ao administrador." } },
	[E_UNAVAILABLE] = { E_UNAVAILABLE, "unavailable",
		{ "Temporarily unavailable", "Temporariamente indisponível" },
		{ "The service or its database is not available at the moment. Try again soon. No change was "
		  "saved in part.",
		  "O serviço ou o banco de dados não está disponível no momento. Tente de novo em breve. "
		  "Nada foi gravado pela metade." },
		.retry_after = 2 },
	[E_BUSY] = { E_BUSY, "busy",
		{ "Busy", "Ocupado" },
		{ "Too many requests of this kind are being served at once. Nothing was done; repeat it in a "
		  "second.",
		  "Há requisições demais deste tipo em atendimento ao mesmo tempo. Nada foi feito; repita "
		  "em um segundo." },
		.retry_after = 1 },
	[E_URI_TOO_LONG] = { E_URI_TOO_LONG, "uri_too_long",
		{ "URI too long", "Endereço longo demais" },
		{ "The address is longer than 8 KiB.", "O endereço tem mais de 8 KiB." } },
	[E_HEADER_TOO_LARGE] = { E_HEADER_TOO_LARGE, "header_too_large",
		{ "Request header fields too large", "Cabeçalho grande demais" },
		{ "The address and the headers of the request are larger than 9,000 bytes.",
		  "O endereço e os cabeçalhos da requisição têm mais de 9.000 bytes." } },
	[E_TIMEOUT] = { E_TIMEOUT, "timeout",
		{ "Timeout", "Tempo esgotado" },
		{ "The service took too long to answer. Try again.",
		  "O serviço demorou demais para responder. Tente de novo." },
		.retry_after = 10  },
};
/* clang-format on */

int problem_number(const struct problem *problem)
{
	return numbers[problem->like];
}

/* Writes the first of two words for one thing, the second for another number: "character|characters}".
 * Returns the place of the brace. */
static const char *put_word(struct buffer *out, const char *words, long number)
{
	const char *end = strchr(words, '}'), *bar = strchr(words, '|');

	if (number == 1)
		buffer_put(out, words, (size_t)(bar - words));
	else
		buffer_put(out, bar + 1, (size_t)(end - bar - 1));
	return end;
}

/* Writes a detail as a JSON string: {n} and {s} are the fault's number and text, {one|many} a word. */
static void put_detail(struct buffer *out, const char *detail, const struct fault *fault)
{
	struct buffer text = { 0 };

	for (; *detail; detail++) {
		if (strncmp(detail, "{n}", 3) == 0)
			buffer_put_integer(&text, fault->number);
		else if (strncmp(detail, "{s}", 3) == 0)
			buffer_put_text(&text, fault->text);
		else if (*detail == '{')
			detail = put_word(&text, detail + 1, fault->number);
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
	json_item_open(out, '{');
	json_member_text(out, fault->in_query ? "parameter" : "pointer", fault->name);
	json_member_text(out, "code", fault->kind->code);
	json_member(out, "detail");
	put_detail(out, fault->kind->detail[language], fault);
	buffer_put_char(out, '}');
}

void problem_write(struct buffer *out, const struct problem *problem, const struct faults *faults,
		   enum language language, const char *request_id)
{
	buffer_put_char(out, '{');
	json_member(out, "type");
	buffer_printf(out, "\"/docs/problems#%s\"", problem->code);
	json_member_text(out, "title", problem->title[language]);
	json_member_integer(out, "status", problem_number(problem));
	json_member_text(out, "code", problem->code);
	json_member_text(out, "detail", problem->detail[language]);
	json_member_text(out, "instance", request_id);
	if (faults->needs && problem->like == E_FORBIDDEN)
		json_member_text(out, "needs", faults->needs);
	if (faults->count > 0)
		json_member_open(out, "errors", '[');
	for (size_t i = 0; i < faults->count; i++)
		put_fault(out, &faults->fault[i], language);
	buffer_put_text(out, faults->count > 0 ? "]}\n" : "}\n");
}
