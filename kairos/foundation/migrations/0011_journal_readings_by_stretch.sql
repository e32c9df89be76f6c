-- A stretch: about a million entries one after another. Within it a subject has a key of its own, so that its latest
-- readings are found without fetching all those that were ever made of it.
CREATE OR REPLACE FUNCTION kairos_journal_stretch(entry bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT entry >> 20 $$;

CREATE OR REPLACE FUNCTION kairos_journal_keys(subjects uuid[], entry bigint) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(array_agg(uuid_hash_extended(subject, entry >> 20)), '{}') FROM unnest(subjects) AS subject $$;
