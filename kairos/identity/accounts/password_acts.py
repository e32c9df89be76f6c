"""What changes when a password is chosen, changed, forgotten."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.hashers import make_password

from kairos.foundation.engine import Run
from kairos.identity.accounts import devices, factors, notices, provisional, sessions, settings, throttle, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.models import OneUseToken, ProvisionalPassword, User
from kairos.identity.accounts.passwords import normalise

Kind = OneUseToken.Kind


def change(user: User, run: Run, *, password: str, keep: UUID | None, words: Iterable[str] = ()) -> None:
    """`keep`: the session where it is done; all the others end."""
    _set(user, run, password, keep)


def require(user: User, run: Run, *, reason: str, organisation: str = "") -> None:
    """From now on nothing else opens for this person, wherever they are signed in, until they change it.

    `organisation`: the name of the one that asks, whose reason is told; the operator's own is not.
    """
    user.password_due_at = run.now
    if organisation:
        user.password_due_why = f"{organisation} le demande\u00a0: «\u00a0{reason}\u00a0»"
        run.tell(notices.PasswordAsked(recipient(user), run.now, organisation, reason))
    else:
        user.password_due_why = ""
        run.tell(notices.PasswordDue(to=recipient(user), at=run.now))


def send_link(user: User, run: Run) -> None:
    """Someone who never chose a password has a letter, or the operator's own link, to wait for."""
    if user.password_set_at is None:
        run.tell(notices.NoPasswordYet(to=recipient(user), staff=user.staff_role != ""))
        return
    link = tokens.address("/connexion/mot-de-passe/", tokens.issue(user, Kind.PASSWORD))
    hours = settings.LINK_HOURS.value()
    run.tell(notices.PasswordLink(to=recipient(user), link=link, hours=hours, factor=factors.has_any(user.pk)))


def send_identifiers(user: User, run: Run) -> None:
    identifier = user.portal_identifier or ""
    run.tell(notices.Identifiers(to=recipient(user), email=user.email, portal_identifier=identifier))


def reset(user: User, run: Run, *, link: OneUseToken, password: str) -> None:
    """By the link of a mail: unlocks too, since the mailbox is proved; the second factor is asked as ever."""
    tokens.spend(link)
    unlocked(user)
    _set(user, run, password, keep=None)


def choose_first(user: User, run: Run, *, letter: ProvisionalPassword, password: str, keep: UUID) -> None:
    """With the posted secret, which is spent here."""
    provisional.spend(letter.pk, run.now)
    _set(user, run, password, keep)


def unlocked(user: User) -> None:
    user.locked_at = None
    throttle.forget(user.pk)


def _set(user: User, run: Run, password: str, keep: UUID | None) -> None:
    user.password = make_password(normalise(password))
    user.password_set_at = run.now
    user.password_due_at = None
    user.password_due_why = ""
    sessions.end_all(user.pk, but=keep)
    devices.forget_all(user.pk)
    tokens.drop(user, Kind.PASSWORD)
    run.tell(notices.PasswordChanged(to=recipient(user), at=run.now))
