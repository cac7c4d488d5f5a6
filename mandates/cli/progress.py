"""How far a long run is: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from mandates.rendering.text import plain

#: Moves up one line and clears it: the bar ends its line.
_CLEAR_LINE_ABOVE = "\x1b[1A\x1b[2K"


@contextlib.contextmanager
def progress(total: int, *, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """Yield a function that is to be called with the name of each file when it is done.

    The bar is drawn on standard error if that is a terminal and `shown` is true, and is removed at the end.
    """
    if not shown or total < 2 or not sys.stderr.isatty():
        yield lambda _name: None
        return
    import click  # noqa: PLC0415 - loaded only where a bar is drawn

    try:
        with click.progressbar(length=total, show_pos=True, item_show_func=lambda name: name, file=sys.stderr) as bar:
            yield lambda name: bar.update(1, plain(name.rpartition("/")[2]))
    finally:
        sys.stderr.write(_CLEAR_LINE_ABOVE)
        sys.stderr.flush()
