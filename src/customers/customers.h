/* Customers of an organization, with checked CPF, phone and CEP (docs/customers.md). */
#ifndef BALCAO_CUSTOMERS_CUSTOMERS_H
#define BALCAO_CUSTOMERS_CUSTOMERS_H

#include "table/route.h"

extern const struct module customers_module;

#endif
