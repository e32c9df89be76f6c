"""What is said beside the new state of somebody registered or in training."""

from datetime import date

from kairos.path.enrolments.models import Enrolment, Movement


def planned(row: Enrolment) -> str:
    return f"Du {day(row.plan_starts_on)} au {day(row.plan_ends_on)}, {row.planned_hours} heures."


def since(on: date) -> str:
    return f"À partir du {day(on)}."


def last_day(on: date) -> str:
    return f"Dernier jour en formation : {day(on)}."


def corrected(kind: str, on: date) -> str:
    return f"L’organisme a corrigé ce qu’il avait déclaré. {Movement.Kind(kind).label} : {day(on)}."


def day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""
