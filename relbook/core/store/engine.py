"""Which SQLite a book is read and written with."""

import contextlib

from sqlcipher3 import dbapi2 as sqlite


def versions() -> tuple[str, str]:
    """The version of SQLite, and of SQLCipher within it; "" where that does not say."""
    with contextlib.closing(sqlite.connect(":memory:")) as connection:
        told = connection.execute("PRAGMA cipher_version").fetchone()
    return str(sqlite.sqlite_version), str(told[0]).split(" ")[0] if told else ""
