"""Dialogs: what is asked apart from the window."""
