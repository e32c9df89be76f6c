"""One door for every write: `engine.run(act, subject, actor, **details)`."""

from kairos.foundation.engine.lifecycle import ANY, Act, Lifecycle, lifecycles
from kairos.foundation.engine.running import Run, available, obstacles, run
from kairos.foundation.engine.several import perform_each, rehearse, run_each, run_within

__all__ = [
    "ANY",
    "Act",
    "Lifecycle",
    "Run",
    "available",
    "lifecycles",
    "obstacles",
    "perform_each",
    "rehearse",
    "run",
    "run_each",
    "run_within",
]
