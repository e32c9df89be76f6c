"""Processes that serve people refuse to start on an unsafe configuration."""

import sys

from kairos.operations.errors import CannotRun


def refuse_if_unsafe() -> None:
    """Raise CannotRun with every reason, one a line, when the settings or the database role are unsafe."""
    from kairos.config import checks, database_checks

    if reasons := checks.refusals() or database_checks.refusals():
        raise CannotRun("\n".join(reasons))
    for sentence in checks.warnings():
        print(sentence, file=sys.stderr)
