/* Connection strings of libpq, as far as a log or a terminal may see them. */
#ifndef BALCAO_CONFIG_CONNINFO_H
#define BALCAO_CONFIG_CONNINFO_H

struct buffer;

/* Writes a connection string, keywords ("dbname=a password=b") or URI
 * ("postgresql://a:b@c/d"), with ***** for each password. What is malformed, so that
 * one can't tell, is hidden too. */
void conninfo_put_hidden(struct buffer *out, const char *text);

#endif
