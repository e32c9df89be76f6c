"""`accounts.json`: whom one may be in the demonstration, with everything needed to sign in (see people.Invented)."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.operations.demonstration.following import Followed
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Agent, Human, Provider

SIGN_IN = "/connexion"


def call(stage: Stage) -> list[dict[str, Any]]:
    """The operator's people first, then the providers' in the order of the story."""
    agents = [_agent(stage, agent) for agent in stage.story.agents.values()]
    return agents + [row for provider in stage.story.providers.values() for row in _people(stage, provider)]


def write(path: Path, accounts: Sequence[dict[str, Any]]) -> None:
    """Whole or not at all, for its owner alone."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(accounts, ensure_ascii=False, indent=2) + "\n")
    draft.chmod(0o600)
    draft.replace(path)


def _agent(stage: Stage, agent: Agent) -> dict[str, Any]:
    known = stage.secrets_of(agent.human)
    return _row(
        agent.human, "operator", [agent.role], agent.story, agent.human.email, known.password, totp_secret=known.totp
    )


def _people(stage: Stage, provider: Provider) -> Iterator[dict[str, Any]]:
    for word, text in provider.stories.items():
        yield _member(stage, provider, provider.human(word), text)


def _member(stage: Stage, provider: Provider, human: Human, text: str) -> dict[str, Any]:
    with scope(system("demonstration")):
        user = User.objects.get(email=human.email)
        place = Affiliation.objects.get(user=user, organisation=stage.organisations[provider.key])
    known = stage.secrets_of(human)
    password = known.password if user.has_usable_password() else stage.posted[human.email]
    return _row(
        human,
        "provider" if place.entered_at else "file",
        list(place.rights),
        text,
        user.portal_identifier or user.email,
        password,
        totp_secret=known.totp,
        organisation=provider.name,
        siret=provider.siret,
    )


def followed(stage: Stage, people: Sequence[Followed]) -> list[dict[str, Any]]:
    """Those of the agencies, and the job seekers who opened their space."""
    return [
        _row(
            one.human,
            one.space,
            list(one.roles),
            one.story,
            one.human.email,
            stage.secrets_of(one.human).password,
            totp_secret=stage.secrets_of(one.human).totp,
            organisation=one.place,
        )
        for one in people
    ]


def _row(
    human: Human,
    space: str,
    roles: list[str],
    text: str,
    identifier: str,
    password: str,
    *,
    totp_secret: str,
    organisation: str = "",
    siret: str = "",
) -> dict[str, Any]:
    return {
        "label": human.label,
        "name": human.full_name,
        "space": space,
        "roles": roles,
        "organisation": organisation,
        "siret": siret,
        "identifier": identifier,
        "password": password,
        "totp_secret": totp_secret,
        "sign_in_url": SIGN_IN,
        "story": text,
    }
