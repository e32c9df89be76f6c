"""The lifecycle of one person on one session, its first half: until the decision."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.enrolments import acts, conditions
from kairos.path.enrolments.models import Enrolment

State = Enrolment.State
UNDECIDED = (State.REFERRED, State.REQUESTED, State.WAITING, State.ABSENT)
BEGINS = (conditions.session_is_open, conditions.person_is_followed)


class Enrolling(Lifecycle):
    """REFERRED by the adviser, or REQUESTED by the person: from then on the provider reads them. The provider says
    RETAINED, NOT_RETAINED with a reason of the dated list, WAITING for a place, or ABSENT from the meeting. Who is
    waiting or was absent may still be retained; who was not, or withdrew, is referred again by the adviser alone
    (`reopen`). WITHDRAWN by the person or the adviser, CANCELLED with the session: the reading closes at once."""

    name = "enrolment"
    model = Enrolment
    states = State

    refer = Act(
        label="Orienter vers la session",
        sources=None,
        target=State.REFERRED,
        permission="enrolments.refer",
        body=acts.refer,
        guards=BEGINS,
    )
    request = Act(
        label="Demander cette formation",
        sources=None,
        target=State.REQUESTED,
        permission="enrolments.request",
        body=acts.request,
        guards=BEGINS,
    )
    retain = Act(
        label="Retenir",
        sources=UNDECIDED,
        target=State.RETAINED,
        permission="enrolments.decide",
        body=acts.retain,
    )
    not_retain = Act(
        label="Ne pas retenir",
        sources=(*UNDECIDED, State.RETAINED),
        target=State.NOT_RETAINED,
        permission="enrolments.decide",
        body=acts.not_retain,
        guards=(conditions.reason_is_listed,),
        records=("reason",),
    )
    wait = Act(
        label="Mettre en attente",
        sources=(State.REFERRED, State.REQUESTED, State.ABSENT),
        target=State.WAITING,
        permission="enrolments.enter",
        body=acts.wait,
    )
    miss = Act(
        label="Noter absent",
        sources=(State.REFERRED, State.REQUESTED, State.WAITING),
        target=State.ABSENT,
        permission="enrolments.enter",
        body=acts.miss,
    )
    reopen = Act(
        label="Orienter de nouveau",
        sources=(State.ABSENT, State.NOT_RETAINED, State.WITHDRAWN),
        target=State.REFERRED,
        permission="enrolments.refer",
        body=acts.reopen,
        guards=(*BEGINS, conditions.says_why),
        records=("reason",),
    )
    withdraw = Act(
        label="Renoncer à la formation",
        sources=(*UNDECIDED, State.RETAINED),
        target=State.WITHDRAWN,
        permission="enrolments.withdraw",
        body=acts.withdraw,
        guards=(conditions.says_why,),
        records=("reason",),
    )
    cancel = Act(
        label="Fermer avec la session",
        sources=(*UNDECIDED, State.RETAINED),
        target=State.CANCELLED,
        permission="enrolments.follow",
        body=acts.cancel,
        records=("reason",),
    )
