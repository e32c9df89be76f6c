"""Reasons and guard points.

A guard answers with the reasons that stand in the way, none when nothing does. A package that must be asked by
packages below it registers its answer on their guard point when the application starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kairos.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an act is refused, with its remedy, in French; `field` links it to what must be corrected."""

    message: str
    field: str = ""
    link: str = ""


Guard = Callable[[Any, Actor, Mapping[str, Any]], Iterable[Reason]]


class GuardPoint:
    """A named question put to packages above: itself a guard."""

    def __init__(self, name: str):
        self.name = name
        self.__name__ = name
        self._answers: list[Guard] = []

    def register(self, answer: Guard) -> Guard:
        if answer not in self._answers:
            self._answers.append(answer)
        return answer

    def __call__(self, subject: Any, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
        return [reason for answer in self._answers for reason in answer(subject, actor, details)]


class Refused(Exception):
    """The act is not possible now; carries every reason at once."""

    def __init__(self, *reasons: Reason | str):
        self.reasons = [Reason(r) if isinstance(r, str) else r for r in reasons]
        super().__init__(" ".join(reason.message for reason in self.reasons))


class AlreadyDone(Refused):
    """The very same act already took place (a double click, a page sent again): its effect stands."""
