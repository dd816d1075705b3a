"""The people panel: search box, filter in words, how many are shown, and the list."""

from relbook.gui.panels.people.panel import PeoplePanel

__all__ = ["PeoplePanel"]
