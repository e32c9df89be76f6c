"""What changes when an act on a provider's file is done."""

from kairos.foundation.engine import Run
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from kairos.identity.organisations.events import FileOpened
from kairos.identity.organisations.models import Establishment, Organisation


def open_(organisation: Organisation, run: Run, *, user: User, title: str, establishment: Establishment) -> None:
    """The file, its main establishment, and the account that opened it when that is new too."""
    organisation.created_at = organisation.modified_at = run.now
    organisation.save(force_insert=True)
    establishment.organisation = organisation
    establishment.main = True
    establishment.save(force_insert=True)
    if user._state.adding:
        run.perform(Account.open, user, provider=organisation.name)
    run.publish(FileOpened(organisation, user, title))
