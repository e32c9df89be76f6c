"""Lists on the command line: JSON for programs, aligned columns for people."""

import json
from collections.abc import Iterable, Sequence
from typing import Any


def show(rows: Sequence[dict[str, Any]], *, as_json: bool, columns: Iterable[str]) -> None:
    print(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else _table(rows, list(columns)))


def _table(rows: Sequence[dict[str, Any]], columns: list[str]) -> str:
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str("–" if value is None else value)
