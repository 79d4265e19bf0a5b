-- Invitations to organizations, links to set a password, active owners, and what others did to one.

-- An organization offers somebody a role. Nobody becomes a member without accepting. The row goes when the invitation
-- is accepted, declined, withdrawn, replaced or late; the log of activity tells which.
CREATE TABLE organization_invitation (
    org_id     uuid           NOT NULL CONSTRAINT organization_invitation_org REFERENCES organization ON DELETE CASCADE,
    id         uuid           NOT NULL,
    -- A username or the key of an e-mail address, which has an @. `shown` is the same as the inviter wrote it.
    invited    text           NOT NULL CHECK (octet_length(invited) <= 254),
    shown      text           NOT NULL CHECK (octet_length(shown) <= 1024),
    -- The account that had the username then; null: none had. Whoever takes the name later is somebody else.
    account_id uuid,
    role       text           NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
    invited_by uuid           NOT NULL,
    -- The SHA-256 of the token in the link that the inviter was shown.
    hash       bytea          NOT NULL CHECK (octet_length(hash) = 32),
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, id),
    CONSTRAINT organization_invitation_key UNIQUE (org_id, invited)
);
COMMENT ON TABLE organization_invitation IS 'org_id: Roles that an organization offers to people.';
CREATE INDEX organization_invitation_invited ON organization_invitation (invited, id);
CREATE INDEX organization_invitation_hash ON organization_invitation (hash);
CREATE INDEX organization_invitation_by ON organization_invitation (invited_by);
CREATE INDEX organization_invitation_expiry ON organization_invitation (expires_at);

-- Whether an invitation is for the account `person`, who has the username `name` and the e-mail key `email`. As long as
-- nothing proves that an address is the account's own, an invitation to an address is only for an account with this
-- address that also shows the invitation's token: the inviter gave it to the person who is meant.
CREATE FUNCTION is_invited(offer organization_invitation, person uuid, name text, email text, has_token boolean)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN offer.invited = name THEN coalesce(offer.account_id, person) = person
                ELSE offer.invited = email AND has_token END;

-- What an admin offered ends with the right to offer it: whoever is removed can't come back through an invitation of
-- their own making.
CREATE FUNCTION membership_offers_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM organization_invitation
     WHERE org_id = OLD.org_id AND invited_by = OLD.user_id
       AND (TG_OP = 'DELETE' OR role_rank(NEW.role) < greatest(role_rank('admin'), role_rank(role)));
    RETURN NULL;
END $$;
CREATE TRIGGER membership_offers_end AFTER DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION membership_offers_end();
CREATE TRIGGER membership_offers_shrink AFTER UPDATE OF role ON membership
    FOR EACH ROW WHEN (OLD.role <> NEW.role) EXECUTE FUNCTION membership_offers_end();

-- Who joins has no further invitations there, and who leaves or is removed finds none: one to the username and one to
-- the e-mail address may stand side by side.
CREATE FUNCTION membership_invitations_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    joined membership := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    DELETE FROM organization_invitation i USING account a
     WHERE a.id = joined.user_id AND i.org_id = joined.org_id AND is_invited(i, a.id, a.username, a.email_key, true);
    RETURN NULL;
END $$;
CREATE TRIGGER membership_invitations_end AFTER INSERT OR DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION membership_invitations_end();

-- An organization keeps an active owner: a disabled one can't do anything. The function locks the organization for the
-- check, so of two owners who go at once one can't. An operator who says so may leave it without any: `force` of the
-- request is the setting balcao.force of the transaction.
CREATE FUNCTION organization_check_owner(org uuid) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM organization WHERE org_id = org FOR UPDATE;
    IF FOUND AND current_setting('balcao.force', true) IS DISTINCT FROM 'true'
       AND NOT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.user_id
                        WHERE m.org_id = org AND m.role = 'owner' AND a.status = 'active') THEN
        RAISE EXCEPTION 'the organization would have no active owner'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_owner';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION organization_keeps_owner() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM organization_check_owner(OLD.org_id);
    RETURN NULL;
END $$;

-- An organization of one person alone may have its owner disabled. The account's invitations go last: who accepts one
-- locks the organization first, too.
CREATE FUNCTION account_rights_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    org uuid;
BEGIN
    FOR org IN SELECT org_id FROM membership WHERE user_id = NEW.id AND role = 'owner' ORDER BY org_id LOOP
        PERFORM FROM organization WHERE org_id = org FOR UPDATE;
        IF EXISTS (SELECT FROM membership WHERE org_id = org AND user_id <> NEW.id) THEN
            PERFORM organization_check_owner(org);
        END IF;
    END LOOP;
    DELETE FROM organization_invitation WHERE invited_by = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER account_rights_end AFTER UPDATE OF status ON account
    FOR EACH ROW WHEN (OLD.status = 'active' AND NEW.status = 'disabled') EXECUTE FUNCTION account_rights_end();

-- Links with which somebody sets a password without knowing the old one, by the SHA-256 of their token.
CREATE TABLE password_link (
    user_id    uuid           NOT NULL CONSTRAINT password_link_user REFERENCES account ON DELETE CASCADE,
    hash       bytea          NOT NULL CHECK (octet_length(hash) = 32),
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    PRIMARY KEY (user_id, hash)
);
COMMENT ON TABLE password_link IS 'user_id: Links with which a person sets a new password.';
CREATE INDEX password_link_hash ON password_link (hash);
CREATE INDEX password_link_expiry ON password_link (expires_at);

-- A changed password or e-mail ends all of them. (A hash that is renewed at another cost has the same version.)
CREATE FUNCTION account_links_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM password_link WHERE user_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER account_links_end AFTER UPDATE OF password_version, email_key ON account
    FOR EACH ROW WHEN (OLD.password_version <> NEW.password_version OR OLD.email_key <> NEW.email_key)
    EXECUTE FUNCTION account_links_end();

-- The person to whom somebody else did it, who reads of it, too.
ALTER TABLE activity ADD COLUMN about uuid;
UPDATE activity SET about = object
 WHERE object <> actor
   AND action IN ('member.add', 'member.change', 'member.remove', 'club.member.change', 'club.member.remove');
CREATE INDEX activity_about ON activity (about, id) WHERE about IS NOT NULL;
