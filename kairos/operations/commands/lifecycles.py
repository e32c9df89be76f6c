"""The lifecycles: states, and the one table of acts of each, as data or as charts."""

import argparse
from typing import TYPE_CHECKING, Any

from kairos.operations import listing

if TYPE_CHECKING:
    from kairos.foundation.engine import Act, Lifecycle

NAME = "lifecycles"
HELP = "Lister les états et les actes de chaque cycle de vie"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="répondre en JSON")
    forms.add_argument("--mermaid", action="store_true", help="dessiner chaque cycle de vie (Mermaid)")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.engine import lifecycles

    found = list(lifecycles().values())
    if options.mermaid:
        print("\n\n".join(_chart(lifecycle) for lifecycle in found))
        return 0
    rows = [_described(lifecycle) for lifecycle in found]
    if not options.json:
        rows = [{"lifecycle": row["name"]} | act for row in rows for act in row["acts"]]
    listing.show(rows, as_json=options.json, columns=("lifecycle", "name", "from", "to", "who", "label"))
    return 0


def _described(lifecycle: "type[Lifecycle]") -> dict[str, Any]:
    return {
        "name": lifecycle.name,
        "model": lifecycle.model._meta.label,
        "states": [state.value for state in lifecycle.states or ()],
        "acts": [_act(act) for act in lifecycle.acts()],
    }


def _act(act: "Act") -> dict[str, Any]:
    return {
        "name": act.name,
        "from": _sources(act),
        "to": act.target,
        "who": act.permission,
        "guards": [_guard(guard) for guard in act.guards],
        "label": act.label,
    }


def _sources(act: "Act") -> list[str] | None:
    """None creates; every state of the lifecycle for an act open in all of them."""
    if act.creates:
        return None
    return [state.value for state in act.lifecycle.states or () if act.starts_from(state)]


def _guard(guard: Any) -> str:
    return getattr(guard, "__name__", type(guard).__name__)


def _chart(lifecycle: "type[Lifecycle]") -> str:
    lines = [f"%% {lifecycle.name}", "stateDiagram-v2"]
    lines += [f"  {state.value}: {state.label}" for state in lifecycle.states or ()]
    for act in lifecycle.acts():
        lines += [f"  {start} --> {end}: {act.label}" for start, end in _arrows(act)]
    return "\n".join(lines)


def _arrows(act: "Act") -> list[tuple[str, str]]:
    """A lifecycle without states is drawn as one, under its name."""
    default = act.lifecycle.states and act.lifecycle.model._meta.get_field("state").get_default()
    alone = act.lifecycle.name
    if act.creates:
        return [("[*]", str(act.target or default or alone))]
    return [(start, str(act.target or start)) for start in _sources(act) or [alone]]
