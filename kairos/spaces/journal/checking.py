"""Asking for a verification of the journal: of the organisation acted for, of all of it for the operator."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.chain_checks.lifecycle import ChainChecking
from kairos.foundation.chain_checks.models import ChainCheck
from kairos.foundation.guards import Refused


def ask(actor: Actor) -> list[str]:
    """Why it was refused; empty when it is asked."""
    try:
        engine.run(ChainChecking.ask, ChainCheck(organisation_id=actor.scope_organisation), actor)
    except Refused as refused:
        return [reason.message for reason in refused.reasons]
    return []
