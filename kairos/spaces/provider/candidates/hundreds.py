"""A group by name, a hundred people at a time: each of them stands on a page, and what is sent is of those it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from kairos.path.enrolments.models import Enrolment

GROUP = 100
CHOSEN = re.compile(r"d-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Hundred:
    """number: from 1. total: of the whole group."""

    rows: Sequence[Enrolment]
    number: int = 1
    total: int = 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number * GROUP < self.total else None

    @property
    def range(self) -> str:
        first = (self.number - 1) * GROUP + 1
        return f"de {first} à {first + len(self.rows) - 1} sur {self.total}, par nom"


def of(request: HttpRequest, group: QuerySet[Enrolment], total: int) -> Hundred:
    """The page that is asked, the last one for a page beyond; of a form, those whom it names, whatever became of them
    since."""
    if named := [UUID(found[1]) for name in request.POST if (found := CHOSEN.fullmatch(name))]:
        return Hundred(list(group.filter(pk__in=named)))
    asked = request.GET.get("page", "")[:4]
    last = max(1, -(-total // GROUP))
    number = min(max(1, int(asked)), last) if asked.isdecimal() else 1
    return Hundred(list(group[(number - 1) * GROUP : number * GROUP]), number, total)
