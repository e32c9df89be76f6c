"""The automatic checks of an application: what is declared against what registers and Kairos itself know.

`gathering` reads, `findings` compares: pure functions of one `Case`, in the order they are shown.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from kairos.identity.memberships.checks.findings import CHECKS
from kairos.identity.memberships.checks.gathering import gather


def examine(application: UUID) -> list[dict[str, Any]]:
    """Every finding on an application, as stored with it. Run in a system scope."""
    case = gather(application)
    return [asdict(check(case)) | {"at": case.at.isoformat()} for check in CHECKS]
