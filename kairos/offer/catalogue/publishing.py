"""What everyone finds of a session: written from its rows, found by lexemes in one index.

A row's lexemes: the words of title, town and names; its numbers and codes, whole and in pieces; its place (`lieu:93`,
`lieu:93500`, `lieu:pantin`); its funders (`financeur:4`); its teaching (`mode:2`). Every question is one conjunction of
them, so that the index answers all of it.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from kairos.foundation.text import sort_key

PROJECT = """
INSERT INTO published_session (id, organisation_id, organisation_name, number, title, town, postcode, starts_on,
                               ends_on, capacity, funders, teaching, entry, state, shown, words)
SELECT s.id, s.organisation_id, o.name, s.number, c.title, d.town, d.postcode, s.starts_on, s.ends_on, s.capacity,
       d.funders, d.teaching, d.entry, s.state, true,
       array_to_tsvector(array_remove(
         regexp_split_to_array(lower(concat_ws(' ', c.sort_key, d.place_key, o.sort_key, c.rncp, c.rs,
           array_to_string(c.formacodes, ' '), array_to_string(c.romes, ' '),
           translate(concat_ws(' ', s.number, d.number, c.number), '_-/.', '    '))), '[^[:alnum:]]+')
         || ARRAY(SELECT lower(regexp_replace(number, '[^[:alnum:]]', '', 'g'))
                  FROM unnest(ARRAY[s.number, d.number, c.number]) AS number)
         || ARRAY['mode:' || d.teaching, 'lieu:' || d.postcode, 'lieu:' || left(d.postcode, 2)]
         || ARRAY(SELECT 'lieu:' || word FROM unnest(string_to_array(d.place_key, ' ')) AS word)
         || ARRAY(SELECT 'financeur:' || code FROM unnest(d.funders) AS code), ''))
FROM training_session s JOIN delivery d ON d.id = s.delivery_id JOIN course c ON c.id = d.course_id
JOIN organisation o ON o.id = s.organisation_id
WHERE s.id = ANY (%(ids)s::uuid[]) AND s.state IN ('published', 'started')
ON CONFLICT (id) DO UPDATE SET
  organisation_name = excluded.organisation_name, number = excluded.number, title = excluded.title,
  town = excluded.town, postcode = excluded.postcode, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
  capacity = excluded.capacity, funders = excluded.funders, teaching = excluded.teaching, entry = excluded.entry,
  state = excluded.state, shown = true, words = excluded.words
"""
WITHDRAW = """
UPDATE published_session p SET shown = false, state = s.state FROM training_session s
WHERE p.id = s.id AND s.id = ANY (%(ids)s::uuid[]) AND s.state NOT IN ('published', 'started')
"""
OF_DELIVERY = """
SELECT id FROM training_session WHERE state IN ('published', 'started')
  AND delivery_id IN (SELECT id FROM delivery WHERE course_id = %s)
"""


def project(ids: Iterable[UUID]) -> None:
    """Those that are published or under way are shown as they are now, the others are withdrawn. Two statements."""
    values = {"ids": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(PROJECT, values)
        cursor.execute(WITHDRAW, values)


def project_course(course: UUID) -> None:
    """Every session of a course that was changed."""
    with connection.cursor() as cursor:
        cursor.execute(OF_DELIVERY, [course])
        shown = [key for (key,) in cursor.fetchall()]
        if shown:
            cursor.execute(PROJECT, {"ids": shown})


def asked(words: str = "", place: str = "", funder: str = "", teaching: str = "") -> str:
    """The conjunction that `words @@ …::tsquery` takes; empty: nothing is asked."""
    parts = [part for piece in words.split()[:12] for part in _asked(piece)]
    parts += [f"'lieu:{word}':*" for word in _words(place)]
    parts += [f"'financeur:{code}'" for code in _words(funder)]
    parts += [f"'mode:{code}'" for code in _words(teaching)]
    return " & ".join(parts)


def _asked(piece: str) -> Sequence[str]:
    """A piece with a figure is a number or a code, asked whole; of words the beginning is enough."""
    compact = "".join(sign for sign in sort_key(piece) if sign.isalnum())
    if any(sign.isdecimal() for sign in compact):
        return [f"'{compact}'"]
    return [f"'{word}':*" for word in _words(piece)]


def _words(text: str) -> Sequence[str]:
    """Comparable words without a sign that means something in a tsquery."""
    letters = "".join(sign if sign.isalnum() else " " for sign in sort_key(text))
    return letters.split()[:12]
