-- A column whose name begins another's (terms, terms_accepted_at) is noted too.
CREATE OR REPLACE FUNCTION kairos_track() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  noted text := coalesce(current_setting('kairos.changes', true), '');
  change text;
BEGIN
  IF coalesce(current_setting('kairos.entry', true), '') = '' THEN
    IF (SELECT relowner FROM pg_class WHERE oid = TG_RELID) = current_user::regrole THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'écriture hors d''un acte : % sur %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'KA001';
  END IF;
  IF TG_OP <> 'UPDATE' THEN
    change := TG_TABLE_NAME || ':' || lower(TG_OP);
    IF position(' ' || change || ' ' IN ' ' || noted || ' ') = 0 THEN noted := noted || ' ' || change; END IF;
  ELSE
    FOR change IN
      SELECT TG_TABLE_NAME || '.' || n.key FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
      WHERE n.value IS DISTINCT FROM o.value
    LOOP
      IF position(' ' || change || ' ' IN ' ' || noted || ' ') = 0 THEN noted := noted || ' ' || change; END IF;
    END LOOP;
  END IF;
  PERFORM set_config('kairos.changes', ltrim(noted), true);
  RETURN NULL;
END $$;
