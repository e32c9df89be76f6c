"""What was measured, as a table to read and as files to compare."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from kairos.operations.bench.measuring import Measure
from kairos.operations.bench.serving import Figure

LATEST, AROUND = "latest.json", "around.json"


def write(folder: Path, measures: Sequence[Measure], figures: Sequence[Figure]) -> None:
    """`latest.json`: the pages; `around.json`: what is measured of the whole service."""
    _write(folder / LATEST, map(asdict, measures))
    _write(folder / AROUND, ({"name": f.name, "value": f.value, "unit": f.unit, "budget": f.budget} for f in figures))


def show(measures: Iterable[Measure], figures: Iterable[Figure]) -> None:
    print(f"\n{'page':<46}{'requêtes':>9}{'p50':>9}{'p95':>9}{'budget':>9}{'poids':>10}")
    for one in measures:
        weight = f"{one.bytes / 1000:.1f} ko"
        print(f"{one.name:<46}{one.statements:>9}{one.p50_ms:>9.2f}{one.p95_ms:>9.2f}{one.budget_ms:>9.0f}{weight:>10}")
    print()
    for one in figures:
        limit = "au plus" if one.most else "au moins"
        print(f"{one.name:<46}{one.value:>9} {one.unit:<8} {limit} {one.budget:g}")


def _write(path: Path, rows: Iterable[dict]) -> None:
    path.write_text(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n")
