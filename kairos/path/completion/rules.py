"""What a bilan says, and what it must say. Pure functions of plain values.

No official form of the bilan is published: the parts are those of the field (facts, § 7), the result of a certification
in the words of the registers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

CONTENT = ("goals", "reached", "certification", "skills", "recommendation", "job")
LACKING = {
    "goals": "Écrivez les objectifs de la formation et ce qui a été atteint.",
    "reached": "Dites si les objectifs sont atteints.",
    "certification": "Dites le résultat de la certification, ou qu’il n’y en a pas.",
    "job": "Dites si la personne a trouvé un emploi, ou que vous ne le savez pas.",
}
"""Field → what to do when it is empty. Skills and recommendation may stay empty."""


def lacking(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, remedy) for name, remedy in LACKING.items() if not said[name])
