-- As 0003, and:
-- open: the session has not ended and its person may sign in. One that is not open is still returned, complete false, so
-- that what was typed in it comes back to the same person and the same organisation (acting_for).
-- complete: also asks the second factor of whoever has one, portal or not. A locked account keeps the sessions it had.
DROP FUNCTION kairos_frame(bytea);
CREATE FUNCTION kairos_frame(hash bytea)
RETURNS TABLE (session_id uuid, user_id uuid, first_name text, last_name text, email text, user_state text,
               staff_role text, portal_entered_at timestamptz, strength smallint, seen_at timestamptz,
               proved_at timestamptz, ends_at timestamptz, data jsonb, acting_for uuid, open boolean, complete boolean,
               organisation_id uuid, organisation_name text, rights text[], organisations bigint, member boolean,
               portal_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH token AS (
    SELECT s.*, u.first_name, u.last_name, u.email, u.state AS user_state, u.staff_role, u.portal_entered_at,
           (s.ended_at IS NULL AND u.state IN ('active', 'locked')) AS open
    FROM account_session s JOIN account u ON u.id = s.user_id
    WHERE s.token_hash = hash
  ), signed AS (
    SELECT t.*, t.open AND (t.strength = 3 OR t.strength = 2 AND t.portal_entered_at IS NULL AND t.staff_role = ''
      AND NOT EXISTS (SELECT FROM account_totp f WHERE f.user_id = t.user_id AND f.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM account_key k WHERE k.user_id = t.user_id)) AS complete
    FROM token t
  ), live AS (
    SELECT a.organisation_id, o.name, a.entered_at, o.member_since, count(*) OVER () AS organisations,
           CASE WHEN a.entered_at IS NULL THEN ARRAY(SELECT r FROM unnest(a.rights) r WHERE r LIKE 'file.%')
                ELSE a.rights END AS rights
    FROM signed JOIN affiliation a ON a.user_id = signed.user_id AND a.ended_at IS NULL
    JOIN organisation o ON o.id = a.organisation_id
  )
  SELECT s.id, s.user_id, s.first_name, s.last_name, s.email, s.user_state, s.staff_role, s.portal_entered_at,
         s.strength, s.seen_at, s.proved_at, s.ends_at, s.data, s.acting_for, s.open, s.complete,
         l.organisation_id, l.name, l.rights, coalesce(l.organisations, (SELECT count(*) FROM live)),
         l.member_since IS NOT NULL, l.entered_at IS NOT NULL
  FROM signed s
  LEFT JOIN live l ON s.complete AND (l.organisation_id = s.acting_for OR l.organisations = 1)
$$;
