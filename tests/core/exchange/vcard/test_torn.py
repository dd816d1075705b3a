"""Files torn off anywhere: whatever comes is read or reported, and nothing else raised."""

import io
from pathlib import Path

import pytest

from relbook.core.errors import FileUnreadable
from relbook.core.exchange import vcard

FILES = sorted((Path(__file__).parents[3] / "files" / "vcard").glob("*.vcf"))


def use(data: bytes) -> None:
    """Read `data` and everything in it, and write it again."""
    try:
        for found in vcard.read(io.BytesIO(data)):
            if isinstance(found, vcard.Card):
                person = found.person()
                vcard.to_bytes(found)
                vcard.to_bytes(vcard.build(person))
    except FileUnreadable:
        pass


@pytest.mark.parametrize(
    "name",
    [
        "utf16-be-bom",
        "quoted-printable-soft-breaks",
        "photo-base64-bare",
        "group-labels",
        "agent-nested",
    ],
)
def test_cut_anywhere(name: str) -> None:
    data = next(path for path in FILES if path.stem == name).read_bytes()
    for end in range(len(data)):
        use(data[:end])


def test_cut_after_a_name_that_runs_over_lines() -> None:
    (card, problem) = vcard.read(io.BytesIO(b"BEGIN:VCARD\nN:Lovelace;Ada\nFN:Ada\nLovelace"))
    assert isinstance(card, vcard.Card)
    assert isinstance(problem, vcard.Problem)
    assert card.person().name == "Ada Lovelace"
