"""Writes a made-up county as a folder: two tables, a manifest and a page about them.

The folder is there whole or not at all. Every row says by its id that it is made up, and by which
seed; so does the manifest, and the page in words.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from welfare_rules.basics.harmless import cell, json_text, markup, plain
from welfare_rules.basics.text import LANGUAGES, Lang
from welfare_rules.basics.writing import whole_folder
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.language.types import Entity, Kind
from welfare_rules.synthetic.catalogue import WORDS
from welfare_rules.synthetic.county import County
from welfare_rules.synthetic.people import Drawn, households
from welfare_rules.synthetic.targets import Counting, Measured
from welfare_rules.tables.arrow import need_arrow, parquet_of_csv

TARGET_COLUMNS = tuple(
    WORDS[each]
    for each in ("target", "published", "wanted", "found", "within", "chance", "result", "of")
)
HOUSEHOLDS, MEMBERS, MANIFEST, PAGE = "households", "members", "manifest.json", "README.md"
CSV, PARQUET = ".csv", ".parquet"
AT_ONCE = 2000  # households that are written together


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: where, how many, and what came out of the targets."""

    folder: Path
    seed: int
    households: int
    members: int
    measured: tuple[Measured, ...]
    manifest: dict[str, Any]

    @property
    def parquet(self) -> bool:
        """Whether the tables are Parquet files."""
        return any(name.endswith(PARQUET) for name in self.manifest["files"])


def write(
    county: County,
    count: int,
    seed: int,
    folder: Path,
    policies: str | Path | None = None,
    told: Callable[[int], None] = lambda done: None,
    *,
    parquet: bool = False,
) -> Made:
    """Draws so many households and writes them into a folder that is not there yet, as CSV or as
    Parquet.

    `told` hears how many are done. Raises RequestError where the folder is there already, OSError
    where it cannot be written, EngineMissing where Parquet is not written here.
    """
    if folder.exists():
        raise RequestError([finding("WR528", Place("-o"), got=str(folder)[:200])])
    if parquet:
        need_arrow()
    with whole_folder(folder) as part:
        made = _written(county, count, seed, part, policies, told, parquet)
    return Made(folder, seed, count, made.members, made.measured, made.manifest)


def id_of(seed: int, number: int) -> str:
    """The id of a made-up household, which says so wherever its row is copied to.

    >>> id_of(7, 12)
    'synthetic-7-12'
    """
    return f"synthetic-{seed}-{number}"


def _written(
    county: County,
    count: int,
    seed: int,
    part: Path,
    policies: str | Path | None,
    told: Callable[[int], None],
    parquet: bool,
) -> Made:
    facts, counting, people = county.facts, Counting(county), 0
    columns = {
        entity: [(*county.columns, *county.members)[place].id for place in places]
        for entity, places in facts.items()
    }
    with (
        _Table(part / f"{HOUSEHOLDS}{CSV}", ("id", *columns[Entity.HOUSEHOLD])) as homes,
        _Table(part / f"{MEMBERS}{CSV}", ("household", "id", *columns[Entity.MEMBER])) as members,
    ):
        several: list[Drawn] = []
        for each in households(county, seed, count):
            counting.add(each)
            several.append(each)
            if len(several) == AT_ONCE or each.number == count:
                homes.add(_homes(several, seed, facts[Entity.HOUSEHOLD]))
                people += members.add(_people(several, seed, facts[Entity.MEMBER]))
                told(each.number)
                several.clear()
    written = {f"{HOUSEHOLDS}{CSV}": homes.digest, f"{MEMBERS}{CSV}": members.digest}
    if parquet:
        ids = {Entity.HOUSEHOLD: ("id",), Entity.MEMBER: ("household", "id")}
        written = dict(_in_parquet(part, county, entity, ids[entity]) for entity in facts)
    measured = counting.measured(policies)
    manifest: dict[str, Any] = {
        "synthetic": True,
        "like": county.id,
        "description": county.source.digest,
        "jurisdiction": county.jurisdiction,
        "month": county.month.text,
        "seed": seed,
        "households": count,
        "members": people,
        "files": written,
        "targets": [each.to_dict() for each in measured],
    }
    (part / MANIFEST).write_bytes((json_text(manifest) + "\n").encode())
    made = Made(part, seed, count, people, measured, manifest)
    (part / PAGE).write_bytes(page(county, made).encode())
    return made


def _in_parquet(part: Path, county: County, entity: Entity, ids: Sequence[str]) -> tuple[str, str]:
    """Puts a table that was written as CSV into Parquet in its place, each fact in its type;
    returns its name and digest.
    """
    name = HOUSEHOLDS if entity is Entity.HOUSEHOLD else MEMBERS
    types: dict[str, Kind | None] = dict.fromkeys(ids)
    for place in county.facts[entity]:
        column = (*county.columns, *county.members)[place]
        types[column.id] = None if column.type is None else column.type.kind
    path = part / f"{name}{PARQUET}"
    parquet_of_csv(part / f"{name}{CSV}", types, path)
    (part / f"{name}{CSV}").unlink()
    with path.open("rb") as stream:
        return path.name, f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _homes(several: Iterable[Drawn], seed: int, places: Sequence[int]) -> Iterable[Sequence[str]]:
    for each in several:
        row = each.row
        yield [id_of(seed, each.number), *[row[place] for place in places]]


def _people(several: Iterable[Drawn], seed: int, places: Sequence[int]) -> Iterable[Sequence[str]]:
    for each in several:
        home = id_of(seed, each.number)
        for number, (_, _, row) in enumerate(each.members, 1):
            yield [home, f"p{number}", *[row[place] for place in places]]


class _Table:
    """A table in CSV that is written row by row, with the digest of its bytes."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._stream = path.open("wb")
        self._hash = hashlib.sha256()
        self._put("\ufeff")
        self.add([[cell(each) for each in head]])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"

    def add(self, rows: Iterable[Sequence[str]]) -> int:
        """Writes rows, whose texts no spreadsheet takes for a formula; how many they were."""
        made = io.StringIO(newline="")
        several = list(rows)
        csv.writer(made, lineterminator="\n").writerows(several)
        self._put(made.getvalue())
        return len(several)

    def _put(self, text: str) -> None:
        data = text.encode()
        self._hash.update(data)
        self._stream.write(data)


def page(county: County, made: Made) -> str:
    """The page about a made-up county, in Chinese and English."""
    parts: list[str] = []
    for lang in LANGUAGES:
        command = (
            f"welfare-rules synth --like {county.id} --households {made.households} "
            f"--seed {made.seed} -o …{' --parquet' if made.parquet else ''}"
        )
        parts += [
            f"# {_in_markdown(WORDS.say(lang, 'title', what=county.label))}",
            "",
            WORDS.say(lang, "warning"),
            "",
            WORDS.say(
                lang, "made", homes=made.households, members=made.members, month=county.month.text
            ),
            "",
            f"    {command}",
            "",
            WORDS.say(lang, "description", digest=county.source.digest),
            "",
            *target_table(made.measured, lang),
            "",
        ]
    return "\n".join(parts)


def target_table(measured: Iterable[Measured], lang: Lang) -> Iterable[str]:
    """The targets as a table in Markdown, a line each."""
    yield f"| {' | '.join(each.say(lang) for each in TARGET_COLUMNS)} |"
    yield f"|---|{'---:|' * 5}---|---:|"
    for each in measured:
        cells = (_in_markdown(cell).replace("|", "\\|") for cell in target_cells(each, lang))
        yield f"| {' | '.join(cells)} |"


def _in_markdown(text: str) -> str:
    """A text within a line of Markdown: no markup, and nothing that steers."""
    return markup(plain(text))


def target_cells(each: Measured, lang: Lang) -> tuple[str, ...]:
    """A target in words: what was published, what that is for so many households, what came out."""
    found = (
        _short(each.low) if each.low == each.high else f"{_short(each.low)} – {_short(each.high)}"
    )
    return (
        each.target.label.say(lang),
        _short(each.target.published),
        _short(each.wanted),
        found,
        f"±{each.target.within * 100:g} %",
        f"±{_short(each.chance)}",
        WORDS.say(lang, "hit" if each.hit else "by_chance" if each.by_chance else "missed"),
        str(each.of),
    )


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 1000 else f"{number:.2f}".rstrip("0").rstrip(".")
