"""What changes when something is asked about one's data, and answered."""

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.people.requests import messages, rules
from kairos.people.requests.models import DataRequest
from kairos.people.requests.settings import ANSWER_MONTHS


def ask(row: DataRequest, run: Run, *, kind: str, about: str, wanted: str, word: str) -> None:
    """What it should be is of a correction alone."""
    row.kind, row.about, row.word = kind, about, word.strip()
    row.wanted = wanted.strip() if kind == rules.CORRECTION else ""
    row.asked_at = run.now
    row.due_on = rules.due_on(run.now.astimezone(PARIS).date(), ANSWER_MONTHS.value())
    row.due_rule = ANSWER_MONTHS.version()
    for one in messages.asked(row):
        run.tell(one)


def answer(row: DataRequest, run: Run, *, answer: str) -> None:
    row.answer, row.answered_by, row.ended_at = answer.strip(), run.actor.user, run.now
    run.tell(messages.answered(row))


def withdraw(row: DataRequest, run: Run) -> None:
    row.ended_at = run.now
