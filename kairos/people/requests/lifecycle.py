"""The lifecycle of a request about one's own data."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.people.requests import acts, conditions
from kairos.people.requests.models import DataRequest

State = DataRequest.State
WAITS = (State.ASKED,)


class Asking(Lifecycle):
    """A person asks for a correction (GDPR, art. 16), or objects to a use of their data (art. 21): ASKED, until whoever
    follows them answers, ACCEPTED or REFUSED with a reason; the head of the agency when nobody follows them. The person
    may withdraw it meanwhile. Accepting changes nothing by itself: the agency's file is the source, and Kairos follows
    it."""

    name = "data_request"
    model = DataRequest
    states = State

    ask = Act(
        label="Envoyer ma demande",
        sources=None,
        target=State.ASKED,
        permission="requests.ask",
        body=acts.ask,
        guards=(conditions.says_what_it_asks, conditions.is_not_waiting_already),
    )
    accept = Act(
        label="Accepter", sources=WAITS, target=State.ACCEPTED, permission="requests.answer", body=acts.answer,
        guards=(conditions.is_plain,), records=("answer",),
    )  # fmt: skip
    refuse = Act(
        label="Refuser", sources=WAITS, target=State.REFUSED, permission="requests.answer", body=acts.answer,
        guards=(conditions.has_a_reason, conditions.is_plain), records=("answer",),
    )  # fmt: skip
    withdraw = Act(
        label="Retirer ma demande",
        sources=WAITS,
        target=State.WITHDRAWN,
        permission="requests.ask",
        body=acts.withdraw,
    )
