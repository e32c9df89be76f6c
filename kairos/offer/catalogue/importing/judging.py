"""What is asked of every line of sessions, whoever sends the file."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kairos.foundation import clock
from kairos.foundation.imports.kinds import Line, Verdict
from kairos.offer.catalogue import guards, rules, settings
from kairos.offer.catalogue.conditions import fewer, too_few
from kairos.offer.catalogue.content import EMPTY
from kairos.offer.catalogue.importing import present
from kairos.offer.catalogue.importing.columns import APPRENTICESHIP
from kairos.offer.catalogue.importing.present import Present
from kairos.offer.catalogue.models import CatalogueLine

THERE, FOR = "_there", "_for"
"""In the values of a line: the session it is about, as the judge found it; the organisation it goes to."""


def judge(lines: Sequence[Line], carif: str = "") -> None:
    """Each line knows its organisation, none when it is refused. carif: of the file. Two statements a
    batch, one more when places become fewer."""
    there = present.sessions((line.values[FOR], line.values["number"]) for line in lines)
    too_old = clock.today() - timedelta(days=settings.ENDED_DAYS.value())
    for line in lines:
        _refuse(line, too_old)
        known = line.values[THERE] = there.get((line.values[FOR], line.values["number"]))
        if known:
            _compare(line, known, carif)
    _keep_places_held([line for line in lines if line.values[THERE]])


def _keep_places_held(lines: Sequence[Line]) -> None:
    """A file gives a session no fewer places than people have."""
    less = [one for one in lines if fewer(one.values["capacity"], one.values[THERE].values["capacity"])]
    held = guards.places_held(line.values[THERE].id for line in less)
    for line in less:
        if said := too_few(line.values["capacity"], held, line.values[THERE].id):
            line.refuse(said, "capacity")


def _refuse(line: Line, too_old: date) -> None:
    values = line.values
    if values[APPRENTICESHIP]:
        line.refuse(
            "L’apprentissage n’est pas pris dans Kairos : cette session reste hors du catalogue.", APPRENTICESHIP
        )
    if values["ends_on"] and values["ends_on"] < values["starts_on"]:
        line.refuse("La fin vient avant le début : vérifiez les deux dates.", "ends_on")
    elif values["ends_on"] and values["ends_on"] < too_old:
        days = settings.ENDED_DAYS.value()
        line.refuse(f"Cette session est terminée depuis plus de {days} jours.", "ends_on")


def _compare(line: Line, known: Present, carif: str) -> None:
    values, _ = merged(line.values, known)
    same = values == known.values and not known.left and carif in ("", known.carif)
    line.verdict = Verdict.UNCHANGED if same else Verdict.CHANGED


def merged(given: Mapping[str, Any], known: Present) -> tuple[dict[str, Any], frozenset[str]]:
    return rules.merged(known.values, known.imported, {name: given[name] for name in EMPTY}, EMPTY)


def verdict(line: Line) -> str:
    """As it is kept."""
    if line.errors:
        return CatalogueLine.Verdict.REFUSED
    unchanged = line.verdict == Verdict.UNCHANGED
    return CatalogueLine.Verdict.UNCHANGED if unchanged else CatalogueLine.Verdict.TAKEN


def reasons(line: Line) -> str:
    return " ".join(message for _, message in line.errors)
