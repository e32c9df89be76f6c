-- As `kairos_place`, with how many such places the person has; and all of one's own, to choose among them. A package
-- above replaces both: here nobody has another place.
CREATE FUNCTION kairos_places(person uuid, acting_for uuid)
RETURNS TABLE (place_id uuid, place_audience text, place_name text, place_rights text[], place_count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NULL::uuid, NULL::text, NULL::text, NULL::text[], 0 WHERE false
$$;

CREATE FUNCTION kairos_own_places()
RETURNS TABLE (place_id uuid, audience text, name text, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NULL::uuid, NULL::text, NULL::text, NULL::text WHERE false
$$;
