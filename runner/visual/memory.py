"""Memory that pictures leave behind is used again instead of being given back to the system after each step.

A comparison needs many pieces of memory as large as a picture, each for less than a millisecond. By default the C
library gives such a piece back when it is freed, and gets it again page by page, each cleared first: that took longer
than all the arithmetic on a page of 1280x720.
"""

import ctypes

KEPT_BYTES = 64 * 2**20
"""As much freed memory stays with the process at most, for each of glibc's arenas."""

# From malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGEST = 16 * 2**20


def keep_freed_memory() -> bool:
    """Keep up to `KEPT_BYTES` of freed memory; False where the C library is not glibc, and all stays as it is."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(_TRIM_THRESHOLD, KEPT_BYTES)) and bool(mallopt(_MMAP_THRESHOLD, _LARGEST))
