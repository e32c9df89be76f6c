"""What enrolments ask of packages above before a training begins, or is said otherwise."""

from kairos.foundation.guards import GuardPoint

before_ais = GuardPoint("enrolments.before_ais")
"""Before an AIS, and before its plan changes: an approved quote, when the training asks for one. details: `hours`,
`modules`."""
before_correction = GuardPoint("enrolments.before_correction")
"""Before days already declared are said otherwise (entry, exit, interruption, plan): what counts on them may object.
details: those of the act."""
