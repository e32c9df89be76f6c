"""The one act on a portfolio as a whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act, Lifecycle
from kairos.foundation.guards import Reason
from kairos.people.agencies import queries
from kairos.people.jobseekers import guards
from kairos.people.jobseekers.models import PortfolioMove
from kairos.people.jobseekers.moves import acts
from kairos.people.jobseekers.queries import sizes


def heirs_follow(move: PortfolioMove, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """`heirs`: colleagues of the same agency who may follow people."""
    wanted = {heir.pk for heir in details["heirs"]} - {move.giver_id}
    known = set(queries.followers_in(move.agency_id).filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or wanted != {heir.pk for heir in details["heirs"]} or known != wanted:
        yield Reason("Choisissez un ou plusieurs autres conseillers de l’agence.", field="heirs")


def there_is_somebody(move: PortfolioMove, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if not sizes(move.agency_id).get(move.giver_id):
        yield Reason("Ce portefeuille est vide.")


class PortfolioHandedOn(Lifecycle):
    """A portfolio handed on as a whole: shared evenly among colleagues, with a reason. Who followed these people
    reads them no more; who covered the colleague who gives reads them no more either."""

    name = "portfolio_move"
    model = PortfolioMove

    hand_on = Act(
        label="Confier le portefeuille à des collègues",
        sources=None,
        permission="jobseekers.assign",
        body=acts.hand_on,
        guards=(guards.has_a_reason, heirs_follow, there_is_somebody),
        records=("reason",),
    )
