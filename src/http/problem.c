#include "http/problem.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "http/fault.h"

/* clang-format off */
static const struct problem problems[E__MAX] = {
	[E_MALFORMED_JSON] = {
		400, "malformed_json",
		{ "Malformed JSON", "JSON malformado" },
		{ "The body is not JSON as RFC 8259 and this API want it: well-formed, in UTF-8, no key "
		  "twice.",
		  "O corpo não é JSON como a RFC 8259 e esta API exigem: bem formado, em UTF-8, sem chave "
		  "repetida." } },
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
		{ "The catalogue has a book with this ISBN already.",
		  "O catálogo já tem um livro com este ISBN." } },
	[E_ALREADY_LISTED] = {
		409, "already_listed",
		{ "Already listed", "Já está na lista" },
		{ "This book is on the club's reading list already.",
		  "Este livro já está na lista de leitura do clube." } },
	[E_ALREADY_REVIEWED] = {
		409, "already_reviewed",
		{ "Already reviewed", "Já avaliado" },
		{ "You have reviewed this book already: change your review.",
		  "Você já avaliou este livro: altere sua avaliação." } },
	[E_NOT_READ] = {
		409, "not_read",
		{ "Not read", "Não lido" },
		{ "Only who has read the book reviews it: set your progress to 100, or finish it in a club "
		  "of yours.",
		  "Só quem leu o livro o avalia: marque seu progresso como 100, ou termine-o em um clube "
		  "seu." } },
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
		{ "Send Content-Type: application/json (a PATCH may be application/merge-patch+json), in "
		  "UTF-8.",
		  "Envie Content-Type: application/json (um PATCH pode ser application/merge-patch+json), em "
		  "UTF-8." } },
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
		  "O serviço ou seu banco de dados não está pronto no momento. Nada foi gravado pela "
		  "metade." },
		.retry_after = 2 },
	[E_CEP_UNAVAILABLE] = {
		503, "cep_service_unavailable",
		{ "CEP service unavailable", "Serviço de CEP indisponível" },
		{ "No provider of addresses answers just now, so nothing was saved; try again soon.",
		  "Nenhum provedor de endereços responde no momento, e nada foi salvo; tente de novo em "
		  "breve." }, 30 },
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
/* clang-format on */

const struct problem *problem_get(enum status status)
{
	return &problems[status];
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
	const struct fault_text *text = fault_text(fault->code);

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
