"""The small things the window is made of; each knows the theme and nothing of the book."""
