"""From the files of this folder to the database: what was once published is never changed."""

from datetime import date, timedelta

from django.db.models import QuerySet

from kairos.foundation import clock, journal
from kairos.foundation.actor import system
from kairos.foundation.prepared import prepared
from kairos.identity.memberships import terms
from kairos.identity.memberships.models import TermsVersion
from kairos.identity.memberships.terms import Clause, Terms


class PublishedOtherwise(Exception):
    """A version already published reads differently in this folder; its number."""


def publish() -> None:
    """Write the versions the database does not have yet; to be run in a system scope, as often as one likes.

    Raises PublishedOtherwise.
    """
    published = dict(TermsVersion.objects.values_list("version", "sha256"))
    for version in terms.versions():
        written = terms.load(version)
        if published.get(version, written.sha256) != written.sha256:
            raise PublishedOtherwise(version)
        if version not in published:
            _publish(written)


def announce(written: Terms, least: int) -> None:
    """One more version, which members accept before it is in force, `least` days from now at least. In a system scope.

    Raises TooSoon, PublishedOtherwise.
    """
    if TermsVersion.objects.filter(version=written.version).exists():
        raise PublishedOtherwise(written.version)
    soonest = max(clock.today() + timedelta(days=least), newest().effective_from + timedelta(days=1))
    if written.effective_from < soonest:
        raise TooSoon(soonest)
    _publish(written)
    journal.happened(system("terms"), "terms.published", version=written.version, sha256=written.sha256)


class TooSoon(Exception):
    """Members have no time to read it; the first day that is possible."""

    def __init__(self, soonest: date):
        super().__init__(soonest)
        self.soonest = soonest


def _publish(written: Terms) -> None:
    TermsVersion.objects.create(
        version=written.version,
        effective_from=written.effective_from,
        title=written.title,
        clauses=[
            {"number": clause.number, "heading": clause.heading, "paragraphs": list(clause.paragraphs)}
            for clause in written.clauses
        ],
        sha256=written.sha256,
    )


def current(on: date | None = None) -> TermsVersion:
    """The version in force on a day (today by default). Raises TermsVersion.DoesNotExist before the first one."""
    return _in_force.get(on or clock.today())


@prepared
def _in_force(on: date) -> QuerySet[TermsVersion]:
    return TermsVersion.objects.filter(effective_from__lte=on).order_by("-effective_from", "-version")[:1]


def newest() -> TermsVersion:
    """The last version published, in force or not yet."""
    return TermsVersion.objects.order_by("-effective_from", "-version")[:1].get()


def as_published(row: TermsVersion) -> Terms:
    """The words of a published version, from the database, whatever became of its file."""
    clauses = (Clause(clause["number"], clause["heading"], tuple(clause["paragraphs"])) for clause in row.clauses)
    return Terms(row.version, row.effective_from, row.title, tuple(clauses))
