/* IP addresses, and lists of them in the configuration. */
#ifndef BALCAO_BASE_ADDRESS_H
#define BALCAO_BASE_ADDRESS_H

#include <stdbool.h>

/* Whether `list` is well-formed: IPv4 and IPv6 addresses and CIDR blocks, separated by blanks or commas
 * ("127.0.0.0/8 ::1"). */
bool address_list_valid(const char *list);

/* Whether `list` contains `address` (in the form that inet_ntop prints). An IPv4-mapped IPv6 address
 * counts as its IPv4 address. False for an address that is malformed; malformed elements of the list
 * match nothing. */
bool address_in_list(const char *address, const char *list);

#endif
