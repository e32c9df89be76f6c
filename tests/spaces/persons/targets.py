"""What the addresses of people, agencies and stops stand for."""

from kairos.people.access.models import ReadingStop
from tests.people import factories
from tests.people.test_loading import line, send
from tests.support.agencies import followed, read_by, row_of
from tests.support.people import People
from tests.support.targets import Target, target

OPERATOR = ("instructor", "supervisor")


@target("kairos.people.access.queries.person")
def job_seeker_read(people: People) -> Target:
    """Read by the adviser and by a provider; by the operator only during an intervention."""
    row = followed(people.adviser)
    read_by(people.organisation_m.pk, row)
    return Target({"key": row.pk}, seen_by=("manager", "adviser"))


@target("kairos.spaces.persons.stopped.stop")
def reading_stop(people: People) -> Target:
    row: ReadingStop = factories.stopped(people)
    return Target({"key": row.pk}, seen_by=("adviser", "agency_head", *OPERATOR))


@target("kairos.spaces.agency.team.adviser")
def agency_adviser(people: People) -> Target:
    return Target({"key": row_of(people.adviser).pk}, seen_by=("adviser", "agency_head", *OPERATOR))


@target("kairos.spaces.agency.team.cover_of")
def agency_cover(people: People) -> Target:
    return Target({"key": factories.cover(people).pk}, seen_by=("adviser", "agency_head"))


@target("kairos.spaces.operator.agencies.agency")
def agency_opened(people: People) -> Target:
    everyone = tuple(one.label for one in people.everyone() if one.user and one.label != "visitor")
    return Target({"key": row_of(people.adviser).agency_id}, seen_by=everyone)


@target("jobseeker:activate")
def activation_link(people: People) -> Target:
    return Target({"token": "x" * 43})


@target(*(f"agency:files_{page}" for page in ("run", "match", "again", "take", "abandon", "errors")))
def portfolios(people: People) -> Target:
    """A line to take, and one that is refused."""
    return Target(
        {"key": send(people.agency_head, line("1234567A"), line("12")).pk}, seen_by=("agency_head", "adviser")
    )


@target("agency:files_send", "agency:files_model_csv", "agency:files_model_xlsx")
def portfolio_kind(people: People) -> Target:
    return Target({"name": "portfolios"}, seen_by=tuple(one.label for one in people.everyone() if one.user))
