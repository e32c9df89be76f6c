"""What changes when an agency opens, and when people join and leave it."""

from collections.abc import Iterable

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.text import sort_key
from kairos.identity.accounts import people, tokens
from kairos.identity.accounts.models import OneUseToken
from kairos.people.agencies import messages, queries
from kairos.people.agencies.events import AdviserLeft
from kairos.people.agencies.models import Adviser, Agency

DECLINED, CANCELLED = "Invitation déclinée.", "Invitation annulée."


def open_(agency: Agency, run: Run, *, kind: str, name: str, town: str, email: str = "", phone: str = "") -> None:
    agency.opened_at = run.now
    change(agency, run, kind=kind, name=name, town=town, email=email, phone=phone)


def change(agency: Agency, run: Run, *, kind: str, name: str, town: str, email: str = "", phone: str = "") -> None:
    agency.kind, agency.name, agency.town, agency.email, agency.phone = kind, name, town, email, phone
    agency.sort_key = sort_key(name)[:200]


def invite(
    adviser: Adviser, run: Run, *, title: str, rights: Iterable[str], first_name: str = "", last_name: str = ""
) -> None:
    adviser.title, adviser.rights = title, sorted(rights)
    adviser.call(first_name or adviser.user.first_name, last_name or adviser.user.last_name)
    _write(adviser, run)


def invite_again(adviser: Adviser, run: Run) -> None:
    """A new link; the former opens nothing any more."""
    _write(adviser, run)


def accept(adviser: Adviser, run: Run, *, link: OneUseToken) -> None:
    run.perform(act_named("account.enter_invited"), adviser.user, link=link)
    adviser.call(adviser.user.first_name, adviser.user.last_name)
    adviser.started_at = run.now
    _tell_managers(adviser, run, messages.AdviserJoined)


def decline(adviser: Adviser, run: Run, *, link: OneUseToken) -> None:
    run.perform(act_named("account.decline_invitation"), adviser.user, link=link)
    _end(adviser, run, DECLINED)
    _tell_managers(adviser, run, messages.AdviserDeclined)


def cancel(adviser: Adviser, run: Run) -> None:
    tokens.uninvite(adviser.user, adviser.agency_id)
    _end(adviser, run, CANCELLED)


def set_rights(adviser: Adviser, run: Run, *, rights: Iterable[str]) -> None:
    adviser.rights = sorted(rights)


def leave(adviser: Adviser, run: Run, *, reason: str) -> None:
    _end(adviser, run, reason)


def _end(adviser: Adviser, run: Run, why: str) -> None:
    adviser.ended_at, adviser.ended_why = run.now, why
    run.publish(AdviserLeft(adviser))


def _write(adviser: Adviser, run: Run) -> None:
    adviser.invited_by = run.actor.scope_user
    adviser.invited_at = run.now
    adviser.answer_by = tokens.invited_until(run.now)
    token = tokens.invite(adviser.user, adviser.agency_id)
    run.tell(messages.invitation(adviser, run.actor.name, tokens.address("/rejoindre/", token)))


def _tell_managers(adviser: Adviser, run: Run, message: type[messages.OfAgency]) -> None:
    others = queries.managers_of(adviser.agency_id).values_list("user_id", flat=True)
    for one in people.recipients_of(others):
        run.tell(message(one, adviser.agency.name, adviser.shown_name))
