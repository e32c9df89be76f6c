"""Playing the story: every step in its order, at its own moment, and each morning what time makes due."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from kairos.foundation import clock
from kairos.foundation.clock import PARIS
from kairos.foundation.jobs.tasks import failing_sweeps
from kairos.operations.demonstration import (
    applying,
    cataloguing,
    deciding,
    entering,
    granting,
    guiding,
    qualifying,
    reviewing,
    teaming,
)
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.operations.demonstration.story import Step

MORNING = time(6)
STEPS: Mapping[str, Callable[[Stage, Step], None]] = {
    "open": applying.open_,
    "open_another": applying.open_another,
    "activate": applying.activate,
    "fill": applying.fill,
    "fill_director": applying.fill_director,
    "save": applying.save,
    "submit": applying.submit,
    "write": applying.write,
    "ask_change": applying.ask_change,
    "take": deciding.take,
    "ask_complement": deciding.ask_complement,
    "refuse": deciding.refuse,
    "accept": deciding.accept,
    "print": deciding.print_,
    "post": deciding.post,
    "correct_end": deciding.correct_end,
    "open_procedure": deciding.open_procedure,
    "intervene": deciding.intervene,
    "end_intervention": deciding.end_intervention,
    "enter": entering.enter,
    "ask_quality": qualifying.ask,
    "take_quality": qualifying.take,
    "accept_quality": qualifying.accept,
    "complete_quality": qualifying.ask_complement,
    "review_accesses": reviewing.begin,
    "invite": teaming.invite,
    "join": teaming.join,
    "suspend": teaming.suspend,
    "send_catalogue": cataloguing.send_catalogue,
    "send_offer": cataloguing.send_offer,
    "write_sessions": cataloguing.write_sessions,
    "time_session": cataloguing.time_session,
    "secure": granting.secure,
    "ask_for_oneself": granting.ask_for_oneself,
    "ask_right": granting.ask_right,
    "publish_procedure": guiding.publish_procedure,
    "publish_note": guiding.publish_note,
    "read_note": guiding.read_note,
    "answer": guiding.answer,
    "write_team": guiding.write_team,
}


def play(stage: Stage) -> None:
    """Raises whatever an act refuses: the story is wrong then."""
    now = clock.now()
    steps = stage.story.steps
    morning = _morning_after(steps[0].at)
    entering.open_agents(stage, steps[0].at)
    for step in steps:
        while morning <= step.at:
            _wake(morning)
            morning = _morning_after(morning)
        _do(stage, step)
    while morning <= now:
        _wake(morning)
        morning = _morning_after(morning)


def _do(stage: Stage, step: Step) -> None:
    with clock.fixed(step.at):
        STEPS[step.do](stage, step)
        do_what_is_due()


def _wake(morning: datetime) -> None:
    """Reminders and alarms, on the day they are due."""
    with clock.fixed(morning):
        failing_sweeps()
        do_what_is_due()


def _morning_after(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(PARIS).date() + timedelta(days=1), MORNING, PARIS)
