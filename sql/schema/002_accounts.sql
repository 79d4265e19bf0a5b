-- People, the organizations they belong to, and their sessions.

-- The directory of people. Usernames and e-mails are unique over all organizations, so the table belongs to none.
CREATE TABLE account (
    id            uuid           PRIMARY KEY,
    username      text           NOT NULL CONSTRAINT account_username_key UNIQUE
                                 CHECK (username ~ '^[a-z][a-z0-9._-]{2,31}$'),
    -- As typed, for display; email_key must be unique (docs/accounts.md has the rules).
    email         text           NOT NULL CHECK (octet_length(email) <= 1024),
    email_key     text           NOT NULL CONSTRAINT account_email_key UNIQUE
                                 CHECK (octet_length(email_key) <= 254),
    display_name  text           CHECK (char_length(display_name) BETWEEN 1 AND 100),
    password_hash text           NOT NULL,
    operator      boolean        NOT NULL DEFAULT false,
    created_at    timestamptz(3) NOT NULL,
    updated_at    timestamptz(3) NOT NULL,
    version       bigint         NOT NULL DEFAULT 1
);
COMMENT ON TABLE account IS 'directory: People, whose usernames and e-mails are unique over everything.';

CREATE TABLE organization (
    org_id     uuid           PRIMARY KEY,
    name       text           NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    version    bigint         NOT NULL DEFAULT 1
);
COMMENT ON TABLE organization IS 'org_id: Organizations.';

CREATE TABLE membership (
    org_id     uuid           NOT NULL REFERENCES organization ON DELETE CASCADE,
    user_id    uuid           NOT NULL REFERENCES account ON DELETE CASCADE,
    role       text           NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, user_id)
);
COMMENT ON TABLE membership IS 'org_id: Who belongs to an organization, and with which role.';
-- Login and deletion read all organizations of one person.
CREATE INDEX membership_user ON membership (user_id, created_at, org_id);

-- One row per sign-in. The table stores only the SHA-256 of the refresh token.
CREATE TABLE session (
    user_id      uuid           NOT NULL REFERENCES account ON DELETE CASCADE,
    id           uuid           NOT NULL,
    refresh_hash bytea          NOT NULL CHECK (octet_length(refresh_hash) = 32),
    address      text,
    user_agent   text,
    created_at   timestamptz(3) NOT NULL,
    last_used_at timestamptz(3) NOT NULL,
    expires_at   timestamptz(3) NOT NULL,
    PRIMARY KEY (user_id, id)
);
COMMENT ON TABLE session IS 'user_id: Where a person is signed in, a row for each sign-in.';
-- The jobs process removes expired rows.
CREATE INDEX session_expiry ON session (expires_at);
