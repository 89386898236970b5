"""Puts a run on Spark together: headings read once, rules sent, rows laid beside each other."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from os import PathLike
from typing import Any, Generic, Literal, NoReturn

from welfare_rules.basics.text import Words
from welfare_rules.findings import EngineMissing, Place, TableError, finding
from welfare_rules.rules import Rules
from welfare_rules.spark.columns import (
    FINDING,
    FINDINGS,
    HOUSEHOLD,
    HOUSEHOLDS,
    KEY,
    KIND,
    MEMBER,
    MEMBERS,
    OF_FINDING,
    PLACE,
    TABLE,
    key_of,
    named,
    schema_of,
)
from welfare_rules.spark.typed import SomeFrame, SparkFrame
from welfare_rules.spark.worker import Asked, Decide
from welfare_rules.tables.cases import pair_of
from welfare_rules.tables.headings import Headings
from welfare_rules.tables.mapping import AS_IT_IS, Mapped, read_mapping
from welfare_rules.tables.table import Table

JAVA = 17  # the lowest version that Spark 4 runs on


@dataclass(frozen=True, slots=True)
class SparkResult(Generic[SomeFrame]):
    """What a run on Spark gives: three DataFrames, and `rows`, of which all three are parts.

    `households` and `members` have the columns of a `RunResult`; `findings` says what is wrong or
    doubtful, with the ids of its row: `table`, `household`, `member`, `column`, `severity`, `code`,
    `message_zh`, `message_en`. Nothing is decided before Spark is asked for rows, and again each
    time it is asked: write `rows` once, or keep them with `rows.persist()`, to decide once.
    """

    rows: SomeFrame
    households: SomeFrame
    members: SomeFrame
    findings: SomeFrame


def run(
    households: SomeFrame,
    members: SomeFrame | None,
    rules: Rules,
    benefits: Sequence[str] | None = None,
    money: Literal["yuan", "fen"] = "yuan",
    *,
    mapping: str | PathLike[str] | Mapping[str, Any] | None = None,
    engine: str | None = None,
    partitions: int | None = None,
) -> SparkResult[SomeFrame]:
    """Decides all households of two DataFrames of Spark, as `rules.run` does those of two tables.

    All rows of a household go to one partition, by its id; there are as many as Spark's setting
    `spark.sql.shuffle.partitions` says, or `partitions`. The rules are broadcast. The other
    arguments are those of `rules.run`. Raises TableError for headings that cannot be used,
    RequestError for a benefit that is not there, EngineMissing without pyspark.

        from welfare_rules import spark

        session = spark.local_session()
        homes = session.read.parquet("households.parquet")
        people = session.read.parquet("members.parquet")
        spark.run(homes, people, rules).households.select("id", "circle", "total").show()
    """
    functions, types = _pyspark("pyspark.sql.functions"), _pyspark("pyspark.sql.types")
    _refuse_others(households, members)
    mapped = AS_IT_IS if mapping is None else read_mapping(mapping)
    head, member_head = _headings(rules, mapped, households, members)
    as_data = mapped.model_dump()
    nothing = rules.run(  # refuses benefits that are not there, and says what columns there will be
        {each: [] for each in households.columns},
        None if members is None else {each: [] for each in members.columns},
        benefits,
        money=money,
        mapping=as_data,
        engine="native",
    )
    kinds = {HOUSEHOLD: nothing.households.kinds, MEMBER: nothing.members.kinds}
    schema = types.StructType(
        [
            types.StructField(TABLE, types.StringType()),
            *(
                types.StructField(name, schema_of(types, each, money))
                for name, each in {**kinds, FINDING: OF_FINDING}.items()
            ),
        ]
    )
    asked = Asked(
        benefits,
        money,
        as_data,
        engine,
        head.head_of("id"),
        (member_head.head_of("household"), member_head.head_of("id")),
        members is not None,
    )
    decide = Decide(_context(households).broadcast(rules), asked)
    rows = _together(functions, households, head, members, member_head)
    by = (partitions, KEY) if partitions is not None else (KEY,)
    sorted_rows = rows.repartition(*by).sortWithinPartitions(KEY, KIND, PLACE)
    decided = sorted_rows.mapInArrow(decide, schema)

    def of(table: str, struct: str) -> Any:
        return decided.where(named(functions, TABLE) == table).select(f"{struct}.*")

    return SparkResult(
        decided, of(HOUSEHOLDS, HOUSEHOLD), of(MEMBERS, MEMBER), of(FINDINGS, FINDING)
    )


def _headings(
    rules: Rules, mapped: Mapped, households: SparkFrame, members: SparkFrame | None
) -> tuple[Headings, Headings]:
    """What the columns of both tables mean. Raises TableError with all that is wrong."""

    def table(name: str, given: SparkFrame) -> Table:
        return Table(name, tuple(given.columns), lambda: iter(()))

    pair = pair_of(
        rules.program.law,
        rules.reader.labels,
        mapped,
        table(HOUSEHOLDS, households),
        None if members is None else table(MEMBERS, members),
        lambda table, each: None,
    )
    return pair.head, pair.member_head


def _together(
    functions: Any,
    households: SparkFrame,
    head: Headings,
    members: SparkFrame | None,
    member_head: Headings,
) -> Any:
    """Both tables as one, of which a row has its household's key; columns that are not read go."""

    def keyed(given: SparkFrame, columns: Headings, kind: str, id_: str) -> Any:
        types = {each.name: each.dataType.simpleString() for each in given.schema.fields}
        read = [named(functions, each.head) for each in columns.columns]
        placed = given.select("*", functions.monotonically_increasing_id().alias(PLACE))
        return placed.select(
            key_of(functions, id_, types[id_]).alias(KEY),
            functions.lit(kind).alias(KIND),
            named(functions, PLACE),
            functions.struct(*read).alias(kind),
        )

    homes = keyed(households, head, HOUSEHOLD, head.head_of("id"))
    if members is None:
        return homes
    people = keyed(members, member_head, MEMBER, member_head.head_of("household"))
    return homes.unionByName(people, allowMissingColumns=True)


# --- what has to be there ---


def _context(frame: SparkFrame) -> Any:
    """What broadcasts. Raises EngineMissing for a session that cannot."""
    context = getattr(frame.sparkSession, "sparkContext", None)
    if context is None:
        raise EngineMissing(
            Words(
                "Spark Connect 会话不能广播规则：请在集群上用 spark-submit 运行",
                "a session of Spark Connect broadcasts nothing: use spark-submit on the cluster",
            )
        )
    return context


def local_session(cores: int | None = None, memory: str = "2g", attempts: int = 4) -> Any:
    """A session of Spark on this machine, on so many cores (all if not given), to try a run.

    A task that is lost is tried so many times, as on a cluster. Raises EngineMissing where pyspark
    or Java is not there, with what to install.
    """
    sql = _pyspark("pyspark.sql")
    _java()
    errors = import_module("pyspark.errors")
    builder = (
        sql.SparkSession.builder.master(f"local[{cores or '*'},{attempts}]")
        .appName("welfare_rules")
        .config("spark.driver.memory", memory)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
    )
    try:
        session = builder.getOrCreate()
    except errors.PySparkRuntimeError as error:
        if error.getCondition() != "JAVA_GATEWAY_EXITED":
            raise
        _no_java()
    if "PYSPARK_PYTHON" not in os.environ:  # workers have what this program has
        session.sparkContext.pythonExec = sys.executable
    return session


def _pyspark(name: str) -> Any:
    """A module of pyspark. Raises EngineMissing where it is not installed."""
    if find_spec("pyspark") is None:
        command = "pip install 'welfare-rules[spark]'"
        raise EngineMissing(
            Words(
                f"在 Spark 上运行须安装 pyspark：{command}（约 450 MB），并备有 Java {JAVA} 以上",
                f"A run on Spark needs an extra: run {command} (some 450 MB), and have Java {JAVA} "
                "or later",
            )
        )
    return import_module(name)


def _java() -> None:
    """Raises EngineMissing where no Java is found in the places in which Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=None if home is None else os.path.join(home, "bin")) is None:
        _no_java()


def _no_java() -> NoReturn:
    raise EngineMissing(
        Words(
            f"Spark 须有 Java {JAVA} 以上：安装后让 JAVA_HOME 指向它，或放进 PATH",
            f"Spark needs Java {JAVA} or later: install it and let JAVA_HOME name its folder, or "
            "have it in PATH",
        )
    )


def _refuse_others(households: object, members: object) -> None:
    """Raises TableError for what is no DataFrame of Spark."""
    want = Words(
        "Spark 的 DataFrame（文件用 session.read 读入；别的表用 rules.run）",
        "a DataFrame of Spark (files by session.read; other tables by rules.run)",
    )
    wrong = [
        finding("WR403", Place(name), want=want, got=type(given).__name__)
        for name, given in ((HOUSEHOLDS, households), (MEMBERS, members))
        if given is not None and not hasattr(given, "mapInArrow")
    ]
    if wrong:
        raise TableError(wrong)
