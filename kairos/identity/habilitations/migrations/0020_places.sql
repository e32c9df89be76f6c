-- A package above replaces it: one row at most, of this person, the place chosen first. Here nobody has another place.
-- place_audience: the rest of the name of a database role. place_rights: words of rights held there.
CREATE FUNCTION kairos_place(person uuid, acting_for uuid)
RETURNS TABLE (place_id uuid, place_audience text, place_name text, place_rights text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NULL::uuid, NULL::text, NULL::text, NULL::text[] WHERE false
$$;
