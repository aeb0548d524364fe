"""The threads that share the work on large pictures; OpenCV, NumPy and zlib all let go of the interpreter."""

import os
from concurrent.futures import ThreadPoolExecutor

THREADS = min(os.cpu_count() or 1, 4)

WORTH_THREADS = 4_000_000
"""Pixels from which on it is worth sharing a picture's comparison: threads wait for one another at the interpreter."""

# Its tasks never wait for one another, so whoever waits for them may itself be any thread but one of these.
pool = ThreadPoolExecutor(THREADS, "pictures")
