-- Customers of an organization, and the answers of the CEP providers.

-- A new UUIDv7 with the same moment.
CREATE FUNCTION uuid_beside(id uuid) RETURNS uuid
    LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
    RETURN encode(overlay(uuid_send(gen_random_uuid()) PLACING substring(uuid_send(id) FROM 1 FOR 8) FROM 1 FOR 8),
                  'hex')::uuid;

-- The form in which authorities publish a CPF: ***.456.789-**.
CREATE FUNCTION mask_cpf(cpf text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN '***.' || substr(cpf, 4, 3) || '.' || substr(cpf, 7, 3) || '-**';

CREATE TABLE customer (
    org_id        uuid           NOT NULL REFERENCES organization ON DELETE CASCADE,
    id            uuid           NOT NULL,
    name          text           NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    name_folded   text           COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(name)) STORED,
    -- As typed, for display; email_key must be unique.
    email         text           NOT NULL CHECK (octet_length(email) <= 1024),
    email_key     text           NOT NULL CHECK (octet_length(email_key) <= 254),
    phone         text           NOT NULL CHECK (phone ~ '^[+]55[0-9]{10,11}$'),
    cpf           text           NOT NULL CHECK (cpf ~ '^[0-9]{11}$'),
    -- The address: the values found for the CEP, and those that the client sent. The client's street and district are
    -- shown if the CEP has none, and only for the CEP with which they were sent.
    cep           text           NOT NULL CHECK (cep ~ '^[0-9]{8}$'),
    cep_street    text,
    cep_district  text,
    street        text           CHECK (char_length(street) BETWEEN 1 AND 200),
    street_cep    text,
    district      text           CHECK (char_length(district) BETWEEN 1 AND 100),
    district_cep  text,
    number        text           CHECK (char_length(number) BETWEEN 1 AND 20),
    complement    text           CHECK (char_length(complement) BETWEEN 1 AND 100),
    city          text           NOT NULL,
    city_folded   text           COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(city)) STORED,
    state         text           NOT NULL CHECK (state ~ '^[A-Z]{2}$'),
    ibge          text,
    ddd           text,
    source        text           NOT NULL,
    created_at    timestamptz(3) NOT NULL,
    updated_at    timestamptz(3) NOT NULL,
    version       bigint         NOT NULL DEFAULT 1,
    -- created_at is the time inside the id, so this key also serves lists by age.
    PRIMARY KEY (org_id, id),
    CONSTRAINT customer_email_key UNIQUE (org_id, email_key),
    CONSTRAINT customer_cpf_key UNIQUE (org_id, cpf)
);
COMMENT ON TABLE customer IS 'org_id: Customers and their addresses.';
CREATE INDEX customer_name ON customer (org_id, name_folded, id);
CREATE INDEX customer_phone ON customer (org_id, phone, id);
CREATE INDEX customer_city ON customer (org_id, city_folded, id);
CREATE INDEX customer_state ON customer (org_id, state, id);
CREATE INDEX customer_search ON customer USING gin (org_id, name_folded gin_trgm_ops);

-- The address of a CEP, for all organizations; it contains nothing about persons.
CREATE TABLE cep_cache (
    cep        text           PRIMARY KEY CHECK (cep ~ '^[0-9]{8}$'),
    found      boolean        NOT NULL,
    street     text,
    district   text,
    city       text           CHECK ((city IS NOT NULL) = found),
    state      text           CHECK ((state IS NOT NULL) = found),
    ibge       text,
    ddd        text,
    source     text           CHECK ((source IS NOT NULL) = found),
    fetched_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL
);
COMMENT ON TABLE cep_cache IS 'directory: Addresses of CEPs, which are the same for everyone.';
CREATE INDEX cep_cache_expiry ON cep_cache (expires_at);
