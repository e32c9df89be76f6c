"""The acts that open and close the reading of a person."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.people.access import acts, conditions
from kairos.people.access.models import PersonAccess


class Reading(Lifecycle):
    """Opened by what makes a person be read: a portfolio, a cover, an appointment, an enrolment (`open`, nested in the
    act of a later package), an exact look-up by a provider, an emergency at the front desk, an intervention of the
    operator. Closed by the same thing when it is over, or by its date: the database shows nothing more from then on,
    `expire` only tidies."""

    name = "person_access"
    model = PersonAccess

    open = Act(
        label="Ouvrir la lecture",
        sources=None,
        permission="people.open",
        body=acts.open_,
        records=("reason",),
    )
    look_up = Act(
        label="Ouvrir le dossier trouvé",
        sources=None,
        permission="people.look_up",
        body=acts.open_,
        guards=(conditions.has_a_reason,),
        records=("reason",),
    )
    open_in_emergency = Act(
        label="Ouvrir en urgence",
        sources=None,
        permission="people.emergency",
        body=acts.open_in_emergency,
        guards=(conditions.has_a_reason, conditions.is_of_own_agency),
        records=("reason",),
    )
    intervene = Act(
        label="Lire pendant l’intervention",
        sources=None,
        permission="people.assist",
        body=acts.open_,
        guards=(conditions.has_a_reason,),
        records=("reason",),
    )
    close = Act(
        label="Fermer la lecture",
        permission="people.open",
        body=acts.close,
        guards=(conditions.is_open,),
    )
    expire = Act(
        label="Constater la fin d’une lecture",
        permission="people.open",
        body=acts.close,
        guards=(conditions.is_open, conditions.time_is_over),
    )
