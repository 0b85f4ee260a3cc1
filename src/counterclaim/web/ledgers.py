"""The ledger that is served: read by many threads at once, opened anew when the file is another than it was."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from pathlib import Path
from typing import Final

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger, View
from counterclaim.publish.profile import published
from counterclaim.store.opening import open_ledger

WAIT_S: Final = 2.0
"""How long a reader waits for a ledger that another process has locked, in seconds: then it is told to come back."""


class Ledgers:
    """Hands out views of one ledger; ``public``: they wear the publication profile.

    Raises LedgerError when it cannot be opened.
    """

    def __init__(self, location: str, *, public: bool) -> None:
        self.location = location
        self.public = public
        self._lock = threading.Lock()
        self._identity = self.identity()
        self._ledger: Ledger | None = self._open()

    def identity(self) -> str:
        """Return what tells this ledger from one put in its place; raises LedgerError when its file is gone."""
        if "://" in self.location:
            return ""
        try:
            file = Path(self.location).stat()
        except OSError as fault:
            raise LedgerError(f"the ledger {self.location} cannot be reached any more: {fault.strerror}") from None
        return f"{file.st_dev:x}-{file.st_ino:x}"

    def view(self) -> View:
        """Return a view of the ledger.  Raises LedgerError when it cannot be read."""
        return self.masked() if self.public else self._now()

    def masked(self) -> View:
        """Return a view that wears the publication profile, whatever the others do."""
        return published(self._now(), dt.datetime.now(dt.UTC))

    def _now(self) -> View:
        identity = self.identity()
        with self._lock:
            if self._ledger is None or identity != self._identity:
                before, self._ledger = self._ledger, None
                if before is not None:
                    with contextlib.suppress(LedgerError):
                        before.close()
                self._ledger, self._identity = self._open(), identity
            return self._ledger

    def _open(self) -> Ledger:
        return open_ledger(self.location, create=False, wait_s=WAIT_S)

    def close(self) -> None:
        """Let go of the ledger."""
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
