"""What the check of a file found, as it is kept on its row and shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kairos.foundation.imports.kinds import ImportKind, Line, Verdict
from kairos.foundation.imports.parsing import shown

SHOWN_ERRORS, SHOWN_LINES = 200, 10
WRITTEN_ERRORS = 50_000
"""Lines whose reasons stand in the error file; beyond, the first ones are enough to see what is wrong."""
LONGEST = 80


@dataclass(slots=True)
class Report:
    """`reasons`: by line, every reason in one text, for the error file; not kept on the row."""

    kind: ImportKind
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[dict[str, Any]] = field(default_factory=list)
    error_count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        return self.counts.total()

    @property
    def refused(self) -> int:
        return self.counts["refused"]

    @property
    def to_write(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED]

    def add(self, batch: Sequence[Line]) -> None:
        for line in batch:
            self.counts["refused" if line.errors else line.verdict] += 1
            if line.errors:
                self._note(line)
        if len(self.first) < SHOWN_LINES:
            good = (line for line in batch if not line.errors)
            self.first += [
                _shown(line, self.kind) for line, _ in zip(good, range(SHOWN_LINES - len(self.first)), strict=False)
            ]

    def _note(self, line: Line) -> None:
        headings = {column.key: column.heading for column in self.kind.columns}
        which = ", ".join(filter(None, (shown(line.values.get(key)) for key in self.kind.identity)))[:LONGEST]
        for key, message in line.errors:
            self.error_count += 1
            if len(self.errors) < SHOWN_ERRORS:
                said = {"line": line.number, "which": which, "heading": headings.get(key, ""), "message": message}
                self.errors.append(said)
        if len(self.reasons) < WRITTEN_ERRORS:
            parts = (f"{headings[key]} : {message}" if key in headings else message for key, message in line.errors)
            self.reasons[line.number] = " ".join(parts)

    def stored(self, blank: int = 0, totals: int = 0) -> dict[str, Any]:
        counts = {str(verdict): self.counts[verdict] for verdict in (*Verdict, "refused")}
        return {
            "counts": counts | {"blank": blank, "totals": totals},
            "errors": self.errors,
            "error_count": self.error_count,
            "first": self.first,
        }


def _shown(line: Line, kind: ImportKind) -> dict[str, Any]:
    values = kind.said(line.values) if kind.said else line.values
    cells = {column.key: shown(values.get(column.key))[:LONGEST] for column in kind.columns}
    return {"line": line.number, "verdict": str(line.verdict), "cells": cells}
