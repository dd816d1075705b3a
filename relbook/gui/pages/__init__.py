"""Pages: the middle of the window."""
