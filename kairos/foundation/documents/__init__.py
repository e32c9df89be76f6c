"""Documents: a typst template and the dataclass it takes → a tagged PDF/A-3a and PDF/UA-1, always the same bytes.

The data reaches the template as JSON, never as typst: what people type cannot become markup. Conformity is declared
by typst, not checked by a validator.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from kairos.foundation.clock import PARIS

if TYPE_CHECKING:
    import typst

#: Templates may include each other below this folder, and nothing outside it.
ROOT = Path(__file__).resolve().parents[2]
_FONTS = Path(__file__).parent / "fonts"
PDF = {"format": "pdf", "pdf_standards": ["a-3a", "ua-1"]}
_UNSHOWABLE = "□"
#: A word longer than a SHA-256 in figures may be broken anywhere, every so many characters.
_ENDLESS_WORD = re.compile(r"\S{65,}")
_PIECE = re.compile(r"(\S{32})")


class Document(Protocol):
    """What every document says: `dated`, the aware instant it speaks of, which is also that of the file."""

    dated: datetime


D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class DocumentTemplate(Generic[D]):
    """A typst file under the `kairos` package and the dataclass it takes.

    The template reads `json(bytes(sys.inputs.data))`: instants and dates as ISO text in Paris time, bytes as
    lists of numbers, everything else as it is.
    """

    file: Path
    takes: type[D]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends: the operator. `logo` is the content of an SVG, PNG or JPEG file, empty for none."""

    name: str
    address_lines: tuple[str, ...] = ()
    contact_lines: tuple[str, ...] = ()
    logo: bytes = b""


class Source(NamedTuple):
    """A template, by its place below `ROOT`, and its data as typst takes them; `dated` in seconds since 1970."""

    file: str
    data: str
    dated: int


class Unrenderable(RuntimeError):
    """typst refused: a mistake in a template, or a logo that is no image."""


def render(template: DocumentTemplate[D], data: D) -> bytes:
    """The PDF. The same data gives the same bytes. Raises `Unrenderable`, TypeError for another dataclass.

    A character no bundled font can show becomes □. 7 to 40 ms on one core.
    """
    return _compile(template, data, **PDF)


def marked(template: DocumentTemplate[D], data: D) -> D:
    """The same paper bearing as `sha256` the hash of all it says beside that."""
    said = source(template, dataclasses.replace(data, sha256="")).data
    return dataclasses.replace(data, sha256=sha256(said.encode()))


def preview(template: DocumentTemplate[D], data: D, ppi: float = 96) -> list[bytes]:
    """Each page as PNG, for tests and for looking at a template."""
    pages = _compile(template, data, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def sha256(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def _compile(template: DocumentTemplate[D], data: D, **output: Any) -> Any:
    return typeset(source(template, data), **output)


def source(template: DocumentTemplate[D], data: D) -> Source:
    """What typst is given. Raises TypeError for another dataclass."""
    if not isinstance(data, template.takes):
        raise TypeError(f"{template.file.name} takes {template.takes.__name__}, not {type(data).__name__}")
    text = json.dumps(_plain(data), ensure_ascii=False)
    return Source(str(template.file.relative_to(ROOT)), text, int(data.dated.timestamp()))


def typeset(given: Source, **output: Any) -> Any:
    """typst itself, imported here and nowhere else. Raises `Unrenderable`."""
    import typst

    try:
        return typst.compile(
            ROOT / given.file,
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": given.data},
            timestamp=given.dated,
            **output,
        )
    except typst.TypstError as error:
        raise Unrenderable(f"{Path(given.file).name}: {error.diagnostic}") from error


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])


def _plain(value: Any) -> Any:
    """The value as JSON carries it to the template."""
    match value:
        case str():
            return _showable(value)
        case datetime():
            return value.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case bytes():
            return list(value)
        case tuple() | list():
            return [_plain(item) for item in value]
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        case _:
            return value


def _showable(text: str) -> str:
    shown = _not_covered().sub(_UNSHOWABLE, text)
    return _ENDLESS_WORD.sub(lambda word: _PIECE.sub("\\1\u200b", word[0]), shown)


@cache
def _not_covered() -> re.Pattern[str]:
    ranges = (_FONTS / "coverage.txt").read_text().split()
    return re.compile(f"[^\n{''.join(ranges)}]")
