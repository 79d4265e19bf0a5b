#include "errors/grouping/image.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/arena.h"

/* Returns the image that contains `address`, or NULL. */
static const struct image *find(const struct event *event, uint64_t address)
{
	const struct image *images = event->images;
	size_t low = 0, high = event->image_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (images[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || (images[low - 1].size > 0 && address - images[low - 1].start >= images[low - 1].size))
		return NULL;
	return &images[low - 1];
}

static const char *base(const char *path)
{
	const char *name = path;

	for (; *path; path++)
		if (*path == '/' || *path == '\\')
			name = path + 1;
	return name;
}

const char *image_place(struct arena *arena, const struct event *event, const struct frame *frame)
{
	const struct image *image = frame->instruction ? find(event, frame->instruction) : NULL;

	if (!image && frame->image)
		image = find(event, frame->image);
	if (!image || !image->file || image->start > frame->instruction)
		return "";
	return arena_printf(arena, "%.512s+0x%" PRIx64, base(image->file), frame->instruction - image->start);
}

static int compare(const void *one, const void *other)
{
	uint64_t a = ((const struct image *)one)->start, b = ((const struct image *)other)->start;

	return (a > b) - (a < b);
}

void image_sort(struct image *images, size_t count)
{
	if (count > 0)
		qsort(images, count, sizeof(*images), compare);
}
