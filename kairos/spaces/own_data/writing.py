"""One's own data as two files in one: for a machine, and for whoever reads."""

import io
import json
import zipfile
from datetime import datetime

from django.template import engines

from kairos.design import french
from kairos.foundation.clock import PARIS
from kairos.spaces.own_data.reading import Rows
from kairos.spaces.own_data.sections import LEFT_OUT, Section

FORMAT = "kairos-mes-donnees/1"
"""Of `docs/formats/own-data.md`."""
JSON, HTML = "mes-donnees.json", "mes-donnees.html"


def packed(found: list[tuple[Section, Rows]], name: str, operator: str, now: datetime) -> bytes:
    """A ZIP of the two files. name: of the person; operator: who runs this Kairos."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in ((JSON, _json(found, operator, now)), (HTML, _page(found, name, operator, now))):
            info = zipfile.ZipInfo(file, now.astimezone(PARIS).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return target.getvalue()


def _json(found: list[tuple[Section, Rows]], operator: str, now: datetime) -> str:
    whole = {"format": FORMAT, "made_at": now.isoformat(), "operator": operator}
    whole |= {section.name: rows for section, rows in found}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _page(found: list[tuple[Section, Rows]], name: str, operator: str, now: datetime) -> str:
    template = engines["jinja2"].get_template("jobseeker/own_data.html")
    return template.render(
        {"sections": [(section, _said(section, rows)) for section, rows in found], "name": name, "operator": operator,
         "made": french.moment(now, PARIS), "left_out": list(LEFT_OUT.values())}
    )  # fmt: skip


def _said(section: Section, rows: Rows) -> list[list[tuple[str, str]]]:
    """What is empty is not shown."""
    return [
        [(one.label, said) for one in section.shown if (said := one.say(row[one.key]))]
        for row in rows
    ]  # fmt: skip
