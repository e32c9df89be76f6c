"""Rules that the law or the operator may change: dated values with their source, never constants.

A package declares its settings at import (`TERM = declare(DatedSetting("membership.term_years", …))`) and asks
`TERM.value(on=date)`. The declaration carries the first value; values set on screen come after it, by date.
"""

from kairos.foundation.dated_settings.register import DatedSetting, declare, declared, expect_version, forget

__all__ = ["DatedSetting", "declare", "declared", "expect_version", "forget"]
