"""What a person asked about their data, as both sides see it."""

from dataclasses import dataclass

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.people.requests import queries, rules
from kairos.people.requests.models import DataRequest

MOST, SOON = 20, 7
SIGNS = {"asked": "info", "accepted": "ok", "refused": "bad", "withdrawn": "idle"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request, its state in words, and its clock while it waits."""

    row: DataRequest

    @property
    def about(self) -> str:
        return rules.label_of(self.row.kind, self.row.about)

    @property
    def badge(self) -> tuple[str, str]:
        return SIGNS[self.row.state], self.row.get_state_display()

    @property
    def waits(self) -> bool:
        return self.row.state == DataRequest.State.ASKED

    @property
    def clock(self) -> tuple[str, str, str]:
        left = (self.row.due_on - clock.today()).days
        state = "bad" if left < 0 else "warn" if left <= SOON else "info"
        return state, french.countdown(left), f"réponse due le {french.day(self.row.due_on)} au plus tard"


def shown(actor: Actor) -> list[Shown]:
    return [Shown(row) for row in queries.visible_to(actor).order_by("-asked_at", "-id")[:MOST]]
