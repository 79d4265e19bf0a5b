#include "errors/sentry/event/user.h"

#include "errors/sentry/sample.h"

static const struct {
	const char *event, *client, *identity, *address;
	bool noted;
} cases[] = {
	{ "{}", "192.0.2.1", NULL, NULL, false },
	{ "{'user':{'id':'42','username':'maria','email':'m@example.com','ip_address':'192.0.2.7'}}", NULL,
	  "id:42", "192.0.2.7", false },
	{ "{'user':{'id':42}}", NULL, "id:42", NULL, false },
	{ "{'user':{'id':42.0}}", NULL, "id:42", NULL, false },
	{ "{'user':{'id':-4.2e1}}", NULL, "id:-42", NULL, false },
	{ "{'user':{'id':4.25}}", NULL, "id:4.25", NULL, false },
	{ "{'user':{'id':123456789012345678901234567890}}", NULL, "id:123456789012345678901234567890", NULL,
	  false },
	{ "{'user':{'id':'\033[1mana\033[0m'}}", NULL, "id:ana", NULL, false },
	{ "{'user':{'id':'','username':'maria'}}", NULL, "username:maria", NULL, false },
	{ "{'user':{'id':null,'email':' m@example.com '}}", NULL, "email:m@example.com", NULL, false },
	{ "{'user':{'ip_address':'{{auto}}'}}", "192.0.2.1", "ip:192.0.2.1", "192.0.2.1", false },
	{ "{'user':{'ip_address':'{{auto}}'}}", NULL, NULL, NULL, false },
	{ "{'user':{'ip_address':'2001:db8::1'}}", NULL, "ip:2001:db8::1", "2001:db8::1", false },
	{ "{'user':{'ip_address':'999.1.1.1'}}", "192.0.2.1", NULL, NULL, true },
	{ "{'user':{'id':{}}}", NULL, NULL, NULL, false },
	{ "{'user':'maria'}", NULL, NULL, NULL, true },
	{ "{'user':{},'sdk':{'settings':{'infer_ip':'auto'}}}", "192.0.2.1", "ip:192.0.2.1", "192.0.2.1",
	  false },
	{ "{'sdk':{'settings':{'infer_ip':'never'}}}", "192.0.2.1", NULL, NULL, false },
	{ "{'request':{'env':{'REMOTE_ADDR':'192.0.2.9'}}}", "192.0.2.1", "ip:192.0.2.9", "192.0.2.9",
	  false },
	{ "{'request':{'env':{'REMOTE_ADDR':'proxy'}}}", "192.0.2.1", NULL, NULL, false },
	{ "{'sentry.interfaces.User':{'id':'old'}}", NULL, "id:old", NULL, false },
	{ "{'user':{'name':'Ana B'}}", NULL, NULL, NULL, false },
};

Test(event_user, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notes notes = { 0 };
		struct reading reading = { sample_arena(), &notes };
		struct user user = user_read(&reading, sample_json(cases[i].event), cases[i].client);

		sample_expect(user.identity, cases[i].identity, cases[i].event);
		sample_expect(user.name, strstr(cases[i].event, "'name'") ? "Ana B" : NULL, cases[i].event);
		sample_expect(user.address, cases[i].address, cases[i].event);
		cr_expect_eq(sample_has_note(&notes, "user", NOTE_INVALID) ||
				     sample_has_note(&notes, "user.ip_address", NOTE_INVALID),
			     cases[i].noted, "%s", cases[i].event);
	}
}
