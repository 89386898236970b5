"""Writes a file whole: whoever looks sees the old one or the new one, never a part.

What is written stands beside the file until it is complete and is then moved into its place. A full
disk, an end of the process at any write, and two writers at once leave one of the two. What an
ended process leaves beside is removed when the next one asks for it (`remove_left_over`); a living
one holds what it writes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from welfare_rules.basics import reading
from welfare_rules.basics.reading import DesertedPipe, is_pipe

try:
    import fcntl
except ImportError:  # on Windows nothing is held, and nothing removed
    fcntl = None

_PRIVATE, _USUAL = 0o600, 0o666  # of a new file; the usual one less what the user's mask takes
_OWNER_ALONE = 0o700  # of a new folder
_FRESH = 60  # seconds in which a writer has long come to hold what it writes
_PAUSES = (0.01, 0.05, 0.2, 0.75)  # seconds
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(path: str | Path, data: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Writes a file, or replaces the one that is there, whole; of several pieces one is in memory
    at a time.

    A link is followed. `private` leaves it to its owner alone; otherwise a file that is there keeps
    its permissions. What is no file, such as a pipe, is written to directly. Raises OSError with
    the name of the file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", b"new")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'new'
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with to_be_written(target) as stream:
                stream.writelines(_pieces(data))
            return
        _replace(target, data, mode, private)
    except OSError as error:  # of the file that was asked for, not of the one beside it
        raise type(error)(error.errno, error.strerror, str(path)) from None


def to_be_written(path: Path) -> BinaryIO:
    """What is no file, opened to be written to: a device, or a pipe that somebody reads. Raises
    OSError, DesertedPipe among them.
    """
    if not is_pipe(path):
        return path.open("wb")
    until = time.monotonic() + reading.SECONDS
    while True:
        try:
            stream = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if time.monotonic() > until:
                raise DesertedPipe(error.errno, error.strerror, str(path)) from None
            time.sleep(reading.PAUSE)
        else:
            os.set_blocking(stream, True)
            return os.fdopen(stream, "wb")


def _pieces(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return (data,) if isinstance(data, bytes) else data


def _replace(target: Path, data: bytes | Iterable[bytes], mode: int | None, private: bool) -> None:
    beside = _beside(target)
    try:
        stream = os.open(beside, _FLAGS, _PRIVATE if private else _USUAL)
        _hold(stream)
        try:
            for each in _pieces(data):
                rest = memoryview(each)
                while rest:
                    rest = rest[os.write(stream, rest) :]
            os.fsync(stream)
        finally:
            os.close(stream)
        if mode is not None and not private:
            beside.chmod(stat.S_IMODE(mode))
        _moved(lambda: beside.replace(target))
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _moved(move: Callable[[], object]) -> None:
    """Moves something into its place. Windows refuses while another program looks at the file, as
    one against viruses does right after it was written: then it is tried again for a second.
    """
    for pause in _PAUSES if os.name == "nt" else ():
        try:
            move()
            return
        except PermissionError:
            time.sleep(pause)
    move()


def _beside(target: Path) -> Path:
    """Where something is written before it is moved into its place."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.part")


@contextmanager
def _named(path: str | Path, beside: Path) -> Generator[None, None, None]:
    """Has a full disk and the like told of what is written, where the system names no file or what
    stands beside.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None or Path(str(error.filename)).is_relative_to(beside):
            error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def whole_file(path: str | Path, *, new: bool = False) -> Generator[Path, None, None]:
    """Yields the name of a file in a new folder beside, which is moved to `path` when all has been
    written to it.

    For what another library writes, which may put what it needs on the way beside it. The file is
    for its owner alone. On an error nothing is left behind. What is no file, such as a device or a
    pipe, stays what it is and is written to. With `new` nothing is replaced:
    FileExistsError is raised where something is there by then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     with whole_file(Path(there) / "a.txt") as beside:
    ...         _ = beside.write_text("all")
    ...     os.listdir(there), (Path(there) / "a.txt").read_text()
    (['a.txt'], 'all')
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (new or target.is_file() or target.is_dir()):
        with tempfile.TemporaryDirectory() as elsewhere, _named(path, Path(elsewhere)):
            made = Path(elsewhere) / target.name
            yield made
            with made.open("rb") as data, to_be_written(target) as stream:
                shutil.copyfileobj(data, stream)
        return
    folder = _beside(target)
    made = folder / target.name
    try:
        with _named(path, folder):
            folder.mkdir(mode=_OWNER_ALONE)
            with _held(folder):
                yield made
                with made.open("rb+") as stream:
                    os.fsync(stream.fileno())
                made.chmod(_PRIVATE)
                _moved(lambda: _to_new(made, target) if new else made.replace(target))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _to_new(made: Path, target: Path) -> None:
    """Moves a file to where nothing is. Raises FileExistsError where something is."""
    try:
        target.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:  # a file system on which a file has one name alone
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        made.replace(target)


@contextmanager
def whole_folder(path: str | Path) -> Generator[Path, None, None]:
    """Yields a new folder beside, which gets the name `path` when all its files are written.

    Of `path` nothing may be there, or an empty folder; else FileExistsError is raised. Its files
    are for their owner alone. On an error nothing is left behind.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     with whole_folder(Path(there) / "run") as folder:
    ...         _ = (folder / "a.txt").write_text("all")
    ...     os.listdir(there), os.listdir(Path(there) / "run")
    (['run'], ['a.txt'])
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    beside = _beside(target)
    try:
        with _named(path, beside):
            beside.mkdir(mode=_OWNER_ALONE, parents=True)
            with _held(beside):
                yield beside
                for each in beside.iterdir():
                    with each.open("rb+") as stream:
                        os.fsync(stream.fileno())
                with contextlib.suppress(FileNotFoundError):
                    target.rmdir()
                _moved(lambda: beside.rename(target))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


# --- what was left behind ---


def remove_left_over(path: str | Path) -> tuple[str, ...]:
    """Removes what writers of a file or folder left beside it when they were ended, and returns the
    names. What a living process writes is left alone, for it holds it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     left = Path(there) / ".run.0123456789abcdef.part"
    ...     left.mkdir()
    ...     os.utime(left, (0, 0))
    ...     remove_left_over(Path(there) / "run"), os.listdir(there)
    (('.run.0123456789abcdef.part',), [])
    """
    target = Path(os.path.realpath(path))
    own = re.compile(rf"\.{re.escape(target.name[:40])}\.[0-9a-f]{{16}}\.part")
    try:
        names = sorted(each for each in os.listdir(target.parent) if own.fullmatch(each))
    except OSError:
        return ()
    return tuple(each for each in names if _removed(target.parent / each))


def _removed(part: Path) -> bool:
    """Removes what nobody holds; says whether it is gone."""
    try:
        if fcntl is None or part.is_symlink() or time.time() - part.stat().st_mtime < _FRESH:
            return False
        stream = os.open(part, os.O_RDONLY)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        finally:
            os.close(stream)
    except OSError:  # somebody holds it, or it is another's
        return False
    return True


def _hold(stream: int) -> None:
    """Holds what is written until it is closed, or the process ends, however it ends."""
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system on which nothing can be held
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _held(folder: Path) -> Generator[None, None, None]:
    if fcntl is None:
        yield
        return
    stream = os.open(folder, os.O_RDONLY)
    try:
        _hold(stream)
        yield
    finally:
        os.close(stream)
