"""Whether a process is still writing a file: an advisory lock that dies with its holder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Windows locks bytes against reading, too; this one lies behind any journal's end.
_FAR_BYTE = 1 << 40

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Hold the file until the descriptor closes; False if somebody else holds it."""
        here = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, here, os.SEEK_SET)
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Hold the file until the descriptor closes; False if somebody else holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network file systems know no locks; a run must not fail for that.
            return True
        return True


def is_held(path: Path) -> bool:
    """Whether a living process holds the file; False if it cannot be opened."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)
