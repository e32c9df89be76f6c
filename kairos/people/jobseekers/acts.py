"""What changes in the files of job seekers."""

from datetime import date

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import admission, throttle, tokens
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.oidc import Identity
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers import messages
from kairos.people.jobseekers.events import PortfolioChanged
from kairos.people.jobseekers.models import JobSeeker

HANDED_ON = "Votre conseiller a changé"


def add(
    row: JobSeeker,
    run: Run,
    *,
    identifier: str,
    birth_date: date,
    first_name: str,
    last_name: str,
    adviser: Adviser | None = None,
    email: str = "",
    phone: str = "",
) -> None:
    """One person by hand; files bring the others (see `loading`)."""
    row.identifier, row.birth_date, row.adviser, row.loaded_at = identifier, birth_date, adviser, run.now
    row.call(first_name, last_name)
    row.email, row.phone = email, phone
    run.write_now()
    run.publish(PortfolioChanged([row], HANDED_ON))


def assign(row: JobSeeker, run: Run, *, adviser: Adviser | None) -> None:
    row.adviser = adviser
    run.write_now()
    run.publish(PortfolioChanged([row], HANDED_ON))


def invite(row: JobSeeker, run: Run, *, user: User) -> None:
    """The link leaves for the address in the agency's file, whose account is `user`; former links open nothing any
    more, former wrong guesses are forgotten."""
    throttle.forget(row.pk)
    row.invited_at = run.now
    link = tokens.address("/candidat/activer/", tokens.invite(user, row.pk))
    run.tell(messages.activation(row, user, link))


def activate(row: JobSeeker, run: Run, *, identifier: str, birth_date: date, link: OneUseToken, password: str) -> None:
    run.perform(act_named("account.open_followed"), link.user, link=link, password=password)
    throttle.forget(row.pk)
    row.user = link.user
    row.activated_at = run.now


def link_identity(row: JobSeeker, run: Run, *, identity: Identity, identifier: str) -> None:
    """What FranceConnect says is what the agency knows: from now on it opens their account."""
    run.perform(act_named("account.link_known"), row.user, identity=identity)


def lock_activation(row: JobSeeker, run: Run) -> None:
    """Ten wrong guesses: the link opens nothing any more, the person and the adviser are told."""
    user = admission.holder_of(row.email)
    if user is not None:
        tokens.uninvite(user, row.pk)
    run.tell(messages.guessed(row))
    if row.adviser is not None:
        run.tell(messages.guessed_of(row))


def set_phone(row: JobSeeker, run: Run, *, phone: str) -> None:
    row.phone = phone


def leave(row: JobSeeker, run: Run, *, reason: str) -> None:
    row.left_at, row.adviser = run.now, None
    run.write_now()
    run.publish(PortfolioChanged([row], reason))
