"""The floor: the file, its tables, the journal, and the one door to them, `Book`."""
