"""Processes that serve people refuse to start on an unsafe configuration."""

from kairos.operations.errors import CannotRun


def refuse_if_unsafe() -> None:
    """Raise CannotRun with every reason, one a line, when the settings or the database role are unsafe."""
    from kairos.config.checks import refusals

    if reasons := refusals():
        raise CannotRun("\n".join(reasons))
