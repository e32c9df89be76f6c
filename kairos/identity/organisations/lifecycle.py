"""The lifecycle of a provider's file."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.organisations import acts, doubts, editing, guards
from kairos.identity.organisations.models import Organisation


class ProviderFile(Lifecycle):
    """The file of a training provider: opened with an account, completed by its people. It has no states of its own.

    It can be changed until a request for membership is being decided (`guards.before_edit`), and then only by a
    request that the operator decides. The file of a member of before Kairos is taken over by the operator.
    """

    name = "provider_file"
    model = Organisation

    open = Act(
        label="Créer votre compte",
        sources=None,
        permission="organisations.open_file",
        body=acts.open_,
        guards=(doubts.explained,),
    )
    edit = Act(
        label="Enregistrer la fiche",
        permission="organisations.edit_file",
        body=acts.edit,
        guards=(guards.before_edit, editing.unchanged, doubts.explained),
    )
    move = Act(
        label="Changer de SIRET",
        permission="organisations.move",
        body=acts.move,
        guards=(guards.before_edit, editing.unchanged),
    )
    add_establishment = Act(
        label="Ajouter un établissement",
        permission="organisations.edit_file",
        body=acts.add_establishment,
        guards=(guards.before_edit, editing.of_same_company, doubts.explained),
    )
    remove_establishment = Act(
        label="Retirer un établissement",
        permission="organisations.edit_file",
        body=acts.remove_establishment,
        guards=(guards.before_edit,),
    )
    take_over = Act(
        label="Reprendre un adhérent existant",
        sources=None,
        permission="organisations.take_over",
        body=acts.take_over,
    )
    warn_of_rival = Act(
        label="Prévenir d’une autre fiche du même SIRET",
        permission="organisations.warn",
        body=acts.warn_of_rival,
    )
