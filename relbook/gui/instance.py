"""Hears later starts of the program: what they hand over is checked, and told as a wish."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from relbook import handing
from relbook.handing import Claim, Wish

AT_ONCE = 8  # connections
DEADLINE = 3_000  # ms that one has to say what it wants
_log = logging.getLogger("relbook")


class Instance(QObject):
    """Hears at a local socket of this user alone, and says in the file of `claim` where.

    A message is one line that `Wish.from_bytes` reads. Whoever sends something else, or too much, or
    nothing for a while, is hung up on. Nothing of a message is run or kept.
    """

    wished = Signal(object)  # Wish

    def __init__(self, claim: Claim, lock: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claim, self._lock = claim, lock
        self._address = ""
        self._links: list[_Link] = []
        self._warned = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self) -> None:
        """Hear from now on; where that cannot be, later starts are programs of their own."""
        address = handing.place_to_hear(self._lock)
        if self._server.listen(address):
            self._address = address
            self._claim.tell(address)
        else:
            _log.warning("Later starts are not heard: %s", self._server.errorString())
            handing.leave_place(address)
            self._claim.release()

    def close(self) -> None:
        """Hear no more, and leave nothing behind."""
        self._claim.tell("")
        self._server.close()
        for link in tuple(self._links):
            link.hang_up()
        if self._address:
            handing.leave_place(self._address)
            self._address = ""

    def _greet(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            if len(self._links) >= AT_ONCE or not _is_ours(socket):
                socket.abort()
                socket.deleteLater()
                continue
            link = _Link(socket, self)
            self._links.append(link)
            link.wished.connect(self._tell)
            link.strange.connect(self._warn)
            link.gone.connect(self._forget)
            link.read()

    def _tell(self, wish: Wish) -> None:
        # The answer goes first: to do what is wished may take a while.
        QTimer.singleShot(0, self, lambda: self.wished.emit(wish))

    def _warn(self) -> None:
        if not self._warned:  # once: a log is not to be filled from outside
            self._warned = True
            _log.warning("Something else than a start of Relbook was heard, and left alone.")

    def _forget(self, link: "_Link") -> None:
        if link in self._links:
            self._links.remove(link)
            link.deleteLater()


class _Link(QObject):
    """One connection: a line is read from it and answered, in time, or it is hung up on."""

    wished = Signal(object)  # Wish
    strange = Signal()
    gone = Signal(object)  # itself

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        socket.setParent(self)
        socket.setReadBufferSize(handing.LONGEST + 1)
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(self.hang_up)
        self._deadline.start(DEADLINE)
        self._answered = False
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self._leave)

    def read(self) -> None:
        """See whether the line is complete, and answer it."""
        socket = self._socket
        if self._answered or not (
            socket.canReadLine() or socket.bytesAvailable() > handing.LONGEST
        ):
            return
        message = bytes(socket.readAll().data())
        try:
            wish = Wish.from_bytes(message)
        except ValueError:
            self.strange.emit()
            self._answer(handing.REFUSED)
        else:
            self.wished.emit(wish)
            self._answer(handing.TAKEN)

    def hang_up(self) -> None:
        """Say no more and hear no more."""
        self._answered = True
        self._socket.abort()
        self._leave()

    def _answer(self, answer: bytes) -> None:
        self._answered = True
        self._socket.write(answer)
        self._socket.flush()
        self._socket.disconnectFromServer()

    def _leave(self) -> None:
        self._deadline.stop()
        self.gone.emit(self)


def _is_ours(socket: QLocalSocket) -> bool:
    """Whether the same user is at the other end, as far as the system tells."""
    try:
        whose = handing.peer(int(socket.socketDescriptor()))
    except OSError:
        return False
    return whose is None or whose == handing.own_user()
