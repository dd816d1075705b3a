"""From files into the book: looked at, matched, planned, and taken in one edit."""
