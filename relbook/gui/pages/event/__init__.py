"""The page about an event, and the way back to it."""

from relbook.gui.pages.event.back import BackToEvent
from relbook.gui.pages.event.page import EventPage

__all__ = ["BackToEvent", "EventPage"]
