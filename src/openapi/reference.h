/* References to components of the document. */
#ifndef BALCAO_OPENAPI_REFERENCE_H
#define BALCAO_OPENAPI_REFERENCE_H

struct buffer;

/* Writes {"$ref": "#/components/<kind>/<name>"}; reference_member writes it as the member `member` of an
 * object. */
void reference_put(struct buffer *out, const char *kind, const char *name);
void reference_member(struct buffer *out, const char *member, const char *kind, const char *name);

#endif
