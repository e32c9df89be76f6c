-- The entries of the organisation acted for that name a subject, by the indexes of subjects: those lose their use behind
-- a policy (containment is no leakproof operator), so the organisation is compared here.
CREATE OR REPLACE FUNCTION kairos_journal_about(subject uuid) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  WITH named AS MATERIALIZED (
    SELECT id, organisation FROM journal_entry WHERE kind = 'act' AND subjects @> ARRAY[subject]
    UNION ALL
    SELECT id, organisation FROM journal_entry WHERE kind = 'reading' AND subjects @> ARRAY[subject]
  ) SELECT id FROM named WHERE organisation = current_setting('kairos.organisation')::uuid
$$;

-- The number of the last entry written before an instant; 0 when all are later. Entries are numbered in the order of their
-- instants, give or take the length of a transaction: halving needs no index of instants.
CREATE OR REPLACE FUNCTION kairos_journal_before(instant timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  low bigint := 0;
  high bigint := coalesce((SELECT max(id) FROM journal_entry), 0) + 1;
  middle bigint;
  found record;
BEGIN
  WHILE high - low > 1 LOOP
    middle := low + (high - low) / 2;
    SELECT id, at INTO found FROM journal_entry WHERE id >= middle ORDER BY id LIMIT 1;
    IF found.at < instant THEN low := found.id; ELSE high := middle; END IF;
  END LOOP;
  RETURN low;
END $$;

-- Puts what was read lately into the index of readings, so that no page has to: its owner alone may.
CREATE OR REPLACE FUNCTION kairos_journal_tidy() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$ SELECT gin_clean_pending_list('journal_readings_of_subject') $$;
