-- As 0019, in PL/pgSQL: before PostgreSQL 18 a function in SQL is planned at each call (10 ms a page); this one keeps its plan.
CREATE OR REPLACE FUNCTION kairos_frame(hash bytea)
RETURNS TABLE (session_id uuid, user_id uuid, first_name text, last_name text, email text, user_state text,
               staff_role text, portal_entered_at timestamptz, password_due_at timestamptz, strength smallint,
               browser text, network text, created_at timestamptz, seen_at timestamptz,
               proved_at timestamptz, ends_at timestamptz, data jsonb, acting_for uuid, open boolean, complete boolean,
               affiliation_id uuid, organisation_id uuid, organisation_name text, rights text[], narrowed jsonb,
               organisations bigint, suspended bigint, member boolean, portal_open boolean,
               portal_closed_at timestamptz, portal_closed_why text, idle_minutes smallint, session_hours smallint,
               unread integer, intervention_id uuid, intervention_for uuid, intervention_ends_at timestamptz,
               help_id uuid, help_since timestamptz, help_name text, helped uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH token AS (
    SELECT s.*, u.first_name, u.last_name, u.email, u.state AS user_state, u.staff_role, u.portal_entered_at,
           u.password_due_at, u.password_set_at, (s.ended_at IS NULL AND u.state IN ('active', 'locked')) AS open
    FROM account_session s JOIN account u ON u.id = s.user_id
    WHERE s.token_hash = hash
  ), signed AS (
    SELECT t.*, t.open AND (t.strength = 3 OR t.strength = 2 AND t.portal_entered_at IS NULL AND t.staff_role = ''
      AND NOT EXISTS (SELECT FROM account_totp f WHERE f.user_id = t.user_id AND f.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM account_key k WHERE k.user_id = t.user_id)) AS complete
    FROM token t
  ), help AS (
    SELECT h.id, h.begun_at, h.organisation_id, h.person_id, h.agent_session = s.id AS mine,
           CASE WHEN h.agent_session = s.id THEN person.first_name || ' ' || person.last_name
                ELSE agent.first_name || ' ' || agent.last_name END AS name
    FROM signed s
    JOIN helping h ON s.complete AND h.state = 'open' AND h.ends_at > kairos_now()
      AND (h.agent_session = s.id OR h.person_id = s.user_id)
    JOIN account_session theirs ON theirs.id = h.person_session AND theirs.ended_at IS NULL
      AND theirs.ends_at > kairos_now()
    JOIN account_session helper ON helper.id = h.agent_session AND helper.ended_at IS NULL
      AND helper.ends_at > kairos_now()
    JOIN account person ON person.id = h.person_id AND person.state IN ('active', 'locked')
    JOIN account agent ON agent.id = h.agent_id AND agent.state IN ('active', 'locked') AND agent.staff_role <> ''
    JOIN affiliation a ON a.user_id = h.person_id AND a.organisation_id = h.organisation_id AND a.state = 'active'
    WHERE NOT EXISTS (SELECT FROM access_stop k WHERE k.organisation_id = h.organisation_id
                      AND k.kind = 'organisation' AND k.state = 'stopped')
  ), who AS (
    SELECT s.complete, coalesce(h.person_id, s.user_id) AS user_id, coalesce(h.organisation_id, s.acting_for) AS acting_for
    FROM signed s LEFT JOIN help h ON h.mine
  ), place AS (
    SELECT a.id, a.organisation_id, here.state, a.entered_at, a.rights,
           count(*) FILTER (WHERE here.state = 'active') OVER () AS active,
           count(*) FILTER (WHERE here.state = 'suspended') OVER () AS suspended
    FROM who JOIN affiliation a ON a.user_id = who.user_id AND a.ended_at IS NULL
    CROSS JOIN LATERAL (
      SELECT CASE WHEN EXISTS (SELECT FROM access_stop k WHERE k.organisation_id = a.organisation_id
                               AND k.kind = 'organisation' AND k.state = 'stopped') THEN 'suspended'
                  ELSE a.state END AS state) AS here
  ), live AS (
    SELECT p.id, p.organisation_id, o.name, p.entered_at, o.member_since, o.portal_closed_at, o.portal_closed_why,
           t.idle_minutes, t.session_hours, t.password_days, t.password_days_from,
           CASE WHEN p.entered_at IS NULL THEN ARRAY(SELECT r FROM unnest(p.rights) r WHERE r LIKE 'file.%')
                WHEN o.portal_closed_at IS NOT NULL THEN
                  ARRAY(SELECT r FROM unnest(p.rights) r WHERE r LIKE 'file.%'
                        UNION SELECT 'file.fill' WHERE 'accounts.manage' = ANY (p.rights))
                ELSE p.rights || ARRAY(SELECT g."right" FROM access_grant g
                                       WHERE g.affiliation_id = p.id AND g.state = 'live' AND g.starts_on <= day.today
                                         AND (g.ends_on IS NULL OR g.ends_on >= day.today)
                                         AND NOT EXISTS (
                                           SELECT FROM access_stop k
                                           WHERE k.kind = 'right' AND k.state = 'stopped' AND k."right" = g."right"
                                             AND (k.organisation_id IS NULL OR k.organisation_id = p.organisation_id)
                                         )) END AS rights,
           (SELECT jsonb_object_agg(g."right", to_jsonb(g.establishments)) FROM access_grant g
            WHERE g.affiliation_id = p.id AND g.state = 'live' AND g.establishments <> '{}') AS narrowed
    FROM who s
    JOIN place p ON s.complete AND p.state = 'active' AND (p.organisation_id = s.acting_for OR p.active = 1)
    JOIN organisation o ON o.id = p.organisation_id
    LEFT JOIN team t ON t.organisation_id = p.organisation_id
    CROSS JOIN (SELECT (kairos_now() AT TIME ZONE 'Europe/Paris')::date AS today) AS day
  )
  SELECT s.id, s.user_id, s.first_name::text, s.last_name::text, s.email::text, s.user_state::text, s.staff_role::text,
         s.portal_entered_at,
         least(s.password_due_at, CASE WHEN h.mine IS NOT TRUE AND l.password_days IS NOT NULL AND s.password_set_at IS NOT NULL THEN
           greatest(s.password_set_at + make_interval(days => l.password_days), l.password_days_from) END), s.strength,
         s.browser::text, s.network::text, s.created_at,
         s.seen_at, s.proved_at, s.ends_at, s.data, s.acting_for, s.open, s.complete,
         l.id, l.organisation_id, l.name::text, l.rights::text[], l.narrowed,
         coalesce((SELECT active FROM place LIMIT 1), 0), coalesce((SELECT suspended FROM place LIMIT 1), 0),
         l.member_since IS NOT NULL, l.entered_at IS NOT NULL AND l.portal_closed_at IS NULL,
         l.portal_closed_at, coalesce(l.portal_closed_why, '')::text, l.idle_minutes, l.session_hours,
         CASE WHEN s.complete THEN (
           SELECT count(*)::integer FROM (
             SELECT FROM outbox_message m WHERE m.recipient = s.user_id AND m.channel = 'app' AND m.read_at IS NULL
             LIMIT 100) AS one) ELSE 0 END,
         i.id, i.organisation_id, i.ends_at, h.id, h.begun_at, h.name::text, CASE WHEN h.mine THEN h.person_id END
  FROM signed s LEFT JOIN live l ON true
  LEFT JOIN intervention i ON s.complete AND s.staff_role <> '' AND i.agent_id = s.user_id AND i.state = 'open'
    AND i.ends_at > kairos_now()
  LEFT JOIN help h ON true;
END
$$;
