"""What people ask about their data."""

from typing import Any

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.isolation import scope
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests import queries, rules
from kairos.people.requests.lifecycle import Asking
from kairos.people.requests.models import DataRequest
from tests.support import path

WORDS = "Mon nom d’usage a changé en mars."


def ask(who: Any, kind: str = rules.CORRECTION, about: str = "last_name", **more: str) -> DataRequest:
    """By this person (a row or an actor), as their page does."""
    actor = who if isinstance(who, Actor) else path.oneself(who) if isinstance(who, JobSeeker) else who.actor
    details = {"wanted": "Le Goff-Martin" if kind == rules.CORRECTION else "", "word": WORDS} | more
    with scope(actor):
        row = queries.new(files.oneself(actor))
        return engine.run(Asking.ask, row, actor, kind=kind, about=about, **details)
