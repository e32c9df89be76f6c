"""When a letter must have left."""

from datetime import datetime

from kairos.foundation.working_days import add_working_days, place_of


def due_at(asked_at: datetime, working_days: int, postcode: str) -> datetime:
    """The hour by which it is posted: « 72 heures ouvrées » is three working days to the hour, counted where the
    establishment stands (its public holidays, its time zone). Source: guide d’adhésion, 2017."""
    return add_working_days(asked_at, working_days, place_of(postcode))


def rule(version: str, postcode: str) -> str:
    """What the deadline was computed with, kept beside it: the setting's version and the place."""
    place = place_of(postcode)
    return f"{version} {place.subdivision or 'FR'} {place.timezone}"
