-- As 0004, and:
-- unread: how many messages the person has not read inside Kairos, 100 at most, from an index; the header shows it.
DROP FUNCTION kairos_frame(bytea);
CREATE FUNCTION kairos_frame(hash bytea)
RETURNS TABLE (session_id uuid, user_id uuid, first_name text, last_name text, email text, user_state text,
               staff_role text, portal_entered_at timestamptz, strength smallint, seen_at timestamptz,
               proved_at timestamptz, ends_at timestamptz, data jsonb, acting_for uuid, open boolean, complete boolean,
               organisation_id uuid, organisation_name text, rights text[], organisations bigint, member boolean,
               portal_open boolean, unread integer)
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
         l.member_since IS NOT NULL, l.entered_at IS NOT NULL,
         CASE WHEN s.complete THEN (
           SELECT count(*)::integer FROM (
             SELECT FROM outbox_message m WHERE m.recipient = s.user_id AND m.channel = 'app' AND m.read_at IS NULL
             LIMIT 100) AS one) ELSE 0 END
  FROM signed s
  LEFT JOIN live l ON s.complete AND (l.organisation_id = s.acting_for OR l.organisations = 1)
$$;
