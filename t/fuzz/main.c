/* Calls a fuzz target with the contents of files and of all files in directories, so that a corpus can be
 * replayed without libFuzzer. */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { OPEN_DIRECTORIES = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t inputs;

static int replay(const char *path, const struct stat *info, int type, struct FTW *where)
{
	size_t size = (size_t)info->st_size;
	uint8_t *data;
	FILE *file;

	(void)where;
	if (type == FTW_D)
		return 0;
	/* The buffer has exactly the file's size, so that AddressSanitizer reports any read beyond it. */
	data = malloc(size ? size : 1);
	file = type == FTW_F ? fopen(path, "rb") : NULL;
	if (!data || !file || fread(data, 1, size, file) != size) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	inputs++;
	return 0;
}

int main(int count, char **arguments)
{
	for (int i = 1; i < count; i++)
		if (nftw(arguments[i], replay, OPEN_DIRECTORIES, FTW_PHYS) != 0) {
			perror(arguments[i]);
			return EXIT_FAILURE;
		}
	printf("%s: %zu inputs\n", arguments[0], inputs);
	return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
