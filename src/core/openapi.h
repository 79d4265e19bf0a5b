#ifndef BALCAO_CORE_OPENAPI_H
#define BALCAO_CORE_OPENAPI_H
struct buffer;
struct config;
void openapi_write(struct buffer *out, const char *public_url);
int openapi_command(const struct config *config);
#endif
