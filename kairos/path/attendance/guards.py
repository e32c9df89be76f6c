"""What attendance asks of packages above, and answers to those below."""

from kairos.foundation.guards import GuardPoint

before_correction = GuardPoint("attendance.before_correction")
"""Before a month that was submitted is said otherwise: what is invoiced may object. details: `reason`."""
