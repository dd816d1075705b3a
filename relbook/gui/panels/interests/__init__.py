"""The interests panel: what people care for and work in, and with whom it is shared."""

from relbook.gui.panels.interests.panel import InterestsPanel

__all__ = ["InterestsPanel"]
