"""Looks for inputs that a reader is not up to, guided by the code that each of them reaches:

    python -m tests.fuzz.coverage_guided READER SECONDS
    python -m tests.fuzz.coverage_guided READER --keep 8

needs atheris (`pip install atheris`), which no test and no check does. Inputs that reach something
new are gathered in `build/fuzz/READER/corpus`, faults, each of its kind once, in
`build/fuzz/READER/faults` with what was said. `--keep` chooses the few of the corpus that reach
most, the shortest first, and writes them to `tests/fuzz/corpus/READER`, where a test tries them.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.fuzz.mutations import EDITS, WORD, Edit, replacing

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).parent / "corpus"
LONGEST = 6000  # bytes of an input
SLOWEST = 60  # seconds for one, on a busy machine


def work_folder(reader: str) -> Path:
    return ROOT / "build" / "fuzz" / reader


def words() -> list[str]:
    """The words of formulas and the keys of policy files: what chance would never spell."""
    from tests.fuzz.readers import names
    from welfare_rules.document.schema import policy_schema
    from welfare_rules.language.operations import FUNCTIONS
    from welfare_rules.language.words import BUILT_IN, KEYWORDS

    found = {*KEYWORDS, *BUILT_IN, *FUNCTIONS, *names().by_word}
    waiting: list[object] = [policy_schema()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found.update(key for key in each.get("properties", ()))
            found.update(one for one in each.get("enum", ()) if isinstance(one, str))
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return sorted(found)


def mutator(edits: tuple[Edit, ...]) -> Callable[[bytes, int, int], bytes]:
    """Changes as slips of the hand would make them, and now and then bytes that are no text."""

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.1:
            start = random.randint(0, len(data))
            end = start + random.choice((0, 1, 1, 4, 50))
            return (data[:start] + random.randbytes(random.randint(0, 4)) + data[end:])[:most]
        text = data.decode("utf-8", "replace")
        for _ in range(random.randint(1, 4)):
            text = random.choice(edits)(text, random.randrange)
        return text.encode("utf-8", "replace")[:most]

    return mutated


def seeds(reader: str) -> list[bytes]:
    """What is right: where the search begins."""
    import json

    from tests.fuzz import readers
    from tests.support import tiny
    from welfare_rules.samples.small_laws import small_law

    if reader == "policy":
        made = [small_law(Random(seed).randrange) for seed in range(60)]
        return [tiny.LAW.encode(), *(each["cn/nation.toml"].encode() for each in made)]
    if reader == "formula":
        return [each.formula.text.encode() for each in readers.model().law.formulas()]
    data = {
        "case": [readers.HOUSEHOLD],
        "history": [readers.HISTORY],
        "ledger": [readers.LEDGER],
        "receipt": readers.receipts(),
    }[reader]
    return [json.dumps(each, ensure_ascii=False, indent=1).encode() for each in data]


def search(reader: str, seconds: int) -> None:
    """Tries inputs for so long, and keeps what reaches something new and what goes wrong."""
    import atheris

    with atheris.instrument_imports(include=["welfare_rules"]):
        from tests.fuzz import readers

        attempt = readers.READERS[reader]
        attempt(seeds(reader)[0])  # whatever is imported late
    folder = work_folder(reader)
    faults = folder / "faults"
    begin = folder / "seeds"
    for each in (faults, begin, folder / "corpus"):
        each.mkdir(parents=True, exist_ok=True)
    for data in seeds(reader):
        (begin / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def tried(data: bytes) -> None:
        try:
            attempt(data)
        except Exception as error:
            kept(faults, data, error)

    edits = (*EDITS, *[replacing(WORD, words())] * 4)
    atheris.Setup(
        [
            sys.argv[0],
            str(folder / "corpus"),
            str(begin),
            *([str(CORPUS / reader)] if (CORPUS / reader).is_dir() else []),
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            f"-timeout={SLOWEST}",
            f"-artifact_prefix={faults}/",
            "-rss_limit_mb=3000",
            "-len_control=0",
            "-print_final_stats=1",
        ],
        tried,
        custom_mutator=mutator(edits),
    )
    atheris.Fuzz()


def kept(faults: Path, data: bytes, error: Exception) -> None:
    """Writes an input that went wrong, one for each place in the code that it went wrong at."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next(
        (each for each in reversed(frames) if "welfare_rules/" in each.filename), frames[-1]
    )
    name = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
    file = faults / name
    if not file.exists() or len(data) < file.stat().st_size:
        file.write_bytes(data)
        said = "".join(traceback.format_exception(error))
        (faults / f"{name}.txt").write_text(said[-6000:], encoding="utf-8", errors="replace")


def keep(reader: str, most: int) -> None:
    """Writes the few inputs of a corpus that together reach most lines of the library."""
    import coverage

    from tests.fuzz import readers

    attempt, reached = readers.READERS[reader], dict[Path, set[tuple[str, int]]]()
    for file in sorted((work_folder(reader) / "corpus").iterdir()):
        watched = coverage.Coverage(data_file=None, source=["welfare_rules"])
        with watched.collect():
            attempt(file.read_bytes())
        data = watched.get_data()
        reached[file] = {
            (name, line) for name in data.measured_files() for line in data.lines(name) or ()
        }
    known: set[tuple[str, int]] = set()
    target = CORPUS / reader
    target.mkdir(parents=True, exist_ok=True)
    for _ in range(most):
        if not reached:
            break
        best = max(reached, key=lambda each: (len(reached[each] - known), -each.stat().st_size))
        if not reached[best] - known:
            break
        known |= reached.pop(best)
        (target / best.name[:12]).write_bytes(best.read_bytes())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("reader")
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--keep", type=int, default=0)
    given = parser.parse_args()
    if given.keep:
        keep(given.reader, given.keep)
    else:
        search(given.reader, given.seconds)
