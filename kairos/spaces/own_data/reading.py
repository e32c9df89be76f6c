"""Every section in one statement, as values of JSON."""

from typing import Any

from django.db.models import DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from kairos.foundation.actor import Actor
from kairos.spaces.own_data.sections import Section, known

Rows = list[dict[str, Any]]


def of(actor: Actor) -> list[tuple[Section, Rows]]:
    """Of the person themselves, under their own scope: the oldest first in each section."""
    sections = list(known.values())
    parts = [_part(rank, one, actor) for rank, one in enumerate(sections)]
    found: list[tuple[Section, Rows]] = [(one, []) for one in sections]
    together = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for rank, _, row in together.order_by("data_rank", "data_at"):
        section, rows = found[rank]
        rows.append({column.key: row[column.key] for column in section.columns})
    return found


def _part(rank: int, section: Section, actor: Actor) -> QuerySet[Any]:
    values = {one.key: F(one.of or one.key) if isinstance(one.of, str) else one.of for one in section.columns}
    rows = section.read(actor).order_by().select_related(None)
    rows = rows.annotate(data_rank=Value(rank, IntegerField()), data_at=Cast(F(section.at), DateTimeField()))
    return rows.annotate(data_row=JSONObject(**values)).values_list("data_rank", "data_at", "data_row")
