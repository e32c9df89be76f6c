"""What people are told of a bilan and of a certificate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Message
from kairos.foundation.messages.message import Link
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments.messages import person_of, recipient, said_why


@dataclass(frozen=True)
class ReviewShared(Message):
    title_: str
    provider: str
    link: str
    reason: str

    subject = "Le bilan de votre formation"

    def body(self) -> Sequence[str | Link]:
        corrected = [f"Il remplace la version précédente. Le motif donné : {self.reason}"] if self.reason else []
        return [
            "Bonjour,",
            f"{self.provider} a écrit le bilan de « {self.title_} » et le partage avec vous et votre conseiller.",
            *corrected,
            Link("Lire mon bilan", self.link),
        ]


@dataclass(frozen=True)
class ReviewSharedOf(Message):
    who: str
    title_: str
    link: str

    subject = "{who} : bilan de formation partagé"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"{self.who} : le bilan de « {self.title_} » est partagé.", Link("Le lire", self.link)]


@dataclass(frozen=True)
class ReviewWithdrawn(Message):
    title_: str
    provider: str
    reason: str

    subject = "Le bilan de votre formation est retiré"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"{self.provider} a retiré le bilan de « {self.title_} ».", said_why(self.reason)]


@dataclass(frozen=True)
class ReviewWithdrawnOf(Message):
    who: str
    title_: str
    reason: str

    subject = "{who} : bilan de formation retiré"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} : l’organisme a retiré le bilan de « {self.title_} ».",
            said_why(self.reason),
        ]


def shared(row: FinalReview) -> Iterator[Message]:
    """To the person, and to whoever follows them now."""
    person = person_of(row.person_id)
    yield ReviewShared(recipient(person), row.title, row.provider, tokens.address("/candidat/bilans/", ""), row.reason)
    if person.adviser is not None:
        for one in recipients_of([person.adviser.user_id]):
            theirs = tokens.address(f"/conseiller/personnes/{person.pk}/bilans/", "")
            yield ReviewSharedOf(one, person.full_name, row.title, theirs)


def withdrawn(row: FinalReview, reason: str) -> Iterator[Message]:
    """To whoever was told of it."""
    person = person_of(row.person_id)
    yield ReviewWithdrawn(recipient(person), row.title, row.provider, reason)
    if person.adviser is not None:
        for one in recipients_of([person.adviser.user_id]):
            yield ReviewWithdrawnOf(one, person.full_name, row.title, reason)


@dataclass(frozen=True)
class CertificateIssued(Message):
    title_: str
    link: str

    subject = "Votre certificat de réalisation"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le certificat de réalisation de « {self.title_} » est délivré. Gardez-le : son code dit à qui vous le "
            "montrez qu’il est authentique.",
            Link("Mes documents", self.link),
        ]


def issued(row: IssuedCertificate) -> Iterator[Message]:
    person = person_of(row.person_id)
    yield CertificateIssued(recipient(person), row.enrolment.title, tokens.address("/candidat/documents/", ""))
