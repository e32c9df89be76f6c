"""What a provider's people do: from the account to the request, its complements and its changes."""

import re
from collections.abc import Mapping

from kairos.foundation import engine
from kairos.foundation.actor import visitor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts import activation
from kairos.identity.memberships import applications, queries
from kairos.identity.memberships.changes import rules as changing
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations import editing
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import PERSON_LABELS, Content, contact_section
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.opening import Opener, Opening, open_account
from kairos.identity.organisations.opening import open_another as open_another_file
from kairos.identity.organisations.rules import parse_phone, siren_of
from kairos.identity.registers.port import register
from kairos.operations.demonstration.stage import Stage, mail_to
from kairos.operations.demonstration.story import Human, Provider, Step

_SMALL = re.compile("ALLEE|AU|AVENUE|BOULEVARD|COURS|D|DE|DES|DU|EN|ET|L|LA|LE|LES|PLACE|QUAI|ROUTE|RUE|SUR")
_LINK = re.compile(r"/compte/activer/([\w-]+)")


def open_(stage: Stage, step: Step) -> None:
    provider = stage.provider(step.provider)
    human = provider.opener
    opener = Opener(human.civility, human.first_name, human.last_name, human.email, stage.secrets_of(human).password)
    with scope(visitor("demonstration")) as actor:
        opening = _opening(provider, human)
        open_account(opening, opener, actor, register())
    stage.organisations[provider.key] = opening.token
    stage.links[human.email] = _LINK.search(mail_to(human.email, "Activation"))[1]


def open_another(stage: Stage, step: Step) -> None:
    provider = stage.provider(step.provider)
    with stage.as_opener(stage.provider(provider.account)) as (actor, _):
        stage.organisations[provider.key] = open_another_file(_opening(provider, provider.opener), actor, register())


def _opening(provider: Provider, human: Human) -> Opening:
    """As the page fills it in from the SIRET."""
    [known, *_] = register().providers_of(siren_of(provider.siret))
    place = register().establishment(provider.siret)
    return Opening(
        token=new_id(),
        siret=provider.siret,
        nda=known.nda,
        name=provider.name,
        address=_as_written(place.street),
        postcode=place.postcode,
        town=_as_written(place.town),
        phone=_phone(provider.siret[5:9]),
        title=human.title,
        reason=provider.reason,
    )


def _as_written(text: str) -> str:
    """« 12 QUAI DE L'OURCQ » → « 12 quai de l'Ourcq », « LE MANS » → « Le Mans »: nobody writes as registers do."""
    written = re.sub(r"[^\W\d_]+", _in_case, text)
    return written[:1].upper() + written[1:]


def _in_case(word: re.Match[str]) -> str:
    return word[0].lower() if _SMALL.fullmatch(word[0]) else word[0].capitalize()


def activate(stage: Stage, step: Step) -> None:
    """By the link of the mail."""
    human = stage.provider(step.provider).opener
    with scope(visitor("demonstration")) as actor:
        activation.activate(stage.links[human.email], actor)


def fill(stage: Stage, step: Step) -> None:
    """The whole sheet; the details of the step say what was written otherwise."""
    provider = stage.provider(step.provider)
    _edit(stage, provider, _sheet(provider) | step.details)


def fill_director(stage: Stage, step: Step) -> None:
    """The sheet left half way."""
    provider = stage.provider(step.provider)
    _edit(stage, provider, _person("director", provider.director, ""))


def _edit(stage: Stage, provider: Provider, typed: Content) -> None:
    with stage.as_opener(provider) as (actor, organisation):
        seen = files.content(organisation)
        changes = editing.changes(seen, typed)
        engine.run(ProviderFile.edit, organisation, actor, changes=changes, seen=seen)


def _sheet(provider: Provider) -> Content:
    typed = {"organisation-email": f"contact@{provider.domain}", "organisation-website": f"https://{provider.domain}"}
    typed |= _person("director", provider.director, _phone(provider.siret[4:8]))
    typed |= _person("account_manager", provider.manager, _phone(provider.siret[3:7]))
    for contact in provider.contacts:
        typed |= _person(contact_section(new_id()), contact, "")
    return typed


def _person(section: str, human: Human, phone: str) -> Content:
    return {f"{section}-{column}": phone if column == "phone" else getattr(human, column) for column in PERSON_LABELS}


def _phone(figures: str) -> str:
    return parse_phone(f"01 99 00 {figures[:2]} {figures[2:]}")


def save(stage: Stage, step: Step) -> None:
    with stage.as_opener(stage.provider(step.provider)) as (actor, _):
        applications.save(new_id(), actor)


def submit(stage: Stage, step: Step) -> None:
    """The first time, and again after a complement: the terms read, the box ticked."""
    with stage.as_opener(stage.provider(step.provider)) as (actor, _):
        terms = publishing.current().version
        applications.submit(queries.latest(actor), actor, terms=terms, token=new_id(), accepted=True)


def write(stage: Stage, step: Step) -> None:
    with stage.as_opener(stage.provider(step.provider)) as (actor, _):
        engine.run(Application.write, queries.latest(actor), actor, token=new_id(), **step.details)


def ask_change(stage: Stage, step: Step) -> None:
    details = dict(step.details)
    kind, reason = details.pop("kind"), details.pop("reason")
    with stage.as_manager(stage.provider(step.provider)) as (actor, organisation):
        before = changing.part(files.content(organisation), kind)
        change = ChangeRequest(organisation=organisation, kind=kind, before=before, after=_after(before, details))
        engine.run(Change.ask, change, actor, reason=reason)


def _after(before: Content, typed: Mapping[str, str]) -> Content:
    return dict(before) | typed
