-- Tasks: a person's own list of things to do.
CREATE TABLE task (
    owner_id     uuid           NOT NULL CONSTRAINT task_owner_fkey REFERENCES account ON DELETE CASCADE,
    id           uuid           NOT NULL,
    title        text           NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    title_folded text           COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(title)) STORED,
    description  text           CHECK (char_length(description) <= 10000),
    status       text           NOT NULL CHECK (status IN ('pending', 'done')),
    priority     smallint       NOT NULL CHECK (priority BETWEEN 0 AND 4),
    due_at       timestamptz(3),
    labels       text[]         NOT NULL CHECK (cardinality(labels) <= 20),
    created_at   timestamptz(3) NOT NULL,
    updated_at   timestamptz(3) NOT NULL,
    completed_at timestamptz(3) CHECK ((completed_at IS NOT NULL) = (status = 'done')),
    version      bigint         NOT NULL DEFAULT 1,
    -- created_at is the time inside the id, so this key also serves lists by age.
    PRIMARY KEY (owner_id, id)
);
COMMENT ON TABLE task IS 'owner_id: A person''s own list of things to do.';

-- One index per documented sort, so that page 10,000 costs the same as page 1. Tasks
-- without a date come last in both directions, hence two indexes for due_at.
CREATE INDEX task_updated  ON task (owner_id, updated_at, id);
CREATE INDEX task_due      ON task (owner_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX task_due_desc ON task (owner_id, coalesce(due_at, '-infinity'), id);
CREATE INDEX task_priority ON task (owner_id, priority, id);
CREATE INDEX task_title    ON task (owner_id, title_folded, id);
-- Open tasks, and done tasks, in the order of the default list.
CREATE INDEX task_status   ON task (owner_id, status, id);
-- Search in titles and by label, within one owner.
CREATE INDEX task_search   ON task USING gin (owner_id, title_folded gin_trgm_ops, labels);
