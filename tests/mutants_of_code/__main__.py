"""Makes small mistakes in the formula language and the lowering, and says which of them nothing
notices: `python -m tests.mutants_of_code`, and for a part of them

    python -m tests.mutants_of_code welfare_rules/language/parser.py
    python -m tests.mutants_of_code --sample 200 --seed 7

mutmut (`pip install mutmut`) makes them. Those that are wrong by their types are noticed by `make
types`; the others are tried by tests, the fast ones first. What was tried is kept in `mutants/`, so
a run that was ended goes on where it stood; `--again` tries once more what survived, after tests
were added. A survivor is then tried in a new process, since what works on import has done so
before mutmut makes its mistake.

Survivors that somebody has looked at stand in `reviewed.toml`. Any other is printed as an entry of
that file, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.mutants_of_code.by_types import MADE, wrong_by_types
from tests.mutants_of_code.reviewed import Change, changes, reviewed

# exit codes as mutmut keeps them
SURVIVED, NOTICED, INTERRUPTED, TYPES = (0, 5, 33), 1, 2, 37  # 5 and 33: no test came by
SEEN_ANEW = ["tests/language"]  # tests in a new process: what works on import is the language


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small mistake in a function, and what became of it."""

    name: str  # as mutmut calls it
    path: Path
    change: Change
    code: int | None  # the exit code of its tests; None when it was not tried

    @property
    def survived(self) -> bool:
        return self.code in SURVIVED


def mutated() -> list[Path]:
    """The files of which mutants are made."""
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["mutmut"]["only_mutate"]
    return sorted(path for each in patterns for path in Path().glob(each))


def make() -> None:
    """Writes the files with their mutants, where they changed, and looks at their types."""
    # mutmut has no command that does not try them too.
    from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants

    copy_src_dir()
    copy_also_copy_files()
    create_mutants(1)
    wrong = wrong_by_types(mutated())
    for path in mutated():
        keep(path, {name: TYPES for file, name in wrong if file == path})


def keep(path: Path, codes: Mapping[str, int]) -> None:
    """Adds to what mutmut keeps of the mutants of a file."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.utils.format_utils import get_mutant_name

    kept = SourceFileMutationData(path=path)
    kept.load()
    kept.exit_code_by_key.update(
        {get_mutant_name(path, name): code for name, code in codes.items()}
    )
    kept.save()


def mutants(paths: Iterable[Path]) -> list[Mutant]:
    """The mutants of files, with what is known of each."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.utils.format_utils import get_mutant_name

    found = []
    for path in paths:
        kept = SourceFileMutationData(path=path)
        kept.load()
        for name, change in changes(path, (MADE / path).read_text(encoding="utf-8")):
            whole = get_mutant_name(path, name)
            code = kept.exit_code_by_key[whole]
            found.append(Mutant(whole, path, change, None if code == INTERRUPTED else code))
    return found


def try_them(chosen: Sequence[Mutant]) -> None:
    """Lets tests of the quick profile look at each of these."""
    names = [each.name for each in chosen]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "quick"}
    done = subprocess.run(
        ["mutmut", "run", "--max-children", "1", *names], env=environment, check=False
    )
    if done.returncode:
        sys.exit("mutmut did not get to its end; what it tried is kept")


def noticed_anew(mutant: Mutant) -> bool:
    """Whether tests notice a mutant that is there before anything is imported."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "quick", "MUTANT_UNDER_TEST": mutant.name}
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not slow"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir=.", *options, *SEEN_ANEW],
        cwd=MADE,
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.returncode != 0


def interval(noticed: int, of: int) -> tuple[float, float]:
    """Between which shares the true one lies, 19 times in 20, if these were drawn by chance."""
    z, share = 1.96, noticed / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def report(made: Sequence[Mutant], known: dict[Change, str], drawn: bool) -> list[Mutant]:
    """Prints what became of the mutants; gives the survivors that nobody has looked at."""
    counts: dict[Path, Counter[str]] = {}
    for each in made:
        count = counts.setdefault(each.path, Counter())
        count["made"] += 1
        if each.code is None:
            continue
        count["tried"] += 1
        if each.survived:
            count["reviewed" if each.change in known else "new"] += 1
        else:
            count["types" if each.code == TYPES else "tests"] += 1
    columns = ("made", "tried", "types", "tests", "reviewed", "new")
    print(f"\n{'':44}" + "".join(f"{each:>10}" for each in columns))
    for path, count in counts.items():
        print(f"{path!s:44}" + "".join(f"{count[each]:10,}" for each in columns))
    whole = sum(counts.values(), Counter[str]())
    print(f"{'':44}" + "".join(f"{whole[each]:10,}" for each in columns))
    if whole["tried"]:
        noticed = whole["types"] + whole["tests"]
        score = f"{noticed / whole['tried']:.1%} of those tried are noticed"
        if drawn:
            low, high = interval(noticed, whole["tried"])
            score += f" (of all between {low:.1%} and {high:.1%}, 19 times in 20)"
        by_tests = whole["tests"] / max(1, whole["tried"] - whole["types"])
        print(f"{score}; of those that types let pass {by_tests:.1%}")
        print(f"without the reviewed: {noticed / (whole['tried'] - whole['reviewed']):.1%}")
    return [each for each in made if each.survived and each.change not in known]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.mutants_of_code")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, help="try so many, drawn by chance")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", action="store_true", help="also what survived before")
    parser.add_argument("--report", action="store_true", help="only what is known already")
    asked: Any = parser.parse_args(arguments)
    paths = [each for each in mutated() if not asked.files or each in asked.files]
    if not paths:
        parser.error(f"no mutants are made of {', '.join(map(str, asked.files))}")

    known = reviewed()
    if not asked.report:
        make()
    elif not MADE.exists():
        parser.error("nothing was tried yet")
    every = mutants(paths)
    wanted = {each.name for each in every}
    if asked.sample and asked.sample < len(every):
        wanted = set(Random(asked.seed).sample(sorted(wanted), asked.sample))

    def unknown(each: Mutant) -> bool:
        return each.name in wanted and each.survived and each.change not in known

    if not asked.report:
        untried = [each for each in every if each.name in wanted and each.code is None]
        chosen = untried + [each for each in every if asked.again and unknown(each)]
        if chosen:
            try_them(chosen)
        for each in mutants(paths):
            if unknown(each) and noticed_anew(each):
                keep(each.path, {each.name.rpartition(".")[2]: NOTICED})
        every = mutants(paths)
    made = [each for each in every if each.name in wanted]
    new = report(made, known, drawn=len(made) < len(every))
    for each in new:
        print(f"# {each.name}\n{each.change}")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
