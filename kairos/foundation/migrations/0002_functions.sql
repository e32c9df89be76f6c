-- The instant as Kairos sees it: real time, plus the offset of the demonstration clock where there is one.
CREATE OR REPLACE FUNCTION kairos_now() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT now() + coalesce((SELECT clock_offset FROM demonstration), interval '0') $$;

-- What every frame needs to know besides who is asking.
CREATE OR REPLACE FUNCTION kairos_context(OUT clock_offset interval, OUT rules_version bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce((SELECT d.clock_offset FROM demonstration d), interval '0'),
          coalesce((SELECT max(v.number) FROM setting_value v), 0) $$;

-- Transaction ids start anew when a backup is restored: an era of the journal is one life of a cluster.
CREATE OR REPLACE FUNCTION kairos_journal_era() RETURNS smallint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT coalesce((SELECT max(era) FROM journal_era), 1)::smallint $$;

-- Nobody rewrites the journal, its owner included (who must first disable this in plain sight).
CREATE OR REPLACE FUNCTION kairos_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'le journal ne se réécrit pas (% sur %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'KA002';
END $$;
CREATE TRIGGER kairos_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION kairos_append_only();
CREATE TRIGGER kairos_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal
FOR EACH STATEMENT EXECUTE FUNCTION kairos_append_only();

-- Tracked tables: a write outside a journal entry is refused, inside one its columns are noted (see journal/writing).
-- The owner's own migrations pass: they are journaled by the migration itself.
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
    IF position(change IN noted) = 0 THEN noted := noted || ' ' || change; END IF;
  ELSE
    FOR change IN
      SELECT TG_TABLE_NAME || '.' || n.key FROM jsonb_each(to_jsonb(NEW)) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
      WHERE n.value IS DISTINCT FROM o.value
    LOOP
      IF position(change IN noted) = 0 THEN noted := noted || ' ' || change; END IF;
    END LOOP;
  END IF;
  PERFORM set_config('kairos.changes', ltrim(noted), true);
  RETURN NULL;
END $$;
