"""What the addresses of visitors stand for."""

from tests.support.people import People
from tests.support.targets import Target, target


@target("public:activate")
def a_link_that_opens_nothing(people: People) -> Target:
    return Target({"token": "aucun-compte-n-attend-ce-lien"})


@target("public:verified")
def a_code_that_no_paper_bears(people: People) -> Target:
    return Target({"code": "ABCD-EFGH-2345-6789"})
