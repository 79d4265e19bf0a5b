#include "errors/scrub/name.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

/* clang-format off */
static const char *const secret[] = {
	/* Passwords. */
	"password", "PASSWORD", "Password", "userPassword", "user_password", "USER_PASSWORD", "user-password",
	"user.password", "user[password]", "user%5Bpassword%5D", "%70assword", "password2",
	"password_confirmation",
	"passwordHash", "password_digest", "newPassword", "currentpassword", "mypasswordis", "passwords",
	"passwd",
	"PGPASSWORD", "MYSQL_ROOT_PASSWORD", "passphrase", "passcode", "pwd", "mysql_pwd", "dbpwd", "PWD",
	"pass",
	"DB_PASS", "dbPass", "SMTP_PASS", "userpass", "db.pass",
	"senha", "SENHA_ATUAL", "senhaNova", "novasenha", "confirmar_senha", "senhas", "Senha", "minhasenha",
	"recuperacaodesenha", "contraseña", "contrasen\xCC\x83" "a", "palavra_passe",
	/* Secrets, tokens, sessions. */
	"secret", "client_secret", "clientSecret", "SECRET_KEY", "secretKeyBase", "appsecret", "segredo",
	"Segredos",
	"token", "access_token", "accessToken", "ACCESS_TOKEN", "accesstoken", "refresh_token", "csrf_token",
	"csrfToken",
	"XSRF-TOKEN", "x-csrftoken", "id_token", "idToken", "bot_token", "tokens", "token_acesso",
	"password_reset_token",
	"csrf", "_csrf", "csrfmiddlewaretoken", "authenticity_token", "jwt", "userJwt", "bearer",
	"sessionid", "session_id", "sessionId", "PHPSESSID", "JSESSIONID", "connect.sid", "sid",
	"session-key",
	/* Headers. */
	"authorization", "Authorization", "HTTP_AUTHORIZATION", "Proxy-Authorization", "X-Authorization",
	"auth", "http_auth",
	"x-sentry-auth", "cookie", "Cookie", "cookies", "Set-Cookie", "set_cookie", "HTTP_COOKIE",
	"sessionCookie",
	"http.request.header.authorization", "http.request.header.cookie", "cookieJar",
	/* Keys. */
	"api_key", "apiKey", "apikey", "APIKEY", "API-Key", "x-api-key", "X_API_KEY", "googleApiKey",
	"api_keys", "apiKeyId",
	"APP_KEY", "access_key", "AWS_ACCESS_KEY_ID", "aws_secret_access_key", "private_key", "privateKey",
	"privatekeypem",
	"encryption_key", "signing-key", "master_key", "credentials", "awsCredentials", "credenciais",
	"chave_api",
	"chave_de_api", "chave_privada", "chave secreta",
	/* CPFs and cards. */
	"cpf", "CPF", "cpf_cliente", "clienteCpf", "nr_cpf", "nrcpf", "cpfcnpj", "cpf_cnpj", "customer.cpf",
	"cpfs",
	"card", "cards", "card_number", "cardNumber", "cardnumber", "creditCard", "credit_card",
	"creditcardnumber",
	"card_holder", "card-cvv", "cartao", "cartão", "CARTÃO", "cart%C3%A3o", "cartões", "numero_cartao",
	"numeroCartao",
	"numerocartao", "cartaoCredito", "cvv", "cvc", "card_cvc", "cvv2", "security_code",
	"codigo_seguranca",
	"código_segurança", "otp", "totp",
};

static const char *const plain[] = {
	"", "_", "id", "name", "user", "username", "email", "value", "key", "keys", "keyboard", "monkey",
	"public_key",
	"publicKey", "primary_key", "key_id", "author", "authors", "authority", "authenticated",
	"auth_method", "auth_type",
	"oauth", "authorized", "authorize", "passenger", "passengers", "passport", "bypass", "compass",
	"passive", "passed",
	"passing", "pass_count", "render_pass_name", "assets", "discard", "discarded", "cardinal",
	"cardinality", "cardiology",
	"postcard", "wildcard", "dashboard", "scorecard", "vcard", "cardigan", "secretary", "secretaria",
	"secretário",
	"Secretaria", "secretariaId", "secretly", "resenha", "resenhas", "Resenhas", "desenhar", "desenha",
	"desenho",
	"tokenizer", "tokenize", "tokenization", "tokenizers", "token_count", "tokenCount", "tokens_used",
	"token_type",
	"token_expires_at", "tokenExpiresIn", "token_url", "tokens_limit", "password_changed_at",
	"passwordUpdatedAt",
	"password_policy", "password_length", "senha_expirada", "senha_valida", "cpf_valido", "cpfInvalido",
	"cookie_domain",
	"cookie_consent", "cookieSecure", "card_type", "card_brand", "cardLast4", "cartao_bandeira",
	"secret_rotation",
	"authorization_url", "api_key_count", "passwordless", "cookieless", "CPFL", "cpfl_energia",
	"tcpflags", "cptf",
	"session", "sessions", "session_count", "csv", "cvs", "pin", "spin", "sidebar", "inside", "president",
	"side",
	"released", "environment", "trace_id", "span_id", "event_id", "debug_id", "transaction",
	"server_name", "lineno",
	"context_line", "function", "abs_path", "in_app", "module", "filename", "platform", "stacktrace",
	"breadcrumbs",
	"mechanism", "handled", "User-Agent", "Content-Type", "Accept", "Host", "Referer", "X-Request-Id",
	"ip_address",
	"pastry", "toke", "cookbook", "cooking", "cartoon", "carta", "carteira", "cartola", "descartado",
	"aspas", "passo",
	"assinatura", "chave", "chave_acesso", "chaveDeAcesso", "cnpj", "cep", "rg", "telefone", "nome",
	"titulo",
	"\xff\xfe", "%", "%zz", "日本語",
};

static const struct {
	const char *name;
	unsigned verdict;
} kinds[] = {
	{ "tokens", NAME_SECRET | NAME_UNLESS_NUMBER }, { "max_tokens", NAME_SECRET | NAME_UNLESS_NUMBER },
	{ "prompt_tokens", NAME_SECRET | NAME_UNLESS_NUMBER }, { "token", NAME_SECRET },
	{ "Authorization", NAME_SECRET | NAME_LINE }, { "Set-Cookie", NAME_SECRET | NAME_LINE },
	{ "cookies", NAME_SECRET | NAME_LINE }, { "password", NAME_SECRET },
};

static const struct {
	const char *name;
	bool secret;
} ends[] = {
	{ "Senha", true }, { "the token", true }, { "API key", true }, { "numero do cartao", true },
	{ "senha atual", true },
	{ "user's password", true }, { "InvalidToken", true }, { "TokenExpired", false },
	{ "password for user", false },
	{ "cookie header", false }, { "JsonWebTokenError", false },
};

static const struct {
	const char *name;
	bool secret;
} further[] = {
	{ "placa", true }, { "PLACA", true }, { "placaDoCarro", true }, { "numero_placa", true },
	{ "placas", true },
	{ "emplacar", false }, { "placar", false }, { "data_nascimento", true }, { "dataNascimento", true },
	{ "data-de-nascimento", false }, { "datanascimento", true }, { "órgão", true },
	{ "orgao_emissor", true },
	{ "x", true }, { "tax", false }, { "password", true }, { "name", false }, { "placa_count", true },
};
/* clang-format on */

Test(scrub_name, secret)
{
	for (size_t i = 0; i < COUNT(secret); i++)
		cr_expect(name_judge(NULL, secret[i], strlen(secret[i])) & NAME_SECRET, "%s is secret",
			  secret[i]);
}

Test(scrub_name, plain)
{
	for (size_t i = 0; i < COUNT(plain); i++)
		cr_expect_eq(name_judge(NULL, plain[i], strlen(plain[i])), 0, "%s is no secret", plain[i]);
}

Test(scrub_name, kinds)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		cr_expect_eq(name_judge(NULL, kinds[i].name, strlen(kinds[i].name)), kinds[i].verdict, "%s",
			     kinds[i].name);
}

Test(scrub_name, only_at_the_end)
{
	for (size_t i = 0; i < COUNT(ends); i++)
		cr_expect_eq(name_judge_end(NULL, ends[i].name, strlen(ends[i].name)) != 0, ends[i].secret,
			     "%s", ends[i].name);
}

Test(scrub_name, further)
{
	size_t size;
	struct arena *arena = arena_new();
	const char *list = name_list(arena, "{placa,\"Data Nascimento\",Órgão,--,x}", &size);

	cr_assert_eq(size, sizeof("placa\0datanascimento\0orgao\0x\0"));
	for (size_t i = 0; i < COUNT(further); i++)
		cr_expect_eq(name_judge(list, further[i].name, strlen(further[i].name)) != 0,
			     further[i].secret, "%s", further[i].name);
	cr_expect_null(name_list(arena, "{}", &size));
	cr_expect_eq(size, 0);
	cr_expect_null(name_list(arena, "{--}", &size), "a name without letters never counts");
	arena_free(arena);
}

Test(scrub_name, long_names)
{
	static char name[100000];

	memset(name, 'a', sizeof(name));
	memcpy(name, "password", 8);
	cr_expect(name_judge(NULL, name, sizeof(name)));
	memset(name, '_', sizeof(name));
	cr_expect_eq(name_judge(NULL, name, sizeof(name)), 0);
}
