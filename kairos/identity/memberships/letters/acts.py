"""What changes when an act on a posted letter is done."""

from uuid import UUID

from django.conf import settings as installation

from kairos.foundation import crypto, demonstration
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import provisional
from kairos.identity.memberships.letters import addresses, messages, rules
from kairos.identity.memberships.letters.addresses import Destination
from kairos.identity.memberships.letters.settings import POSTING_DAYS
from kairos.identity.memberships.models import AccessLetter

Kind, State, Basis = AccessLetter.Kind, AccessLetter.State, AccessLetter.Basis
PURPOSE = "access letter"


def prepare(letter: AccessLetter, run: Run, *, destination: Destination, secret: str = "") -> None:
    """`secret`: the one-use password of a PASSWORD letter, kept sealed until the letter is posted."""
    _send_to(letter, destination)
    letter.created_at = run.now
    letter.due_at = rules.due_at(run.now, POSTING_DAYS.value(), destination.postcode)
    letter.due_rule = rules.rule(POSTING_DAYS.version(), destination.postcode)
    letter.sealed_secret = crypto.seal(secret.encode(), PURPOSE) if secret else b""


def print_(letter: AccessLetter, run: Run, *, batch: UUID) -> None:
    letter.batch = batch
    letter.printed_at = run.now
    letter.printed_by_id = run.actor.user


def post(letter: AccessLetter, run: Run) -> None:
    if installation.KAIROS_MODE == "demo" and demonstration.is_marked():
        run.tell(messages.facsimile(letter, secret_of(letter)))
    run.tell(messages.Posted(to=messages.recipient(letter.user), kind=letter.get_kind_display().lower()))
    letter.posted_at = run.now
    letter.posted_by_id = run.actor.user
    letter.sealed_secret = b""


def readdress(letter: AccessLetter, run: Run, *, destination: Destination, both: bool = False) -> None:
    """`both`: the other letter of the pair goes there too, unless it left already."""
    _send_to(letter, destination)
    letter.batch = None
    other = _other(letter) if both else None
    if other and other.state != State.POSTED:
        run.perform(act_named("access_letter.readdress"), other, destination=destination)


def reissue(letter: AccessLetter, run: Run, *, reason: str, identity: str, both: bool = False) -> None:
    """The old letter opens nothing from now on; a new one of its kind is prepared, and of the other kind if `both`."""
    _void(letter, run, reason, identity)
    run.tell(messages.Reissued(messages.recipient(letter.user), kind=letter.get_kind_display().lower()))
    _prepare_again(letter, run)
    if both and (other := _other(letter)):
        run.perform(act_named("access_letter.reissue"), other, reason=reason, identity=identity)


def withdraw(letter: AccessLetter, run: Run, *, reason: str) -> None:
    """Nobody needs this letter any more."""
    _void(letter, run, reason)


def alarm(letter: AccessLetter, run: Run) -> None:
    letter.alarmed_at = run.now


def secret_of(letter: AccessLetter) -> str:
    """The provisional password of a letter not posted yet; empty for an identifier letter."""
    return crypto.unseal(letter.sealed_secret, PURPOSE).decode() if letter.sealed_secret else ""


def _send_to(letter: AccessLetter, destination: Destination) -> None:
    letter.address_lines = list(destination.lines)
    letter.address_basis = destination.basis
    letter.address_source = destination.source
    letter.postcode = destination.postcode


def _void(letter: AccessLetter, run: Run, reason: str, identity: str = "") -> None:
    """Written at once: there is one live letter of a kind."""
    letter.sealed_secret = b""
    letter.voided_at = run.now
    letter.voided_by_id = run.actor.user
    letter.void_reason = reason
    letter.identity_proof = identity
    run.write_now()
    if letter.kind == Kind.PASSWORD:
        provisional.void(letter.user, letter.organisation_id)


def _prepare_again(lost: AccessLetter, run: Run) -> None:
    letter = AccessLetter(
        organisation_id=lost.organisation_id,
        membership_id=lost.membership_id,
        user_id=lost.user_id,
        kind=lost.kind,
        recipient=lost.recipient,
        replaces=lost,
    )
    secret = provisional.issue(lost.user, lost.organisation_id) if lost.kind == Kind.PASSWORD else ""
    run.perform(act_named("access_letter.prepare"), letter, destination=_same_or_register(lost), secret=secret)


def _same_or_register(letter: AccessLetter) -> Destination:
    """A proved address stands; what the register says is asked again."""
    if letter.address_basis != Basis.PROOF:
        return addresses.in_register(letter.membership)
    return Destination(tuple(letter.address_lines), letter.postcode, Basis.PROOF, letter.address_source)


def _other(letter: AccessLetter) -> AccessLetter | None:
    """The live letter of the other kind, to the same person."""
    pair = AccessLetter.objects.filter(membership=letter.membership_id, user=letter.user_id)
    return pair.exclude(kind=letter.kind).exclude(state=State.VOID).first()
