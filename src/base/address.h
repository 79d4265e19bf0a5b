/* IP addresses and the lists of them that configuration holds. */
#ifndef BALCAO_BASE_ADDRESS_H
#define BALCAO_BASE_ADDRESS_H

#include <stdbool.h>

/* Whether `list` (addresses and CIDR blocks, IPv4 or IPv6, separated by blanks or
 * commas: "127.0.0.0/8 ::1") is well-formed. */
bool address_list_valid(const char *list);

/* Whether `address` (as inet_ntop prints it) is in `list`. An IPv4-mapped IPv6
 * address counts as its IPv4 address. False for anything that can't be read. */
bool address_in_list(const char *address, const char *list);

#endif
