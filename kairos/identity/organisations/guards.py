"""The questions a provider's file puts to later packages."""

from kairos.foundation.guards import GuardPoint

before_edit = GuardPoint("organisations.guards.before_edit")
"""(organisation, actor, details): why the file cannot be changed now, a request being decided or a membership."""
