"""What changes when a person moves to another address, and when they say it was not them."""

from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.identity.accounts import notices, password_acts, sessions, settings, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.models import OneUseToken, User

Kind = OneUseToken.Kind


def change(user: User, run: Run, *, email: str) -> None:
    """Nothing changes until the new address is confirmed. One that is taken hears of it; the page says the same.

    The link that undoes it is not replaced by the next change: who stole a session could else cover the trace.
    """
    hours = settings.LINK_HOURS.value()
    if holder := User.objects.filter(email=email).first():
        run.tell(notices.AddressTaken(to=recipient(holder)))
    else:
        link = tokens.address("/compte/securite/courriel/", tokens.issue(user, Kind.EMAIL, new_email=email))
        run.tell(notices.ConfirmEmail(to=Recipient(email=email), link=link, hours=hours))
    undo = tokens.issue(user, Kind.DISOWN, new_email=user.email, replacing=False)
    link = tokens.address("/connexion/pas-moi/", undo)
    run.tell(notices.EmailChanging(to=recipient(user), at=run.now, link=link, hours=hours))


def ask_proof(user: User, run: Run) -> None:
    """An address that a file gave for this person is theirs once the link sent there is followed."""
    link = tokens.address("/compte/securite/courriel/", tokens.issue(user, Kind.EMAIL, new_email=user.email))
    run.tell(notices.ProveEmail(to=recipient(user), link=link, hours=settings.LINK_HOURS.value()))


def confirm(user: User, run: Run, *, link: OneUseToken) -> None:
    """The link of the mailbox was followed. When it is another one, the former may still undo it."""
    tokens.spend(link)
    former = recipient(user)
    user.email = link.new_email
    user.email_verified_at = run.now
    if former.email == user.email:
        return
    for to in (former, recipient(user)):
        run.tell(notices.EmailChanged(to=to, at=run.now, email=user.email))


def disown(user: User, run: Run, *, link: OneUseToken) -> None:
    """« Ce n’était pas moi »: the address comes back, nobody is signed in, the password opens nothing."""
    tokens.spend(link)
    tokens.drop(user)
    user.email = link.new_email
    sessions.end_all(user.pk)
    password_acts.send_link(user, run)
    user.set_unusable_password()
