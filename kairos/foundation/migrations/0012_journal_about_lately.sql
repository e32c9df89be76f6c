-- The latest entries of the organisation acted for that name a subject and fit the other filters (the oldest ones when
-- backwards), at most so many: acts by their index, readings stretch after stretch. Those indexes lose their use behind
-- a policy (containment is no leakproof operator), so the organisation is compared here. OFFSET 0: the planner would
-- rather walk through the organisation, hoping to meet enough of them soon; a plan made for any subject does so too.
CREATE OR REPLACE FUNCTION kairos_journal_about(
  about uuid, above bigint, below bigint, since timestamptz, until timestamptz, backwards boolean, most integer,
  people uuid[], types text[], natures text[]
) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  whose uuid := current_setting('kairos.organisation')::uuid;
  newest bigint := coalesce((SELECT max(id) FROM journal_entry), 0);
  low bigint := kairos_journal_stretch(greatest(above, 0));
  high bigint := kairos_journal_stretch(least(below, newest));
BEGIN
  RETURN QUERY SELECT named.id FROM (
    SELECT e.id FROM (
      SELECT * FROM journal_entry WHERE kind = 'act' AND subjects @> ARRAY[about] OFFSET 0
    ) AS e WHERE e.organisation = whose AND e.id > above AND e.id < below
      AND (since IS NULL OR e.at >= since) AND (until IS NULL OR e.at < until)
      AND (people IS NULL OR e.actor_user = ANY (people)) AND (types IS NULL OR e.subject_type = ANY (types))
      AND (natures IS NULL OR e.kind = ANY (natures))
    UNION ALL
    (SELECT found.id FROM generate_series(
      CASE WHEN backwards THEN low ELSE high END, CASE WHEN backwards THEN high ELSE low END,
      CASE WHEN backwards THEN 1 ELSE -1 END
    ) AS stretch CROSS JOIN LATERAL (
      SELECT e.id FROM (
        SELECT * FROM journal_entry WHERE kind = 'reading' AND subjects @> ARRAY[about]
          AND kairos_journal_keys(subjects, id) @> ARRAY[uuid_hash_extended(about, stretch)] OFFSET 0
      ) AS e WHERE kairos_journal_stretch(e.id) = stretch AND e.organisation = whose AND e.id > above AND e.id < below
        AND (since IS NULL OR e.at >= since) AND (until IS NULL OR e.at < until)
        AND (people IS NULL OR e.actor_user = ANY (people)) AND (types IS NULL OR e.subject_type = ANY (types))
        AND (natures IS NULL OR e.kind = ANY (natures))
      ORDER BY CASE WHEN backwards THEN e.id ELSE -e.id END LIMIT most
    ) AS found LIMIT most)
  ) AS named ORDER BY CASE WHEN backwards THEN named.id ELSE -named.id END LIMIT most;
END $$;

CREATE OR REPLACE FUNCTION kairos_journal_tidy() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$ SELECT gin_clean_pending_list('journal_readings_by_stretch') $$;
