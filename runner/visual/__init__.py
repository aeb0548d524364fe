"""Pictures compared: is this screenshot what the baseline says, and if not, where does it differ?

Pure functions over PNG bytes and RGBA arrays; nothing here knows a browser or an event loop, so callers
run them in threads. `verdict` says yes or no, `comparison` where, `drawing` shows it; `pixels` holds the
counting rule of pixelmatch 7.2.0, `picture` and `scanlines` read and write PNG.
"""

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import Comparison, compare
from clerkwork.runner.visual.drawing import compare_and_draw, draw_difference
from clerkwork.runner.visual.memory import keep_freed_memory
from clerkwork.runner.visual.picture import crop, decode, encode, paint
from clerkwork.runner.visual.pixels import Differences, count_differences
from clerkwork.runner.visual.png import PictureError
from clerkwork.runner.visual.verdict import confirm

__all__ = [
    "Box",
    "Comparison",
    "Differences",
    "PictureError",
    "compare",
    "compare_and_draw",
    "confirm",
    "count_differences",
    "crop",
    "decode",
    "draw_difference",
    "encode",
    "paint",
]

keep_freed_memory()
