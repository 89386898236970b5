"""On a terminal, a sign that a command still works; anywhere else nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

PATIENCE = 1.0  # seconds before a person is told that it goes on


@contextmanager
def waiting(text: str) -> Generator[None, None, None]:
    """On a terminal, shows `text` while what is inside takes longer than a second."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    watch = threading.Thread(target=_show_progress, args=(done, text), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _show_progress(done: threading.Event, text: str) -> None:
    if done.wait(PATIENCE):
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        shown.add_task(text, total=None)
        done.wait()


@contextmanager
def counting() -> Generator[Callable[[int, int], None], None, None]:
    """Yields a function that takes how much is done of how much, and shows it on a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
