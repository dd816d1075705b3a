"""Relbook: an address book for people who care about people."""

__version__ = "0.1.0"
