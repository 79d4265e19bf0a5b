-- Sessions that end at once, roles that take effect at once, a log of activity.

ALTER TABLE account ADD COLUMN status text NOT NULL DEFAULT 'active'
    CONSTRAINT account_status CHECK (status IN ('active', 'disabled'));
CREATE INDEX account_search ON account
    USING gin ((fold(username || ' ' || email || ' ' || coalesce(display_name, ''))) gin_trgm_ops);

-- The organization in which the session works, for the next refresh.
ALTER TABLE session ADD COLUMN org_id uuid;
ALTER TABLE session DROP COLUMN refresh_hash;

-- Every refresh token that was ever issued, by its SHA-256, as long as its session
-- lives: a token that comes back after its use ends the session. This is a directory table,
-- because a request with a refresh token does not say who the user is.
CREATE TABLE refresh_token (
    hash       bytea          PRIMARY KEY CHECK (octet_length(hash) = 32),
    user_id    uuid           NOT NULL,
    session_id uuid           NOT NULL,
    used_at    timestamptz(3), -- null: it is still unused
    -- The client that used it: only the same client may use it again, and only for a moment.
    used_address text,
    used_agent   text,
    CONSTRAINT refresh_token_session FOREIGN KEY (user_id, session_id) REFERENCES session ON DELETE CASCADE
);
COMMENT ON TABLE refresh_token IS
    'directory: Refresh tokens by their SHA-256: a client that sends one does not say who it is.';
CREATE INDEX refresh_token_of_session ON refresh_token (user_id, session_id);

-- Access tokens that ended before their expiry; a row stays until they would have expired. Workers
-- are notified of each row at once, and load all rows when they connect.
CREATE TABLE revocation (
    user_id    uuid           NOT NULL,
    id         uuid           NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid, -- this session's tokens; or
    org_id     uuid, -- tokens for this organization; if both are null: all of the user's
    at         timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()), -- issued until now
    PRIMARY KEY (user_id, id)
);
COMMENT ON TABLE revocation IS 'user_id: Sessions and people whose access tokens ended before their time.';
CREATE INDEX revocation_at ON revocation (at);

CREATE FUNCTION revocation_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('revocation', concat_ws(' ', NEW.user_id, coalesce(NEW.session_id::text, '-'),
        coalesce(NEW.org_id::text, '-'), (extract(epoch FROM NEW.at) * 1000)::bigint));
    RETURN NULL;
END $$;
CREATE TRIGGER revocation_notify AFTER INSERT ON revocation
    FOR EACH ROW EXECUTE FUNCTION revocation_notify();

-- Triggers write the revocations, so that no statement can end a session or membership without
-- one, not even an administrator's own SQL.
CREATE FUNCTION session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id, session_id) VALUES (OLD.user_id, OLD.id);
    RETURN NULL;
END $$;
CREATE TRIGGER session_ended AFTER DELETE ON session
    FOR EACH ROW WHEN (OLD.expires_at > now()) EXECUTE FUNCTION session_ended();

CREATE FUNCTION membership_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id, org_id) VALUES (OLD.user_id, OLD.org_id);
    RETURN NULL;
END $$;
CREATE TRIGGER membership_changed AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role) EXECUTE FUNCTION membership_changed();
CREATE TRIGGER membership_ended AFTER DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION membership_changed();

CREATE FUNCTION account_stopped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO revocation (user_id) VALUES (OLD.id);
    RETURN NULL;
END $$;
CREATE TRIGGER account_disabled AFTER UPDATE OF status ON account
    FOR EACH ROW WHEN (NEW.status = 'disabled') EXECUTE FUNCTION account_stopped();
CREATE TRIGGER account_deleted AFTER DELETE ON account
    FOR EACH ROW EXECUTE FUNCTION account_stopped();

-- An organization always keeps an owner. The trigger locks the organization for the check, so of
-- two owners who leave at once one can't.
CREATE FUNCTION organization_keeps_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organization WHERE org_id = OLD.org_id FOR UPDATE;
    IF FOUND AND NOT EXISTS (SELECT FROM membership WHERE org_id = OLD.org_id AND role = 'owner') THEN
        RAISE EXCEPTION 'the organization would have no owner'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_owner';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER organization_keeps_owner AFTER UPDATE OF role OR DELETE ON membership
    FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION organization_keeps_owner();

-- Who did what, when, from where. org_id is the organization whose log has the entry. Actions on
-- the user's own account are in a log of their own, under the user's id.
CREATE TABLE activity (
    org_id     uuid           NOT NULL,
    id         uuid           NOT NULL,
    at         timestamptz(3) NOT NULL,
    actor      uuid           NOT NULL,
    action     text           NOT NULL,
    object     uuid,
    request_id text           NOT NULL,
    address    text           NOT NULL,
    PRIMARY KEY (org_id, id)
);
COMMENT ON TABLE activity IS 'org_id: Who did what, when and from where.';
CREATE INDEX activity_actor ON activity (actor, id);
CREATE INDEX activity_of_actor ON activity (org_id, actor, id);
CREATE INDEX activity_action ON activity (org_id, action, id);
CREATE INDEX activity_at ON activity (at);

-- Failed logins, per account and per address, for the growing delay. `subject` is a SHA-256, so
-- that texts typed into the wrong field are not stored.
CREATE TABLE login_failure (
    subject    bytea          PRIMARY KEY CHECK (octet_length(subject) = 32),
    failures   integer        NOT NULL,
    last_at    timestamptz(3) NOT NULL
);
COMMENT ON TABLE login_failure IS
    'directory: Failed logins, counted by names and addresses, which need not be of anybody here.';
CREATE INDEX login_failure_last ON login_failure (last_at);

-- The subject of a count. 'pair': an account from an address, 'address', 'account'. `who` is the
-- account's id, or the typed name if no account has it.
CREATE FUNCTION login_subject(kind text, who text, address text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(kind || ' ' || CASE kind WHEN 'address' THEN '' ELSE who END || ' '
                             || CASE kind WHEN 'account' THEN '' ELSE address END, 'UTF8'));

-- Milliseconds until the next try: 0 for the free tries, then doubling from one second to
-- a quarter of an hour.
CREATE FUNCTION login_delay(excess integer, last_at timestamptz, now timestamptz) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN excess < 0 THEN 0 ELSE
        greatest(0, 1000 * (extract(epoch FROM last_at - now) + least(900, power(2, least(excess, 20)))))::bigint END;
