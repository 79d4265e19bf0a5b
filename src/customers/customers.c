#include "customers/customers.h"

#include <stddef.h>
#include <string.h>

#include "call/call.h"
#include "call/conflict.h"
#include "call/query.h"
#include "customers/cep.h"
#include "customers/cpf.h"
#include "customers/finding.h"
#include "customers/lookup.h"
#include "customers/phone.h"
#include "customers/state.h"
#include "table/formats.h"
#include "table/job.h"
#include "values/email.h"
#include "values/pasted.h"

/* clang-format off */
static const struct problem email_taken = { E_CONFLICT, "email_taken",
	{ "E-mail taken", "E-mail já cadastrado" },
	{ "Another customer of the organization has this e-mail address.",
	  "Outro cliente da organização já tem este endereço de e-mail." } };
static const struct problem cpf_taken = { E_CONFLICT, "cpf_taken",
	{ "CPF taken", "CPF já cadastrado" },
	{ "Another customer of the organization has this CPF.",
	  "Outro cliente da organização já tem este CPF." } };
static const struct problem no_such_cep = { E_NOT_FOUND, "cep_not_found",
	{ "CEP not found", "CEP não encontrado" },
	{ "There is no such CEP. Check the digits.", "Este CEP não existe. Confira os dígitos." } };
/* clang-format on */

/* clang-format off */
/* Of one user, not cached: what a person types, and not what a program collects. */
enum { PLACES_PER_MINUTE = 60 };

static const struct field body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .example = "\"Maria da Silva\"",
	  .doc = "The customer's name." },
	{ .name = "email", .type = F_TEXT, .required = true, .min = 3, .max = 254, .format = &format_email,
	  .key = "email_key", .example = "\"maria@example.com\"",
	  .doc = "The e-mail address; unique in the organization." },
	{ .name = "phone", .type = F_TEXT, .required = true, .min = 8, .max = PASTED_MAX,
	  .format = &phone_format,
	  .example = "\"(11) 96123-4567\"",
	  .doc = "A Brazilian mobile or landline number with its area code (DDD)." },
	{ .name = "cep", .type = F_TEXT, .required = true, .min = 8, .max = PASTED_MAX,
	  .format = &cep_format,
	  .example = "\"01001-000\"", .doc = "The postal code. Its address is looked up and saved." },
	{ .name = "cpf", .type = F_TEXT, .required = true, .min = 11, .max = PASTED_MAX,
	  .format = &cpf_format,
	  .example = "\"111.444.777-35\"",
	  .doc = "A valid CPF; unique in the organization." },
	{ .name = "number", .type = F_TEXT, .nullable = true, .min = 1, .max = 20, .example = "\"100\"",
	  .doc = "The house number." },
	{ .name = "complement", .type = F_TEXT, .nullable = true, .min = 1, .max = 100,
	  .example = "\"apto 12\"",
	  .doc = "The flat, block or similar." },
	{ .name = "street", .type = F_TEXT, .nullable = true, .min = 1, .max = 200,
	  .doc = "The street, if the CEP has none; otherwise ignored." },
	{ .name = "district", .type = F_TEXT, .nullable = true, .min = 1, .max = 100,
	  .doc = "The district, if the CEP has none; otherwise ignored." },
	{ 0 }
};

static const struct field address[] = {
	{ .name = "cep", .type = F_TEXT, .doc = "The postal code, 8 digits." },
	{ .name = "street", .type = F_TEXT, .nullable = true,
	  .doc = "The street of the CEP, or the street that was sent." },
	{ .name = "number", .type = F_TEXT, .nullable = true, .doc = "The house number." },
	{ .name = "complement", .type = F_TEXT, .nullable = true, .doc = "The flat, block or similar." },
	{ .name = "district", .type = F_TEXT, .nullable = true,
	  .doc = "The district of the CEP, or the district that was sent." },
	{ .name = "city", .type = F_TEXT, .doc = "The municipality." },
	{ .name = "state", .type = F_ENUM, .values = state_codes, .doc = "The state's abbreviation." },
	{ .name = "ibge", .type = F_TEXT, .nullable = true,
	  .doc = "The municipality's code at the IBGE, 7 digits." },
	{ .name = "ddd", .type = F_TEXT, .nullable = true, .doc = "The area code of the CEP." },
	{ .name = "source", .type = F_TEXT,
	  .doc = "The provider of the address: viacep, brasilapi or opencep." },
	{ 0 }
};

static const struct field place[] = {
	{ .name = "cep", .type = F_TEXT, .sent = "cep", .doc = "The postal code, 8 digits." },
	{ .name = "street", .type = F_TEXT, .nullable = true, .sent = "cep_street",
	  .doc = "The street; null in a town with a single CEP." },
	{ .name = "district", .type = F_TEXT, .nullable = true, .sent = "cep_district",
	  .doc = "The district; null in a town with a single CEP." },
	{ .name = "city", .type = F_TEXT, .sent = "cep_city", .doc = "The municipality." },
	{ .name = "state", .type = F_ENUM, .values = state_codes, .sent = "cep_state",
	  .doc = "The state's abbreviation." },
	{ .name = "ibge", .type = F_TEXT, .nullable = true, .sent = "cep_ibge",
	  .doc = "The municipality's code at the IBGE, 7 digits." },
	{ .name = "ddd", .type = F_TEXT, .nullable = true, .sent = "cep_ddd",
	  .doc = "The area code of the CEP." },
	{ .name = "source", .type = F_TEXT, .sent = "cep_source",
	  .doc = "The provider of the address: viacep, brasilapi or opencep." },
	{ 0 }
};

static const struct field customer[] = {
	{ .name = "id", .type = F_ID, .doc = "The customer's id." },
	{ .name = "name", .type = F_TEXT, .doc = "The customer's name." },
	{ .name = "email", .type = F_TEXT, .doc = "The e-mail address; its domain in the canonical form." },
	{ .name = "phone", .type = F_TEXT, .doc = "The phone number: +55, area code, number." },
	{ .name = "cpf", .type = F_TEXT,
	  .doc = "The CPF, 11 digits. In lists, and for viewers, it is masked: ***.456.789-**." },
	{ .name = "address", .type = F_OBJECT, .fields = address, .doc = "The customer's address." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the customer was registered." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the customer last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only customers with all of these words in the name, in any order; case and accents "
		 "are ignored." },
	{ .name = "city", .type = F_TEXT, .min = 1, .max = 200,
	  .doc = "Only customers in this city; case and accents are ignored." },
	{ .name = "state", .type = F_ENUM, .values = state_codes, .any_case = true,
	  .doc = "Only customers in this state." },
	{ 0 }
};

static const struct field search[] = {
	{ .name = "cpf", .type = F_TEXT, .nullable = true, .min = 11, .max = PASTED_MAX,
	  .format = &cpf_format,
	  .example = "\"111.444.777-35\"", .doc = "Only customers with this CPF." },
	{ .name = "email", .type = F_TEXT, .nullable = true, .min = EMAIL_LEAST, .max = 254,
	  .format = &finding_email_format, .key = "email_key",
	  .doc = "Only the customer with this e-mail address; or, if there is none, those whose addresses "
		 "begin so." },
	{ .name = "phone", .type = F_TEXT, .nullable = true, .min = 4, .max = PASTED_MAX,
	  .format = &finding_phone_format, .key = "phone_or", .example = "\"8888\"",
	  .doc = "Only customers with this phone number, or whose numbers end in these digits, 4 at least." },
	{ 0 }
};
/* clang-format on */

/* Either there is no such customer, or it has another version, or the new e-mail address or CPF is taken. OK:
 * none of these. */
static enum status change_obstacle(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_CUSTOMER_REFUSED, &rows);

	if (status != OK)
		return status;
	return rows_true(&rows, 0, "is_that_version") ? conflict_find(call) : E_PRECONDITION_FAILED;
}

static enum status blame_cep(struct call *call)
{
	call_blame(call, "cep", &cep_not_found);
	return E_VALIDATION;
}

/* Looks up the address of the CEP, if the body has a CEP. */
static enum status create_before(struct call *call)
{
	static const struct lookup_use use = { .obstacle = conflict_find, .absent = blame_cep };

	return call_value(call, "cep") ? lookup_cep(call, &use) : OK;
}

static enum status change_before(struct call *call)
{
	static const struct lookup_use use = { .obstacle = change_obstacle, .absent = blame_cep };

	return call_value(call, "cep") ? lookup_cep(call, &use) : OK;
}

static enum status refuse_cep(struct call *call)
{
	return call_refuse(call, &no_such_cep);
}

static enum status place_check(struct call *call)
{
	const char *text = call_value(call, "cep"), *digits, *key = NULL;
	const struct fault_kind *fault;
	long number;

	if (cep_format.read(call->arena, text, strlen(text), &digits, &key, &fault, &number))
		call_set(call, "cep", digits);
	else if (fault == &cep_not_found)
		return refuse_cep(call);
	else
		faults_add(&call->faults, (struct fault){ .kind = fault, .in_query = true, .name = "cep" });
	return OK;
}

static enum status place_before(struct call *call)
{
	static const struct lookup_use use = { .absent = refuse_cep, .per_minute = PLACES_PER_MINUTE };

	return lookup_cep(call, &use);
}

static enum status create_missing(struct call *call)
{
	enum status status = conflict_find(call);

	return status == OK ? E_CONFLICT : status; /* the other customer was deleted or changed since */
}

static enum status change_missing(struct call *call)
{
	enum status status = change_obstacle(call);

	return status == OK ? E_CONFLICT : status;
}

static enum status delete_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_CUSTOMER_REFUSED, &rows);

	return status == OK ? E_PRECONDITION_FAILED : status;
}

static enum status search_check(struct call *call)
{
	if (!call_value(call, "cpf") && !call_value(call, "email") && !call_value(call, "phone") &&
	    call->faults.count == 0)
		faults_add(&call->faults, (struct fault){ .kind = &fault_one_required,
							  .name = "",
							  .text = "cpf, email, phone" });
	return OK;
}

/* "id" of a new customer is never set, so that :id is null in customer_taken. */
static const char *const create_values[] = { LOOKUP_VALUES, "id", NULL };
static const char *const change_values[] = { LOOKUP_VALUES, NULL };
static const char *const place_values[] = { LOOKUP_VALUES, NULL };
static const enum query_id place_uses[] = { LOOKUP_USES, Q_NONE };
static const struct problem *const place_fails[] = { &no_such_cep, &lookup_unavailable, &problems[E_BUSY],
						     NULL };
static const enum query_id create_uses[] = { LOOKUP_USES, Q_NONE };
static const enum query_id change_uses[] = { LOOKUP_USES, Q_CUSTOMER_REFUSED, Q_NONE };
static const enum query_id delete_uses[] = { Q_CUSTOMER_REFUSED, Q_NONE };
static const struct problem *const change_fails[] = { &email_taken,          &cpf_taken,
						      &problems[E_CONFLICT], &lookup_unavailable,
						      &problems[E_BUSY],     NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/customers", .need = NEED_VIEWER,
	  .doc = "List the organization's customers. CPFs are masked.",
	  .query = filters, .sort = "-created_at", .statement = Q_CUSTOMER_LIST, .reply = customer,
	  .list = true },
	{ .method = METHOD_POST, .path = "/customers", .need = NEED_EDITOR, .action = "customer.create",
	  .doc = "Register a customer. The address of the CEP is looked up and saved.",
	  .body = body, .before = create_before, .missing = create_missing, .uses = create_uses,
	  .values = create_values, .taken = Q_CUSTOMER_TAKEN,
	  .statement = Q_CUSTOMER_CREATE, .reply = customer, .location = "/customers/{new}",
	  .fails = change_fails },
	{ .method = METHOD_POST, .path = "/customers/search", .need = NEED_VIEWER,
	  .doc = "Find customers by CPF, e-mail or phone, or a part of the last two, sent in the body to "
		 "keep them out of URLs. CPFs are masked.",
	  .body = search, .check = search_check, .sort = "-created_at", .statement = Q_CUSTOMER_SEARCH,
	  .reply = customer, .list = true },
	{ .method = METHOD_GET, .path = "/customers/{id}", .need = NEED_VIEWER, .action = "customer.reveal",
	  .doc = "Read a customer. Editors see the whole CPF, which is noted in the log of activity; viewers "
		 "see it masked.",
	  .statement = Q_CUSTOMER_GET, .reply = customer },
	{ .method = METHOD_PUT, .path = "/customers/{id}", .need = NEED_EDITOR, .action = "customer.change",
	  .doc = "Replace a customer: fields that the body omits go back to their defaults.",
	  .body = body, .before = change_before, .missing = change_missing, .uses = change_uses,
	  .values = change_values, .taken = Q_CUSTOMER_TAKEN,
	  .statement = Q_CUSTOMER_CHANGE, .reply = customer, .fails = change_fails },
	{ .method = METHOD_PATCH, .path = "/customers/{id}", .need = NEED_EDITOR, .action = "customer.change",
	  .doc = "Change some fields of a customer: omitted fields stay as they are, null clears a field.",
	  .body = body, .before = change_before, .missing = change_missing, .uses = change_uses,
	  .values = change_values, .taken = Q_CUSTOMER_TAKEN,
	  .statement = Q_CUSTOMER_CHANGE, .reply = customer, .fails = change_fails },
	{ .method = METHOD_DELETE, .path = "/customers/{id}", .need = NEED_ADMIN, .action = "customer.delete",
	  .doc = "Delete a customer.",
	  .missing = delete_missing, .uses = delete_uses, .statement = Q_CUSTOMER_DELETE },
	{ .method = METHOD_GET, .path = "/cep/{cep}", .need = NEED_EDITOR,
	  .doc = "Look up the address of a CEP, with or without its hyphen.",
	  .check = place_check, .before = place_before, .uses = place_uses, .values = place_values,
	  .reply = place, .fails = place_fails },
	{ 0 }
};

static const struct job jobs[] = {
	{ .name = "cep_cache_expire", .queue = "cep_cache_expiry", .statement = Q_CEP_CACHE_EXPIRE },
	{ 0 }
};
/* clang-format on */

static const struct constraint constraints[] = {
	{ .name = "customer_email_key", .problem = &email_taken, .field = "email" },
	{ .name = "customer_cpf_key", .problem = &cpf_taken, .field = "cpf" },
	{ .name = "customer_org_id_fkey", .status = E_TOKEN_INVALID }, /* the organization was deleted */
	{ .name = "cep_cache_pkey", .never = "inserted with ON CONFLICT" },
	{ 0 }
};

static const struct problem *const refusals[] = { &email_taken, &cpf_taken, &no_such_cep, &lookup_unavailable,
						  NULL };

static const struct fault_kind *const faults[] = {
	&cpf_invalid,  &cep_invalid, &cep_not_found, &phone_invalid,   &phone_not_geographic,
	&phone_length, &phone_ddd,   &phone_prefix,  &phone_too_short, NULL
};

const struct module customers_module = {
	.name = "customers",
	.doc = "Customers of the organization, with checked CPF, phone and CEP.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.faults = faults,
	.jobs = jobs,
};
