-- As 0002, in PL/pgSQL: before PostgreSQL 18 a function in SQL is planned at each call; these keep their plan.
CREATE OR REPLACE FUNCTION kairos_now() RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN now() + coalesce((SELECT d.clock_offset FROM demonstration d), interval '0');
END $$;

CREATE OR REPLACE FUNCTION kairos_context(OUT clock_offset interval, OUT rules_version bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  clock_offset := coalesce((SELECT d.clock_offset FROM demonstration d), interval '0');
  rules_version := coalesce((SELECT max(v.number) FROM setting_value v), 0);
END $$;

CREATE OR REPLACE FUNCTION kairos_journal_era() RETURNS smallint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT max(e.era) FROM journal_era e), 1);
END $$;
