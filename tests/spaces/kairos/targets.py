"""What the addresses of Kairos for the provider stand for."""

from tests.support import catalogue
from tests.support.people import People
from tests.support.targets import Target, target

FILES = ("run", "match", "again", "take", "abandon", "errors")
KINDS = ("send", "model_csv", "model_xlsx", "export")


@target("kairos.offer.catalogue.queries.session")
def session(people: People) -> Target:
    """A draft: everything but what only a published one offers."""
    return Target({"key": catalogue.drafted(catalogue.planner(people)).pk}, seen_by=("manager",))


@target(*(f"kairos:files_{name}" for name in FILES))
def file(people: People) -> Target:
    """Refused lines and good ones."""
    return Target({"key": catalogue.sent(people).pk}, seen_by=("manager",))


@target(*(f"kairos:files_{name}" for name in KINDS))
def kind(people: People) -> Target:
    return Target({"name": "sessions"}, seen_by=tuple(one.label for one in people.everyone() if one.user))
