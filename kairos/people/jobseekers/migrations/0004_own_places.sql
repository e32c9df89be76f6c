CREATE OR REPLACE FUNCTION kairos_places(person uuid, acting_for uuid)
RETURNS TABLE (place_id uuid, place_audience text, place_name text, place_rights text[], place_count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT place.id, place.audience, place.name, place.rights, (count(*) OVER ())::integer FROM (
    SELECT a.agency_id AS id, 'agency'::text AS audience, g.name::text AS name, a.rights::text[] AS rights
    FROM adviser a JOIN agency g ON g.id = a.agency_id
    WHERE a.user_id = person AND a.ended_at IS NULL AND a.state = 'active'
    UNION ALL
    SELECT j.id, 'jobseeker', '', '{}' FROM job_seeker j WHERE j.user_id = person AND j.state = 'active'
  ) AS place ORDER BY (place.id = acting_for) IS TRUE DESC, place.audience DESC, place.id LIMIT 1
$$;
-- With nothing chosen, one's own space comes first: a factor that is enough there is not enough elsewhere.

CREATE OR REPLACE FUNCTION kairos_own_places()
RETURNS TABLE (place_id uuid, audience text, name text, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.agency_id, 'agency', g.name::text, a.title::text
  FROM adviser a JOIN agency g ON g.id = a.agency_id
  WHERE a.user_id = (SELECT current_setting('kairos.user')::uuid) AND a.ended_at IS NULL AND a.state = 'active'
  UNION ALL
  SELECT j.id, 'jobseeker', g.name::text, ''
  FROM job_seeker j JOIN agency g ON g.id = j.agency_id
  WHERE j.user_id = (SELECT current_setting('kairos.user')::uuid) AND j.state = 'active'
  ORDER BY 2, 3, 1
$$;
