"""A file is the old one or the new one, whole, whatever happens while it is written."""

from __future__ import annotations

import ast
import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import welfare_rules
from welfare_rules.basics.writing import remove_left_over, whole_file, whole_folder, write_whole

OLD, NEW = b"old\n" * 50_000, b"new\n" * 60_000
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and limits of POSIX")

# Ends the process at the n-th call to the system that writing makes, after or before it is done.
KILLED = """
import os, sys
from welfare_rules.basics import writing
left, before = int(sys.argv[2]), sys.argv[3] == "before"
def counted(call):
    def made(*given, **named):
        global left
        left -= 1
        if left == 0 and before:
            os._exit(9)
        result = call(*given, **named)
        if left == 0:
            os._exit(9)
        return result
    return made
for name in ("open", "fsync", "close", "replace", "rename", "chmod"):
    setattr(os, name, counted(getattr(os, name)))
real = os.write
os.write = counted(lambda stream, data: real(stream, bytes(data[:40_000])))
writing.write_whole(sys.argv[1], b"new\\n" * 60_000)
"""


def ended(target: Path, call: int, when: str) -> int:
    command = [sys.executable, "-c", KILLED, str(target), str(call), when]
    return subprocess.run(command, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_end_at_any_call_leaves_the_old_file_or_the_new_one(tmp_path: Path, when: str) -> None:
    target = tmp_path / "page.html"
    seen: set[bytes] = set()
    for call in range(1, 40):
        target.write_bytes(OLD)
        status = ended(target, call, when)
        assert target.read_bytes() in (OLD, NEW)
        seen.add(target.read_bytes())
        if status == 0:
            break
    else:
        pytest.fail("never written to the end")
    assert call > 8
    assert seen == {OLD, NEW}


@POSIX
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(OLD)
    text = (
        "import resource, sys\n"
        "from welfare_rules.basics.writing import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    write_whole(sys.argv[1], b'new' * 100_000)\n"
        "except OSError as error:\n    print(error.filename)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", text, str(target)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(target)
    assert target.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["page.html"]


def test_pieces_are_written_as_they_come_and_all_of_them_or_none(tmp_path: Path) -> None:
    target, seen = tmp_path / "rights.jsonl", list[int]()
    target.write_bytes(OLD)

    def pieces(count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield NEW
            (beside,) = tmp_path.glob(".*.part")
            seen.append(beside.stat().st_size)
        if count > 3:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(target, pieces(4))
    assert (target.read_bytes(), os.listdir(tmp_path)) == (OLD, [target.name])
    assert seen == [len(NEW) * each for each in (1, 2, 3, 4)]
    write_whole(target, pieces(3))
    assert target.read_bytes() == NEW * 3


def test_whoever_reads_while_two_write_sees_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "receipt.json"
    texts = [bytes([each]) * 300_000 for each in b"ab"]
    write_whole(target, texts[0])
    done = threading.Event()

    def write(text: bytes) -> None:
        while not done.is_set():
            write_whole(target, text)

    writers = [threading.Thread(target=write, args=(each,)) for each in texts]
    for each in writers:
        each.start()
    try:
        seen = {target.read_bytes() for _ in range(60)}
    finally:
        done.set()
        for each in writers:
            each.join()
    assert seen <= set(texts)


@POSIX
def test_permissions_are_those_that_the_content_asks_for(tmp_path: Path) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    names, page = tmp_path / "names.json", tmp_path / "page.html"
    write_whole(names, b"x", private=True)
    assert mode(names) == 0o600
    page.write_bytes(OLD)
    page.chmod(0o640)
    write_whole(page, NEW)
    assert mode(page) == 0o640
    write_whole(page, NEW, private=True)
    assert mode(page) == 0o600


@POSIX
def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(OLD)
    link.symlink_to(real)
    write_whole(link, NEW)
    assert (link.is_symlink(), real.read_bytes()) == (True, NEW)
    write_whole(os.devnull, NEW)
    assert not Path(os.devnull).is_file()


@POSIX
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """And so does a device, such as `/dev/null`, which a workbook would take the place of."""
    pipe, link = tmp_path / "pipe", tmp_path / "link.xlsx"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    with whole_file(link) as beside:
        beside.write_bytes(NEW)
    reader.join()
    assert found == [NEW]
    assert (link.is_symlink(), pipe.is_fifo()) == (True, True)
    assert sorted(os.listdir(tmp_path)) == ["link.xlsx", "pipe"]


def test_what_cannot_be_written_is_told_of_the_file_itself(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "page.html"
    with pytest.raises(FileNotFoundError) as told:
        write_whole(target, NEW)
    assert told.value.filename == str(target)


def test_files_are_written_in_one_place_alone() -> None:
    """Nothing of the library opens a file to write it, but `basics/writing`.

    A revision of older policies is unpacked into a folder that nobody else knows.
    """
    root = Path(welfare_rules.__file__).parent
    homes = {root / "basics" / "writing.py", root / "changes" / "old.py"}
    # into a folder that is moved into place when all of it is there
    homes |= {root / "runs" / "writing.py", root / "synthetic" / "files.py"}
    found: list[str] = []
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and path not in homes and _writes(node):
                found.append(f"{path.relative_to(root)}:{node.lineno}")
    assert found == []


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("write_text", "NamedTemporaryFile"):
        return True
    if name == "write_bytes":  # of a path; the command line has a function of this name
        return isinstance(call.func, ast.Attribute)
    modes = [each.value for each in call.args if isinstance(each, ast.Constant)]
    return name == "open" and any(
        isinstance(each, str) and each[:1] in "wax" for each in modes if each
    )


WRITING = """
import sys, time
from welfare_rules.basics import writing
with writing.{how}(sys.argv[1]) as part:
    print(part, flush=True)
    time.sleep(600)
"""


@POSIX
@pytest.mark.parametrize("how", ["whole_folder", "whole_file"])
def test_what_an_ended_process_left_is_removed_and_what_a_living_one_writes_is_not(
    tmp_path: Path, how: str
) -> None:
    target = tmp_path / "out"
    command = [sys.executable, "-c", WRITING.format(how=how), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline()
        (part,) = tmp_path.iterdir()
        os.utime(part, (0, 0))
        assert remove_left_over(target) == ()
        writer.kill()
    assert part.exists()
    os.utime(part)
    assert remove_left_over(target) == ()  # so fresh that its writer may not hold it yet
    os.utime(part, (0, 0))
    assert remove_left_over(tmp_path / "other") == ()
    assert remove_left_over(target) == (part.name,)
    assert [*tmp_path.iterdir()] == []


@POSIX
def test_nothing_else_is_taken_for_a_left_over(tmp_path: Path) -> None:
    names = [".out.part", ".out.0123456789abcdeg.part", "out", ".out.0123456789abcdef.part.txt"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".out.0123456789abcdef.part").symlink_to(elsewhere)
    for each in tmp_path.iterdir():
        os.utime(each, (0, 0), follow_symlinks=False)
    assert remove_left_over(tmp_path / "out") == ()
    assert elsewhere.exists()
    assert remove_left_over(tmp_path / "nowhere" / "out") == ()


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_folder(tmp_path / "out") as folder:
            (folder / "a").write_bytes(b"a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_is_told_of_what_is_written(tmp_path: Path) -> None:
    """The system names no file when a disk is full: it is not one of those that were read."""
    for whole in (whole_folder, whole_file):
        made = tmp_path / whole.__name__
        with pytest.raises(OSError, match="No space") as full, whole(made):
            raise OSError(errno.ENOSPC, "No space left")
        assert full.value.filename == str(made)
        assert list(tmp_path.iterdir()) == []
