"""What the addresses of « Mes messages » stand for."""

from kairos.foundation.actor import system
from kairos.foundation.clock import now
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.foundation.messages.inbox.message")
def message(people: People) -> Target:
    with scope(system("tests")):
        row = OutboxMessage.objects.create(
            kind="Told", channel="app", recipient=people.owner_a.user.pk, address="", sealed=b"", state="sent",
            created_at=now(),
        )  # fmt: skip
    return Target({"key": row.pk}, seen_by=("owner_a",))
