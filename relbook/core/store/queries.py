"""Peewee's queries, on the connections of a book."""

from typing import Any

import peewee

from relbook.core.store.file import Connections


class _Database(peewee.SqliteDatabase):
    """What Peewee takes for the database: it never opens or closes the file itself."""

    def __init__(self, connections: Connections) -> None:
        super().__init__(None)
        self._connections = connections

    def connection(self) -> Any:
        return self._connections.connection()

    def cursor(self, named_cursor: object = None) -> Any:
        del named_cursor
        return self.connection().cursor()


def execute(query: peewee.Query, connections: Connections) -> Any:
    """Run `query` on this thread's connection; what the driver raises passes as it is."""
    try:
        return query.execute(_Database(connections))
    except peewee.PeeweeException as fault:
        raise getattr(fault, "orig", fault) from None
