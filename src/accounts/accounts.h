/* Accounts: people, where they are signed in, their organizations (docs/accounts.md). */
#ifndef BALCAO_ACCOUNTS_ACCOUNTS_H
#define BALCAO_ACCOUNTS_ACCOUNTS_H

#include "core/route.h"

extern const struct module accounts_module;

#endif
