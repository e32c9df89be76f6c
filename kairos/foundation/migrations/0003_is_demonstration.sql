-- Asked at start, before any scope is set.
CREATE OR REPLACE FUNCTION kairos_is_demonstration() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM demonstration) $$;
