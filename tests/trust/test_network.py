"""Nothing leaves: the whole program is used, and neither goes to the internet nor where cards point."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.kills import ROOT, environment

LIMIT = 120  # seconds
STRACE = ["strace", "-f", "-qq", "-e", "trace=network,openat,open,execve", "-o"]
CARD = """BEGIN:VCARD
VERSION:{version}
FN:Card {name} of {version}
{lines}
END:VCARD
"""


def cards(port: int, secret: Path) -> str:
    """Cards that name what they should not: a server of ours, a file of ours."""
    there, here = f"http://127.0.0.1:{port}", secret.as_uri()
    people = {
        "one": f"PHOTO;VALUE=uri:{there}/face.jpg\nLOGO;VALUE=uri:{there}/logo.png",
        "two": f"PHOTO;VALUE=uri:{here}\nSOUND;VALUE=uri:{here}",
        "three": f"PHOTO:{there}/face.jpg\nURL:{there}/\nKEY;VALUE=uri:{here}\nSOURCE:{there}/me",
        "four": f'NOTE:<img src="{there}/spy.png"><link rel="stylesheet" href="{there}/x.css">',
        "five": f'NOTE:<img src="{here}">\nORG:<img src="{there}/org.png">\nTITLE:<a href="{here}">',
        "six": f"PHOTO:{here}\nPHOTO;VALUE=uri:\\\\\\\\127.0.0.1\\\\share\\\\face.jpg",
    }
    return "".join(
        CARD.format(version=version, name=name, lines=lines)
        for name, lines in people.items()
        for version in ("3.0", "4.0")
    )


@pytest.mark.parametrize("how", ["heard", "traced"])
def test_the_whole_program_opens_no_connection_and_no_file_that_a_card_names(
    how: str, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "tests.trust.session", str(tmp_path / "own")]
    if how == "traced":
        if not shutil.which("strace"):
            pytest.skip("no strace here: what Python does is heard all the same")
        command = [*STRACE, str(trace), *command]
    secret = tmp_path / "named-in-a-card.png"
    secret.write_bytes(b"\x89PNG secret")
    (tmp_path / "own").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        (tmp_path / "own" / "cards.vcf").write_text(cards(server.getsockname()[1], secret))
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment() | {"RELBOOK_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        with pytest.raises(BlockingIOError):
            server.accept()
    assert done.returncode == 0, done.stderr
    *noted, (end, made) = map(json.loads, done.stdout.splitlines())
    assert noted == []
    assert end == "end"
    assert {"sheet.pdf", "all.html", "all.vcf", "all.csv", "book.relbook"} <= set(made)
    if how == "traced":
        seen = trace.read_text(errors="replace")
        assert "cards.vcf" in seen  # it did look
        assert re.findall(r".*(?:AF_INET|named-in-a-card).*", seen) == []
        assert len(re.findall(r"execve\(.* = 0", seen)) == 1  # and began no other program
