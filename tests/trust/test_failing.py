"""Some of the failing writes of ``python -m tests.trust``: refused in a sentence, nothing lost."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.trust import failing

# Each kind fails at some writes of many, and all acts of the hour are done.
STRIDES = {"max_page_count": 8, "RLIMIT_FSIZE": 60, "read-only folder": 1, "full disk": 60}


@pytest.mark.skipif(sys.platform == "win32", reason="has none of these limits")
@pytest.mark.parametrize("kind", failing.KINDS)
def test_a_write_that_fails_is_told_in_a_sentence_and_nothing_is_lost(kind: str) -> None:
    with tempfile.TemporaryDirectory(prefix="relbook-writes-") as place:  # anyone's to walk into
        if kind == "full disk" and not failing.may_mount(Path(place)):
            pytest.skip("no disk may be mounted here")
        if kind == "read-only folder" and os.geteuid() == 0 and not Path("/").stat().st_mode & 0o1:
            pytest.skip("nobody but root may come here: a root folder closed to others")
        outcome = failing.fail(kind, Path(place), STRIDES[kind])
    assert outcome.lost == []
    assert outcome.attacks > 5
