"""Relbook: an address book for people who care about people."""

__version__ = "0.1.0"

APP_ID = "io.github.relbook.Relbook"  # of the desktop file, the icon, the bundle; one everywhere
HOME = "https://github.com/relbook/relbook"
