-- Customers. Every statement limits its rows to :org, so another organization's customer is not found.
-- Statements look for duplicates instead of running into a unique constraint, because PostgreSQL's log would show the
-- CPF or e-mail that the constraint refused.

-- name: customer_address :part
       cep, coalesce(cep_street, CASE WHEN street_cep = cep THEN street END) AS street, number, complement,
       coalesce(cep_district, CASE WHEN district_cep = cep THEN district END) AS district, city, state, ibge, ddd,
       source,

-- name: customer_list :many
-- sort created_at: id
-- sort name: name_folded
SELECT id, name, email, phone, mask_cpf(cpf) AS cpf,
{customer_address}
       created_at, updated_at, version, {sort} AS sort_key
  FROM customer
 WHERE org_id = :org
   AND finds(name_folded, word_patterns(:q))                --? q, planned with its value
   AND city_folded = fold(:city)                            --? city, planned with its value
   AND state = :state                                       --? state, planned with its value
   AND ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: customer_search :many
-- sort created_at: id
-- sort name: name_folded
-- The inner query finds by the index of what is searched for. Its OFFSET keeps PostgreSQL from walking along the index
-- of the sort instead, as it does where it expects many matches (t/db/finding.c). An address that a customer has is not
-- also the beginning of others. 'a' is behind all digits.
SELECT id, name, email, phone, mask_cpf(cpf) AS cpf,
{customer_address}
       created_at, updated_at, version, {sort} AS sort_key
  FROM (SELECT id, name, name_folded, email, phone, cpf, cep, cep_street, street_cep, street, number, complement,
               cep_district, district_cep, district, city, state, ibge, ddd, source, created_at, updated_at, version
          FROM customer
         WHERE org_id = :org
           AND cpf = :cpf                                   --? cpf
           AND (email_key = :email_key OR lower(email COLLATE "C") >= :email --? email
                AND lower(email COLLATE "C") < :email || chr(1114111) --? email
                AND NOT EXISTS (SELECT FROM customer WHERE org_id = :org AND email_key = :email_key)) --? email
           AND (reverse(phone) COLLATE "C" >= reverse(:phone) --? phone
                AND reverse(phone) COLLATE "C" < reverse(:phone) || 'a' --? phone
                OR reverse(phone) COLLATE "C" >= reverse(:phone_or) --? phone
                AND reverse(phone) COLLATE "C" < reverse(:phone_or) || 'a') --? phone
        OFFSET 0) AS found
 WHERE ({sort}, id) {beyond} (:after_key, :after_id)        --? after_id
 ORDER BY {sort} {direction}, id {direction}                --? limit
 LIMIT :limit                                               --? limit

-- name: customer_get :opt
-- The log notes a caller who is shown the whole CPF.
WITH changed AS (
    SELECT org_id AS log, :caller::uuid AS actor, id AS object
      FROM customer
     WHERE org_id = :org AND id = :id AND role_rank(:caller_role) >= role_rank('editor')
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
),
{activity_note}
SELECT id, name, email, phone,
       CASE WHEN role_rank(:caller_role) >= role_rank('editor') THEN cpf ELSE mask_cpf(cpf) END AS cpf,
{customer_address}
       created_at, updated_at, version
  FROM customer
 WHERE org_id = :org AND id = :id

-- name: customer_refused :opt
-- Tells why a change found no row: whether the version differs. (customer_get would note that the CPF was seen.)
SELECT version, true
   AND version = ANY (:if_match)                            --? if_match
   AND version <> ALL (:if_none_match)                      --? if_none_match
       AS is_that_version
  FROM customer
 WHERE org_id = :org AND id = :id

-- name: customer_create :opt
-- No row: another customer has the e-mail or the CPF.
WITH changed AS (
    INSERT INTO customer (org_id, id, name, email, email_key, phone, cpf, cep, cep_street, cep_district,
                          street, street_cep, district, district_cep, number, complement,
                          city, state, ibge, ddd, source, created_at, updated_at)
    SELECT :org, :new_id, :name, :email, :email_key, :phone, :cpf, :cep, :cep_street, :cep_district,
           :street, :cep, :district, :cep, :number, :complement,
           :cep_city, :cep_state, :cep_ibge, :cep_ddd, :cep_source, :now, :now
     WHERE NOT EXISTS (SELECT FROM customer WHERE org_id = :org AND (email_key = :email_key OR cpf = :cpf))
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id, name, email, phone, cpf,
{customer_address}
       created_at, updated_at, version
  FROM changed

-- name: customer_change :opt
-- PUT sends every field, PATCH only the fields to change. No row: as above, too.
WITH changed AS (
    UPDATE customer c
       SET version = version + 1, updated_at = :now
         , name = :name                                     --? name
         , email = :email, email_key = :email_key           --? email
         , phone = :phone                                   --? phone
         , cpf = :cpf                                       --? cpf
         , cep = :cep, cep_street = :cep_street, cep_district = :cep_district, city = :cep_city --? cep
         , state = :cep_state, ibge = :cep_ibge, ddd = :cep_ddd, source = :cep_source --? cep
         , street = :street, street_cep = coalesce(:cep, cep) --? street
         , district = :district, district_cep = coalesce(:cep, cep) --? district
         , number = :number                                 --? number
         , complement = :complement                         --? complement
     WHERE org_id = :org AND id = :id
       AND NOT EXISTS (SELECT FROM customer WHERE org_id = :org AND id <> :id AND email_key = :email_key) --? email
       AND NOT EXISTS (SELECT FROM customer WHERE org_id = :org AND id <> :id AND cpf = :cpf) --? cpf
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object, *),
{activity_note}
SELECT id, name, email, phone, cpf,
{customer_address}
       created_at, updated_at, version
  FROM changed

-- name: customer_taken :one
-- Whether another customer has the e-mail, and whether another has the CPF. :id is null for a new customer.
SELECT EXISTS (SELECT FROM customer
                WHERE org_id = :org AND email_key = :email_key AND id IS DISTINCT FROM :id) AS email,
       EXISTS (SELECT FROM customer WHERE org_id = :org AND cpf = :cpf AND id IS DISTINCT FROM :id) AS cpf

-- name: customer_delete :opt
WITH changed AS (
    DELETE FROM customer
     WHERE org_id = :org AND id = :id
       AND version = ANY (:if_match)                        --? if_match
       AND version <> ALL (:if_none_match)                  --? if_none_match
    RETURNING org_id AS log, :caller::uuid AS actor, id AS object),
{activity_note}
SELECT object FROM changed

-- name: cep_cached :opt
SELECT found, expires_at > :now AS fresh, street, district, city, state, ibge, ddd, source
  FROM cep_cache
 WHERE cep = :cep

-- name: cep_claim :one
-- The worker that gets the lock asks the providers. The lock belongs to the session, so it ends with the connection.
SELECT pg_try_advisory_lock(hashtextextended('cep ' || :cep, 0)) AS mine

-- name: cep_release :one
SELECT pg_advisory_unlock(hashtextextended('cep ' || :cep, 0)) AS was_mine

-- name: cep_store :exec
INSERT INTO cep_cache (cep, found, street, district, city, state, ibge, ddd, source, fetched_at, expires_at)
     VALUES (:cep, :cep_source::text IS NOT NULL, :cep_street, :cep_district, :cep_city, :cep_state, :cep_ibge,
             :cep_ddd, :cep_source, :now, :cep_expires_at)
    ON CONFLICT (cep) DO UPDATE
   SET found = excluded.found, street = excluded.street, district = excluded.district, city = excluded.city
     , state = excluded.state, ibge = excluded.ibge, ddd = excluded.ddd, source = excluded.source
     , fetched_at = excluded.fetched_at, expires_at = excluded.expires_at

-- name: cep_cache_expire :one
-- An expired entry is still used when no provider answers, so it stays for three more months.
WITH gone AS (
    DELETE FROM cep_cache
     WHERE cep IN (SELECT cep FROM cep_cache WHERE expires_at < now() - interval '90 days' LIMIT :batch)
    RETURNING cep)
SELECT (SELECT count(*) FROM gone) AS taken,
       greatest(0, extract(epoch FROM now() - interval '90 days' - (SELECT min(expires_at) FROM cep_cache
                            WHERE cep NOT IN (SELECT cep FROM gone))))::bigint AS age
