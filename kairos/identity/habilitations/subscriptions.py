"""What other packages do that opens or closes a right."""

from kairos.foundation import events
from kairos.foundation.engine import Run
from kairos.identity.habilitations import jobs
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.events import FileOpened
from kairos.identity.organisations.permissions import FILL


def on_file_opened(event: FileOpened, run: Run) -> None:
    """Whoever opens a file fills it; nothing more until the operator accepts. Who holds its SIRET is told."""
    Affiliation.objects.create(
        user=event.user, organisation=event.organisation, rights=[FILL], title=event.title, started_at=run.now
    )
    jobs.tell_holders.defer(organisation=str(event.organisation.pk))


events.subscribe(FileOpened, on_file_opened)
