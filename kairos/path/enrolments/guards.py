"""What enrolments ask of packages above before a training begins, or is said otherwise."""

from kairos.foundation.guards import GuardPoint

before_ais = GuardPoint("enrolments.before_ais")
"""Before an AIS, and before its plan changes: an approved quote, when the training asks for one. details: `hours`,
`modules`."""
before_correction = GuardPoint("enrolments.before_correction")
"""Before days already declared are said otherwise (entry, exit, interruption, plan): what counts on them may object.
details: those of the act."""
before_exit = GuardPoint("enrolments.before_exit")
"""Before somebody is declared out: the days after `on` are theirs no more. details: `on`, and those of the act."""
before_pause = GuardPoint("enrolments.before_pause")
"""Before an interruption or a return: the days from `on` on change. details: `on`, and those of the act."""
