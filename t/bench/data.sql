-- Fills the task table for the benchmark, with the variables
--   me    username of the account that is measured      own   number of its tasks
--   rows  number of all tasks; the other users have about 50 each
-- Tasks are inserted in the order of their times, as in a real system, so the rows of an owner are scattered over the table.
SET client_min_messages = warning;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET session_replication_role = replica; -- checks no foreign key, which would read account for each row

CREATE FUNCTION pg_temp.id(ms bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
	SELECT (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(n & 4095), 3, '0') || '8' ||
		substr(md5(n::text), 1, 15))::uuid
$$;

INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at)
SELECT pg_temp.id(1735689600000 + n, n), 'bench' || n, 'bench' || n || '@example.com',
       'bench' || n || '@example.com', '*', now(), now()
  FROM generate_series(1, greatest(:rows / 50, 1)) n;

CREATE TEMP TABLE person AS
SELECT row_number() OVER () - 1 AS number, id FROM account WHERE username LIKE 'bench%' AND password_hash = '*';
ALTER TABLE person ADD PRIMARY KEY (number);
ANALYZE person;

-- To drop the indexes and create them later is faster than to update them with each row.
CREATE TEMP TABLE indexes AS
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'task' AND indexname <> 'task_pkey';
SELECT format('DROP INDEX %I', indexname) FROM indexes \gexec

WITH made AS (
	SELECT n, 1735689600000 + n * (30000000000 / :rows) AS ms,
	       CASE WHEN n % greatest(:rows / :own, 1) = 0 THEN (SELECT id FROM account WHERE username = :'me')
		    ELSE (SELECT id FROM person WHERE number = (hashint8(n) & 2147483647) % (:rows / 50)) END AS owner_id
	  FROM generate_series(1::bigint, :rows) n
)
INSERT INTO task (owner_id, id, title, description, status, priority, due_at, labels,
                  created_at, updated_at, completed_at)
SELECT owner_id, pg_temp.id(ms, n),
       (ARRAY['Regar as plantas', 'Reunião com o contador', 'Pagar a conta de luz', 'Comprar café e pão',
              'Revisar o relatório trimestral'])[1 + n % 5] || ' ' || n,
       CASE WHEN n % 2 = 0 THEN 'Antes do fim da semana, de preferência pela manhã; veja também o item ' || n END,
       CASE WHEN n % 3 = 0 THEN 'done' ELSE 'pending' END, n % 5,
       CASE WHEN n % 4 = 0 THEN to_timestamp(ms / 1000.0) + interval '7 days' END,
       CASE WHEN n % 3 = 0 THEN '{casa,urgente}'::text[] WHEN n % 3 = 1 THEN '{trabalho}' ELSE '{}' END,
       to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0),
       CASE WHEN n % 3 = 0 THEN to_timestamp(ms / 1000.0) + interval '1 day' END
  FROM made WHERE owner_id IS NOT NULL;

SELECT indexdef FROM indexes \gexec
VACUUM ANALYZE account;
VACUUM ANALYZE task;
CHECKPOINT;
