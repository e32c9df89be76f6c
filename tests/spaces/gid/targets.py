"""What the addresses of habilitations stand for."""

from tests.support import guidance, reviews
from tests.support.people import People
from tests.support.targets import Target, target
from tests.support.team import add_colleague, ask, propose

SEEN = ("manager", "instructor", "supervisor")
"""The operator's people see the rows, and are denied the pages."""
WAITING = "kairos.spaces.provider.gid.waiting"


@target(f"{WAITING}.request_of")
def request_of(people: People) -> Target:
    """The account manager sees it; and whoever asked."""
    return Target({"key": ask(add_colleague(people), "quotes.enter").pk}, seen_by=SEEN)


@target(f"{WAITING}.grant_of")
def grant_of(people: People) -> Target:
    add_colleague(people)
    return Target({"key": propose(people, "quotes.enter").pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.person_rights.person")
def person(people: People) -> Target:
    return Target({"key": add_colleague(people, "quotes.enter").affiliation.pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.reviews.review")
def review(people: People) -> Target:
    return Target({"key": reviews.signed(people).pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.person_page.person")
def member(people: People) -> Target:
    return Target({"key": add_colleague(people).affiliation.pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.procedure.published")
def procedure(people: People) -> Target:
    return Target({"key": guidance.published(people).pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.note.one")
def note(people: People) -> Target:
    return Target({"key": guidance.note(people).pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.team_messages.message")
def team_message(people: People) -> Target:
    return Target({"key": guidance.sent(people).pk}, seen_by=SEEN)


@target("kairos.spaces.provider.gid.own_help.entry_of")
def help_entry(people: People) -> Target:
    return Target({"key": guidance.answered(people).pk}, seen_by=SEEN)


@target("session:join")
def join(people: People) -> Target:
    return Target({"token": "un-lien-qui-n-existe-pas"})
