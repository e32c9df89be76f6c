"""The queue as a table file: what spreadsheets of French offices open by a double click."""

import csv as tables
import io
from collections.abc import Iterable
from datetime import datetime

from kairos.foundation.clock import PARIS
from kairos.foundation.imports.cells import neutral
from kairos.identity.memberships.models import MembershipApplication
from kairos.spaces.operator.queue_list import Line

STATES = dict(MembershipApplication.State.choices)
COLUMNS = (
    "Numéro", "Version", "Organisme", "SIRET", "Code postal", "Commune", "Région", "Déposée le", "Échéance",
    "Décidée le", "Contrôles conformes", "Contrôles à vérifier", "Contrôles bloquants", "Agent", "État",
)  # fmt: skip


def csv(lines: Iterable[Line]) -> bytes:
    """UTF-8 with its mark, semicolons: see docs/formats/applications.md."""
    out = io.StringIO(newline="")
    writer = tables.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([neutral(value) for value in _values(line)])
    return out.getvalue().encode("utf-8-sig")


def _values(line: Line) -> tuple[object, ...]:
    return (
        line.number, line.version, line.name, line.siret, line.postcode, line.town, line.region,
        _moment(line.submitted_at), _moment(line.due_at), _moment(line.decided_at),
        line.checks_ok, line.checks_warn, line.checks_bad, line.officer, STATES[line.state],
    )  # fmt: skip


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}" if value else ""
