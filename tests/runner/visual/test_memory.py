"""Memory that one comparison leaves behind serves the next."""

import subprocess
import sys

from clerkwork.runner.visual.memory import keep_freed_memory

# In a process of its own, whose memory no other test has shaped.
_PAGES_THAT_LATER_COMPARISONS_ASK_FOR = """
import resource
import numpy as np
from clerkwork.runner.visual import count_differences
first = np.full((720, 1280, 4), 255, np.uint8)
second = first.copy()
second[::9, ::5, :3] = 0
pages = []
for _ in range(6):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    count_differences(first, second)
    pages.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
print(max(pages[3:]))
"""


def test_later_comparisons_ask_the_system_for_hardly_any_memory() -> None:
    assert not keep_freed_memory() or _pages() < 50


def _pages() -> int:
    command = [sys.executable, "-c", _PAGES_THAT_LATER_COMPARISONS_ASK_FOR]
    return int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
