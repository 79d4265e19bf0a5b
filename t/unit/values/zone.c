#include "values/zone.h"

#include <criterion/criterion.h>

#include "base/status.h"

static const struct {
	const char *name;
	bool there;
} zones[] = {
	{ "America/Sao_Paulo", true },
	{ "America/New_York", true },
	{ "America/Argentina/Buenos_Aires", true },
	{ "America/Port-au-Prince", true },
	{ "Asia/Kolkata", true },
	{ "Brazil/East", true },
	{ "Etc/GMT+3", true },
	{ "UTC", true },
	{ "EST5EDT", true },
	{ "", false },
	{ "america/sao_paulo", false },
	{ "AMERICA/SAO_PAULO", false },
	{ "America/Sao_paulo", false },
	{ "America/Sao_Paulo ", false },
	{ " America/Sao_Paulo", false },
	{ "America/Sao_Paulo/", false },
	{ "America//Sao_Paulo", false },
	{ "/America/Sao_Paulo", false },
	{ "America/./Sao_Paulo", false },
	{ "America/../America/Sao_Paulo", false },
	{ "../zoneinfo/UTC", false },
	{ "/usr/share/zoneinfo/UTC", false },
	{ "America", false },
	{ "America/", false },
	{ "America/Springfield", false },
	{ "posix/UTC", false },
	{ "right/UTC", false },
	{ "localtime", false },
	{ "posixrules", false },
	{ "zone.tab", false },
	{ "tzdata.zi", false },
	{ "utc", false },
	{ "Utc", false },
	{ "BRT", false },
	{ "<-03>3", false },
	{ "UTC+3", false },
	{ "-03:00", false },
	{ "+3", false },
	{ "3", false },
	{ "America/São_Paulo", false },
	{ "UTC\n", false },
	{ "A", false },
	{ "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	  false },
};

Test(values_zone, names)
{
	for (size_t i = 0; i < COUNT(zones); i++)
		cr_expect_eq(zone_exists(zones[i].name), zones[i].there, "\"%s\"", zones[i].name);
}
