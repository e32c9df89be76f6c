-- As 0002, and: a right counts from the first sign-in to the portal for that organisation on, which asks for the posted
-- secret. Before it, only what belongs to the file before membership (`file.…`) does.
CREATE OR REPLACE FUNCTION kairos_frame(hash bytea)
RETURNS TABLE (session_id uuid, user_id uuid, first_name text, last_name text, email text, user_state text,
               staff_role text, portal_entered_at timestamptz, strength smallint, seen_at timestamptz,
               proved_at timestamptz, ends_at timestamptz, data jsonb, complete boolean,
               organisation_id uuid, organisation_name text, rights text[], organisations bigint, member boolean,
               portal_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH signed AS (
    SELECT s.*, u.first_name, u.last_name, u.email, u.state AS user_state, u.staff_role, u.portal_entered_at,
           (s.strength = 3 OR s.strength = 2 AND u.portal_entered_at IS NULL AND u.staff_role = '') AS complete
    FROM account_session s JOIN account u ON u.id = s.user_id
    WHERE s.token_hash = hash AND s.ended_at IS NULL AND u.state IN ('created', 'active')
  ), live AS (
    SELECT a.organisation_id, o.name, a.entered_at, o.member_since, count(*) OVER () AS organisations,
           CASE WHEN a.entered_at IS NULL THEN ARRAY(SELECT r FROM unnest(a.rights) r WHERE r LIKE 'file.%')
                ELSE a.rights END AS rights
    FROM signed JOIN affiliation a ON a.user_id = signed.user_id AND a.ended_at IS NULL
    JOIN organisation o ON o.id = a.organisation_id
  )
  SELECT s.id, s.user_id, s.first_name, s.last_name, s.email, s.user_state, s.staff_role, s.portal_entered_at,
         s.strength, s.seen_at, s.proved_at, s.ends_at, s.data, s.complete,
         l.organisation_id, l.name, l.rights, coalesce(l.organisations, (SELECT count(*) FROM live)),
         l.member_since IS NOT NULL, l.entered_at IS NOT NULL
  FROM signed s
  LEFT JOIN live l ON s.complete AND (l.organisation_id = s.acting_for OR l.organisations = 1)
$$;

-- The organisations of whoever asks, and of nobody else: what the scope of one organisation hides from its own people.
CREATE OR REPLACE FUNCTION kairos_own_organisations()
RETURNS TABLE (organisation_id uuid, name text, siret text, town text, title text, rights text[],
               entered_at timestamptz, member_since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, o.name, e.siret, e.town, a.title, a.rights, a.entered_at, o.member_since
  FROM affiliation a JOIN organisation o ON o.id = a.organisation_id
  LEFT JOIN establishment e ON e.organisation_id = o.id AND e.main
  WHERE a.user_id = (SELECT current_setting('kairos.user')::uuid) AND a.ended_at IS NULL
  ORDER BY o.sort_key COLLATE "C", o.id
$$;
