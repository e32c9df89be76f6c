"""What a stop sets going."""

from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.identity.habilitations.models import Stop


@job("stops.tell")
def tell(key: str) -> None:
    with scope(system("stops.tell")) as actor:
        row = Stop.objects.get(pk=UUID(key))
        if row.told != row.state:
            engine.run(act_named("access_stop.tell"), row, actor)
