"""The page about a person."""

from relbook.gui.pages.person.page import PersonPage

__all__ = ["PersonPage"]
