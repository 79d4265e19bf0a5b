-- Statements of the service itself.

-- name: session_settings :one
-- Runs once on each new connection: every text form that the C code reads depends on these settings.
SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false),
       set_config('client_encoding', 'UTF8', false), set_config('search_path', 'public', false),
       set_config('statement_timeout', :statement_timeout_ms, false),
       set_config('lock_timeout', :statement_timeout_ms, false),
       set_config('idle_in_transaction_session_timeout', '60000', false),
       set_config('jit', 'off', false)

-- name: service_ready :one
SELECT (SELECT coalesce(max(number), 0)::int FROM migration) AS migration,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - uuid_time(id)))::bigint
                   FROM error_inbox ORDER BY id LIMIT 1), 0) AS oldest_undigested_seconds

-- name: migration_list :many
SELECT number, checksum FROM migration ORDER BY number

-- name: migration_record :exec
INSERT INTO migration (number, name, checksum) VALUES (:number, :name, :checksum)

-- name: migration_table :exec
CREATE TABLE IF NOT EXISTS migration (
    number     integer     PRIMARY KEY,
    name       text        NOT NULL,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)

-- name: migration_lock :one
-- Tries the lock instead of waiting: a waiting lock and CREATE INDEX CONCURRENTLY would deadlock.
SELECT pg_try_advisory_lock(7233970145) AS locked

-- name: migration_unlock :one
SELECT pg_advisory_unlock(7233970145)
