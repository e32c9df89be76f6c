"""The lifecycle of a provider's file."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.organisations import acts
from kairos.identity.organisations.models import Organisation


class ProviderFile(Lifecycle):
    """The file of a training provider: opened with an account, completed by its people. It has no states of its own."""

    name = "provider_file"
    model = Organisation

    open = Act(
        label="Créer votre compte",
        sources=None,
        permission="organisations.open_file",
        body=acts.open_,
    )
