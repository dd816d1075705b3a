"""Panels: each shows the book through the Focus, and sets the Focus."""
