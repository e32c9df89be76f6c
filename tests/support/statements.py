"""Counting the statements of a page after its frame (transaction, scope, session, actor)."""

from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FRAME = "kairos_frame("
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK")


@contextmanager
def counted():
    """`with counted() as found:` … `found()` → the statements after the frame, or all when there is none."""
    with CaptureQueriesContext(connection) as captured:
        yield lambda: after_frame([query["sql"] for query in captured.captured_queries])


def after_frame(statements: list[str]) -> list[str]:
    """The frame's own, and the borders of the transaction, are left out; savepoints count."""
    loads = [place for place, sql in enumerate(statements) if FRAME in sql]
    rest = statements[loads[-1] + 1 :] if loads else statements
    return [sql for sql in rest if sql not in NOT_COUNTED]


def statements_of(client: Client, url: str) -> list[str]:
    """What a page asks once the process is warm (settings read, templates compiled)."""
    client.get(url)
    with counted() as found:
        response = client.get(url)
    assert response.status_code == 200, f"{url} → {response.status_code}"
    return found()


def assert_statements(client: Client, url: str, at_most: int) -> None:
    """Fails with the statements themselves when a page asks more than its budget."""
    found = statements_of(client, url)
    assert len(found) <= at_most, f"{url}: {len(found)} statements for {at_most}\n" + "\n".join(found)
