"""What other packages do that opens or closes a right."""

from kairos.foundation import events
from kairos.foundation.engine import Run
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.events import FileOpened

FILE = "file.fill"


def on_file_opened(event: FileOpened, run: Run) -> None:
    """Whoever opens a file fills it; nothing more until the operator accepts."""
    Affiliation.objects.create(
        user=event.user, organisation=event.organisation, rights=[FILE], title=event.title, started_at=run.now
    )


events.subscribe(FileOpened, on_file_opened)
