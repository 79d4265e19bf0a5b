#include "errors/digest.h"

/* How many logs a batch indexes; each takes some milliseconds. */
enum { INDEX_BATCH = 50 };

enum { DIGEST_MS = 200, SECOND_MS = 1000, KEEP_MS = 5000 };

/* clang-format off */
const struct metrics_counter digest_counters[] = {
	{ "balcao_error_events_total", "set_aside",
	  "Events of the error center that could not be counted and were set aside." },
	{ 0 }
};

/* The steps of the digest, in order; sql/queries/digest.sql explains them. */
static const enum query_id digest_steps[] = {
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_HOLD, Q_ERROR_BATCH_KEEP, Q_ERROR_BATCH_RECOGNISE,
	Q_ERROR_BATCH_SHARE, Q_ERROR_BATCH_RELEASES, Q_ERROR_BATCH_UNTIL, Q_ERROR_BATCH_FACETS,
	Q_ERROR_BATCH_GROUPS, Q_ERROR_BATCH_OWN, Q_ERROR_BATCH_TEXTS, Q_ERROR_BATCH_STALE,
	Q_ERROR_BATCH_PLACES, Q_ERROR_BATCH_SURPLUS, Q_ERROR_BATCH_EVENTS, Q_ERROR_BATCH_HOURS,
	Q_ERROR_BATCH_LEVEL_HOURS, Q_ERROR_BATCH_KEYS, Q_NONE
};

const struct job digest_jobs[] = {
	{ .name = "error_digest", .queue = "errors", .every_ms = DIGEST_MS,
	  .waiting = Q_ERROR_WAITING, .opens = Q_ERROR_BATCH_OPEN, .first = digest_steps,
	  .statement = Q_ERROR_DIGEST,
	  .aside = Q_ERROR_SET_ASIDE, .aside_counter = &digest_counters[0],
	  .aside_says = "is an event that can't be counted; it was moved to the table error_aside" },
	{ .name = "error_index", .queue = "error_index", .every_ms = SECOND_MS, .most = INDEX_BATCH,
	  .after = "error_digest", .statement = Q_ERROR_INDEX },
	{ .name = "error_shrink", .queue = "error_expiry", .every_ms = SECOND_MS,
	  .statement = Q_ERROR_SHRINK },
	{ .name = "error_sweep", .queue = "error_expiry", .every_ms = SECOND_MS,
	  .statement = Q_ERROR_SWEEP },
	{ .name = "error_sweep_texts", .queue = "error_expiry", .every_ms = SECOND_MS,
	  .statement = Q_ERROR_SWEEP_TEXTS },
	{ .name = "error_reopen", .queue = "error_reopen", .every_ms = SECOND_MS,
	  .statement = Q_ERROR_REOPEN },
	{ .name = "error_partition", .queue = "error_expiry", .statement = Q_ERROR_PARTITION },
	{ .name = "error_keep", .queue = "error_expiry", .every_ms = KEEP_MS, .statement = Q_ERROR_KEEP },
	{ .name = "error_trim", .queue = "error_expiry", .statement = Q_ERROR_TRIM },
	{ .name = "error_trim_hours", .queue = "error_expiry", .statement = Q_ERROR_TRIM_HOURS },
	{ .name = "release_trim", .queue = "error_expiry", .statement = Q_RELEASE_TRIM },
	{ .name = "error_seen_expire", .queue = "error_expiry", .statement = Q_ERROR_SEEN_EXPIRE },
	{ 0 }
};
/* clang-format on */
