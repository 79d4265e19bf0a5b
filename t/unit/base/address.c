#include "base/address.h"

#include <criterion/criterion.h>

#include "base/status.h"

static const struct {
	const char *list;
	bool valid;
} lists[] = {
	{ "", true },
	{ " \t,, ", true },
	{ "127.0.0.1", true },
	{ "127.0.0.0/8 ::1", true },
	{ "127.0.0.0/8,::1", true },
	{ " 10.0.0.0/8 ,\t192.168.0.0/16, fe80::/10 ", true },
	{ "0.0.0.0/0", true },
	{ "::/0", true },
	{ "::1/128", true },
	{ "1.2.3.4/32", true },
	{ "10.1.2.3/8", true },
	{ "::ffff:10.0.0.0/104", true },
	{ "0000:0000:0000:0000:0000:ffff:255.255.255.255/128", true },
	{ "2001:DB8::/32", true },
	{ "1.2.3.4/33", false },
	{ "::1/129", false },
	{ "1.2.3.4/", false },
	{ "1.2.3.4/08", false },
	{ "1.2.3.4/00", false },
	{ "1.2.3.4/-1", false },
	{ "1.2.3.4/+8", false },
	{ "1.2.3.4/8x", false },
	{ "1.2.3.4/1.", false }, /* - 2 in ASCII */
	{ "1.2.3.4/1:", false }, /* + 10 */
	{ "1.2.3.4/8/8", false },
	{ "1.2.3.4/4294967304", false },
	{ "1.2.3.4/255.0.0.0", false },
	{ "1.2.3", false },
	{ "1.2.3.4.5", false },
	{ "1.2.3.256", false },
	{ "01.2.3.4", false },
	{ "0x7f.0.0.1", false },
	{ "127.1", false },
	{ "2130706433", false },
	{ "localhost", false },
	{ "*", false },
	{ "/8", false },
	{ ":::1", false },
	{ "1::2::3", false },
	{ "fe80::1%eth0", false },
	{ "[::1]", false },
	{ "::1;::2", false },
	{ "127.0.0.1 nonsense", false },
	{ "nonsense 127.0.0.1", false },
	{ "0000:0000:0000:0000:0000:ffff:255.255.255.255/1280000000000", false },
	{ "0000:0000:0000:0000:0000:ffff:255.255.255.255/12800", false },
};

Test(base_address, lists)
{
	for (size_t i = 0; i < COUNT(lists); i++)
		cr_expect_eq(address_list_valid(lists[i].list), lists[i].valid, "\"%s\"", lists[i].list);
}

static const struct {
	const char *address, *list;
	bool in;
} cases[] = {
	{ "127.0.0.1", "127.0.0.1", true },
	{ "127.0.0.2", "127.0.0.1", false },
	{ "127.255.255.255", "127.0.0.0/8", true },
	{ "128.0.0.0", "127.0.0.0/8", false },
	{ "126.255.255.255", "127.0.0.0/8", false },
	{ "10.9.9.9", "10.1.2.3/8", true },
	{ "192.168.129.0", "192.168.128.0/17", true },
	{ "192.168.127.255", "192.168.128.0/17", false },
	{ "1.2.3.5", "1.2.3.4/31", true },
	{ "1.2.3.6", "1.2.3.4/31", false },
	{ "1.2.3.5", "1.2.3.4/32", false },
	{ "8.8.8.8", "0.0.0.0/0", true },
	{ "128.8.8.8", "128.0.0.0/1", true },
	{ "127.8.8.8", "128.0.0.0/1", false },
	{ "::1", "::1", true },
	{ "0:0:0:0:0:0:0:1", "::1", true },
	{ "::2", "::1", false },
	{ "fe80::1", "fe80::/10", true },
	{ "febf::1", "fe80::/10", true },
	{ "fec0::1", "fe80::/10", false },
	{ "2001:db8::1", "2001:DB8::/32", true },
	{ "2001:db9::1", "2001:db8::/32", false },
	{ "2001:db8::1", "::/0", true },
	/* An address does not match a block of the other family … */
	{ "127.0.0.1", "::/0", false },
	{ "::1", "0.0.0.0/0", false },
	{ "::7f00:1", "127.0.0.1", false },
	{ "127.0.0.1", "::127.0.0.1", false },
	/* … except for IPv4-mapped addresses. */
	{ "::ffff:127.0.0.1", "127.0.0.0/8", true },
	{ "::ffff:7f00:1", "127.0.0.1", true },
	{ "::ffff:128.0.0.1", "127.0.0.0/8", false },
	{ "::ffff:127.0.0.1", "::/0", false },
	{ "127.0.0.1", "::ffff:127.0.0.1", true },
	{ "10.1.1.1", "::ffff:10.0.0.0/104", true },
	{ "11.1.1.1", "::ffff:10.0.0.0/104", false },
	{ "11.1.1.1", "::ffff:0:0/96", true },
	{ "11.1.1.1", "::ffff:0:0/95", false },
	{ "::1:127.0.0.1", "127.0.0.1", false },
	/* Lists. */
	{ "10.0.0.1", "127.0.0.0/8 10.0.0.0/24,::1", true },
	{ "::1", "127.0.0.0/8, 10.0.0.0/24,\t::1 ", true },
	{ "10.0.1.1", "127.0.0.0/8 10.0.0.0/24,::1", false },
	{ "127.0.0.1", "", false },
	{ "127.0.0.1", "nonsense 127.0.0.1/33 127.0.0.1", true },
	{ "127.0.0.1", "nonsense 127.0.0.1/33", false },
	/* Malformed addresses. */
	{ "", "0.0.0.0/0 ::/0", false },
	{ "unix:", "0.0.0.0/0 ::/0", false },
	{ "127.0.0.1/32", "0.0.0.0/0 ::/0", false },
	{ "127.0.0.1 ", "0.0.0.0/0 ::/0", false },
	{ "127.0.0.01", "0.0.0.0/0 ::/0", false },
	{ "::1%lo", "0.0.0.0/0 ::/0", false },
	{ "127.0.0.1, 10.0.0.1", "0.0.0.0/0 ::/0", false },
};

Test(base_address, in_list)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(address_in_list(cases[i].address, cases[i].list), cases[i].in,
			     "\"%s\" in \"%s\"", cases[i].address, cases[i].list);
}
