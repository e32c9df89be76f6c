"""« Quoi de neuf »: the changelog of the repository, read once."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import kairos

CHANGELOG = Path(kairos.__file__).resolve().parents[1] / "CHANGELOG.md"


class Block(NamedTuple):
    """kind: h2, h3, list or text; lines: its words, one a point of the list."""

    kind: str
    lines: tuple[str, ...]


@cache
def blocks() -> list[Block]:
    return parse(CHANGELOG.read_text(encoding="utf-8"))


def parse(text: str) -> list[Block]:
    """Headings, lists and paragraphs of a Markdown file, its own title set aside; everything else is plain text."""
    found: list[Block] = []
    for paragraph in text.split("\n\n"):
        for kind, words in map(_line, _joined(paragraph)):
            if kind == "list" and found and found[-1].kind == "list":
                found[-1] = Block("list", (*found[-1].lines, words))
            elif kind != "title":
                found.append(Block(kind, (words,)))
    return found


def _joined(paragraph: str) -> list[str]:
    """The lines of a paragraph, what runs over several put together again."""
    lines: list[str] = []
    for line in filter(str.strip, paragraph.splitlines()):
        if lines and not line.startswith(("#", "-")) and not lines[-1].startswith("#"):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def _line(line: str) -> tuple[str, str]:
    for mark, kind in (("### ", "h3"), ("## ", "h2"), ("# ", "title"), ("- ", "list")):
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "text", line
