"""Published sessions of a whole country, alike but for their words, places, days and funders."""

PUBLISHED = """
INSERT INTO published_session (id, organisation_id, organisation_name, number, title, town, postcode, starts_on,
  ends_on, capacity, funders, teaching, entry, state, shown, words)
SELECT gen_random_uuid(), gen_random_uuid(), 'Organisme ' || n %% 2000, 'SE_' || n, title, town, postcode,
       current_date + (n %% 400), current_date + (n %% 400) + 90, 12, ARRAY[funder], '0', '0', 'published', true,
       array_to_tsvector(string_to_array(lower(title), ' ') || ARRAY['se', n::text, 'se' || n, 'organisme',
         (n %% 2000)::text, 'mode:0', 'lieu:' || postcode, 'lieu:' || left(postcode, 2), 'lieu:' || lower(town),
         'financeur:' || funder])
FROM generate_series(%s::int, %s::int) AS n
CROSS JOIN LATERAL (SELECT (ARRAY['Formation soudure arc', 'Formation vie familles', 'Formation bureautique',
                                  'Formation cuisine', 'Formation anglais tourisme'])[1 + n %% 5] AS title) AS a
CROSS JOIN LATERAL (SELECT lpad((1 + n %% 95)::text, 2, '0') || '000' AS postcode, 'Ville' || n %% 900 AS town) AS b
CROSS JOIN LATERAL (SELECT (n %% 18)::text AS funder) AS c
"""
"""Takes the first and the last number."""
