/* Showing connection strings of libpq without their passwords. */
#ifndef BALCAO_CONFIG_CONNINFO_H
#define BALCAO_CONFIG_CONNINFO_H

struct buffer;

/* Appends a connection string, in the form of keywords ("dbname=a password=b") or of a URI
 * ("postgresql://a:b@c/d"), with ***** in place of each password. Malformed parts are hidden too, because
 * they may hold a password. */
void conninfo_put_hidden(struct buffer *out, const char *text);

#endif
