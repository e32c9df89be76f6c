"""Work done after the act: jobs (deferred with the data that asked for them) and sweeps (what time makes due)."""

from kairos.foundation.jobs.tasks import job, sweep, sweeps

__all__ = ["job", "sweep", "sweeps"]
