"""The ledger: what was given and received, and what is open, between me and whom one attends to."""

from relbook.gui.panels.ledger.panel import LedgerPanel

__all__ = ["LedgerPanel"]
