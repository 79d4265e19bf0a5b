/* Where the frames of native programs are that have no function: the SDK could not tell it without the
 * symbols. */
#ifndef BALCAO_ERRORS_GROUPING_IMAGE_H
#define BALCAO_ERRORS_GROUPING_IMAGE_H

#include "errors/grouping/event.h"

struct arena;

/* Returns the place of the frame's instruction as "file+0x1f": the name of the image's file, without its
 * folders, and the distance from the image's beginning, which is the same wherever the image is loaded.
 * Returns "" if the address is unknown or in no known image. The text lives in the arena. */
const char *image_place(struct arena *arena, const struct event *event, const struct frame *frame);

/* Puts images in the order of their addresses. */
void image_sort(struct image *images, size_t count);

#endif
