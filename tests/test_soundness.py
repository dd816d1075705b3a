"""The Python and Qt beneath us can be trusted with long sessions."""

import sys

import pytest
from PySide6.QtCore import QObject


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there (PEP 683)")
def test_calls_into_qt_give_back_the_none_they_borrow() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one reference to None a call, and aborts at none."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - 50
