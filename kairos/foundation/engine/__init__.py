"""One door for every write: `engine.run(act, subject, actor, **details)`."""

from kairos.foundation.engine.lifecycle import ANY, Act, Lifecycle, lifecycles
from kairos.foundation.engine.running import Run, available, obstacles, run

__all__ = ["ANY", "Act", "Lifecycle", "Run", "available", "lifecycles", "obstacles", "run"]
