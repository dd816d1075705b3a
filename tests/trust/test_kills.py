"""A few of the kills of ``python -m tests.trust``, of every kind: nothing finished is lost."""

import os
from pathlib import Path

import pytest

from tests.trust import kills
from tests.trust.deed import Deed
from tests.trust.deeds import DEEDS
from tests.trust.edits import Undoing

KILLS = 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the nursery forks")
def test_whenever_the_program_is_killed_all_finished_edits_are_there() -> None:
    outcomes = list(kills.kill_all(KILLS, size=0.05, seed=1815))
    assert [fault for one in outcomes for fault in one.lost] == []
    assert sum(one.attacks for one in outcomes) == KILLS
    assert {one.name for one in outcomes} > {deed.name for deed in DEEDS}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_lost_edit_is_noticed(deed: type[Deed], tmp_path: Path) -> None:
    one = deed(size=0.02)
    one.prepare(tmp_path)
    with pytest.raises((AssertionError, IndexError)):
        one.verify(tmp_path, 3 if deed is Undoing else 1)
