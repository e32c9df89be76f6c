-- As 0004, in PL/pgSQL: before PostgreSQL 18 a function in SQL is planned at each call; this one keeps its plan.
CREATE OR REPLACE FUNCTION kairos_places(person uuid, acting_for uuid)
RETURNS TABLE (place_id uuid, place_audience text, place_name text, place_rights text[], place_count integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT place.id, place.audience, place.name, place.rights, (count(*) OVER ())::integer FROM (
    SELECT a.agency_id AS id, 'agency'::text AS audience, g.name::text AS name, a.rights::text[] AS rights
    FROM adviser a JOIN agency g ON g.id = a.agency_id
    WHERE a.user_id = person AND a.ended_at IS NULL AND a.state = 'active'
    UNION ALL
    SELECT j.id, 'jobseeker', '', '{}' FROM job_seeker j WHERE j.user_id = person AND j.state = 'active'
  ) AS place ORDER BY (place.id = acting_for) IS TRUE DESC, place.audience DESC, place.id LIMIT 1;
END
$$;
