#include "openapi/reference.h"

#include "base/buffer.h"
#include "base/json.h"

void reference_put(struct buffer *out, const char *kind, const char *name)
{
	json_put_plain(out, "{'$ref':'#/components/");
	buffer_printf(out, "%s/%s\"}", kind, name);
}

void reference_member(struct buffer *out, const char *member, const char *kind, const char *name)
{
	json_member(out, member);
	reference_put(out, kind, name);
}
