-- A lost answer signs nobody out, a session has an end, and guessing from many networks is slowed.

-- Refresh tokens form a tree: a token's successors are those that were given for it. docs/sessions.md has the states.
-- null: the first token of its session. Not a foreign key, since a token may outlive the one before it.
ALTER TABLE refresh_token ADD COLUMN parent bytea CHECK (octet_length(parent) = 32);
-- A later successor of the same token has taken its place.
ALTER TABLE refresh_token ADD COLUMN dead boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN refresh_token.used_at IS 'When it was first used.';
COMMENT ON COLUMN refresh_token.used_address IS
    'With used_agent the client to which its living successors were given, all of them to one.';

-- Until now the first successor of a token was given at the very moment of its use.
UPDATE refresh_token t SET parent = p.hash
  FROM refresh_token p
 WHERE p.user_id = t.user_id AND p.session_id = t.session_id AND p.used_at = t.issued_at AND p.hash <> t.hash;
CREATE INDEX refresh_token_parent ON refresh_token (parent) WHERE parent IS NOT NULL;

-- A session lives 90 days in all, however often it is refreshed.
UPDATE session SET expires_at = created_at + interval '90 days'
 WHERE expires_at > created_at + interval '90 days';
UPDATE refresh_token t SET expires_at = s.expires_at
  FROM session s
 WHERE s.user_id = t.user_id AND s.id = t.session_id AND t.expires_at > s.expires_at;

-- The network of a client: the /24 of an IPv4 address, or the /48 of an IPv6 address, which a site gets (RFC 6177).
CREATE FUNCTION client_network(address text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN address ~* '^::ffff:\d+[.]' THEN network(set_masklen(substr(address, 8)::inet, 24))::text
                WHEN address ~ '^\d+[.]\d+[.]\d+[.]\d+$' THEN network(set_masklen(address::inet, 24))::text
                WHEN address ~* '^[0-9a-f]*:[0-9a-f:.]+$' THEN network(set_masklen(address::inet, 48))::text
                ELSE address END;

-- Where a user has been: guesses by strangers elsewhere don't make such a network wait.
CREATE TABLE seen_network (
    user_id uuid           NOT NULL CONSTRAINT seen_network_user REFERENCES account ON DELETE CASCADE,
    network text           NOT NULL, -- client_network()
    last_at timestamptz(3) NOT NULL, -- to the day
    PRIMARY KEY (user_id, network)
);
COMMENT ON TABLE seen_network IS 'user_id: The networks where a user registered or signed in within 90 days.';
CREATE INDEX seen_network_last ON seen_network (last_at);
INSERT INTO seen_network (user_id, network, last_at)
SELECT user_id, client_network(address), max(at)
  FROM (SELECT user_id, address, last_used_at AS at FROM session WHERE address IS NOT NULL
         UNION ALL
        SELECT actor, address, at FROM activity
         WHERE action IN ('account.register', 'session.login') AND actor IN (SELECT id FROM account)) was
 WHERE at > now() - interval '90 days'
 GROUP BY 1, 2;

-- The times of the last failures at a name, for those of the past hour: as many as login_excess tells apart. The
-- subject 'hour' alone has them.
ALTER TABLE login_failure ADD COLUMN recent timestamptz(3)[];
CREATE FUNCTION login_recent(recent timestamptz[], moment timestamptz) RETURNS timestamptz[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (recent || moment)[greatest(1, cardinality(recent) - 108):];

-- The subject of a count: 'pair': a name from an address, 'address', 'account': a name, 'hour': a name's past hour,
-- 'network': a name from a network that it was never seen from.
CREATE OR REPLACE FUNCTION login_subject(kind text, who text, address text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(kind || ' ' || CASE kind WHEN 'address' THEN '' ELSE who END || ' '
                             || CASE kind WHEN 'account' THEN '' WHEN 'hour' THEN ''
                                          WHEN 'network' THEN client_network(address)
                                          ELSE client_block(address) END, 'UTF8'));

-- By how much the failures at a name in the past hour exceed those that are free for networks where nobody knows it:
-- from 0 to 10, below 0 if they don't.
CREATE FUNCTION login_excess(who text, now timestamptz) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT count(*) FROM login_failure f, unnest(f.recent) moment
             WHERE f.subject = login_subject('hour', who, '') AND moment > now - interval '1 hour') - 100;
