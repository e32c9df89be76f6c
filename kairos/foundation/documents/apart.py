"""Rendering in a short process of its own: the web process stays small, typst never enters it.

`python -m kairos.foundation.documents.apart` reads a `Source` as JSON and writes the PDF.
"""

import json
import subprocess
import sys
from pathlib import Path

from kairos.foundation.documents import PDF, ROOT, D, DocumentTemplate, Source, Unrenderable, source, typeset

_PATIENCE = 60
"""Seconds before the process is given up and killed."""


def render_apart(template: DocumentTemplate[D], data: D) -> bytes:
    """The same bytes as `render`, about 50 ms more. Raises `Unrenderable`, TypeError for another dataclass."""
    return typeset_apart(source(template, data))


def typeset_apart(given: Source) -> bytes:
    """The PDF. Raises `Unrenderable`, whose message may quote the document: not for a log."""
    name = Path(given.file).name
    try:
        made = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(given).encode(),
            capture_output=True,
            cwd=ROOT.parent,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unrenderable(f"{name}: still not done after {_PATIENCE} s") from error
    if made.returncode:
        raise Unrenderable(f"{name}: {made.stderr.decode(errors='replace')[-500:]}")
    return made.stdout


def main() -> None:
    sys.stdout.buffer.write(typeset(Source(*json.load(sys.stdin.buffer)), **PDF))


if __name__ == "__main__":
    main()
