"""Places in TOML text: whatever tomli reads as a value stands, character for character, where the
scan says it does.

Rule of use: a document goes through `checked`, which holds the scan against tomli at every path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_rules.document.spans import Path, Spans, scan


def written(text: str) -> Any:
    """The value that a piece of text stands for; a comment in its tail would swallow the bracket."""
    return tomli.loads(f"x = [{text}]", parse_float=Decimal)["x"][0]


def all_paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, each in cast(dict[str, Any], value).items():
            yield from all_paths(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(cast(list[Any], value)):
            yield from all_paths(each, (*path, index))


def checked(text: str) -> Spans:
    """The scan of a text, held against tomli.

    The same paths, each value and key written where it is said to be.
    """
    spans = scan(text)
    parsed = dict(all_paths(tomli.loads(text, parse_float=Decimal)))
    assert spans.text == text.replace("\r\n", "\n")
    assert set(spans.values) | set(spans.keys) == set(parsed)
    assert len(spans.values) == len(set(spans.values)) == len(set(spans.values.values()))
    for path, value in parsed.items():
        if path in spans.values:
            start, end = spans.values[path]
            assert spans.text[start:end].strip(" \t\n") == spans.text[start:end]
            # repr tells 1.0 from 1.00 and 1 from true, and lets nan be nan
            assert repr(written(spans.text[start:end])) == repr(value), path
        else:
            assert isinstance(value, dict | list), path
        if isinstance(path[-1], str):
            start, end = spans.keys[path]
            assert tomli.loads(f"{spans.text[start:end]} = 1") == {path[-1]: 1}, path
        else:
            assert (path in spans.keys) != (path in spans.values), (
                "a written item has a value, an entry of [[x]] a key"
            )
        if path in spans.keys and path in spans.values:
            assert spans.text[spans.keys[path][1] : spans.values[path][0]].strip(" \t") == "="
        if path[:-1] in spans.values:
            outer, inner = spans.values[path[:-1]], spans.nearest(path)
            assert outer[0] < inner[0] < inner[1] < outer[1]
        if isinstance(value, str):
            check_inside(spans, path, value)
    return spans


def check_inside(spans: Spans, path: Path, value: str) -> None:
    """A string cut off at inside(path, i) has to be the first i characters, and what stands there
    the next one.
    """
    text = spans.text
    start, end = spans.values[path]
    quotes = text[start] * (3 if text.startswith(text[start] * 3, start) else 1)
    for index, character in enumerate(value):
        offset = spans.inside(path, index)
        assert start < offset < end
        assert written(text[start:offset] + quotes) == value[:index]
        if text[start] == '"' and text[offset] == "\\":
            escape = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)").match(text, offset)
            assert escape is not None
            assert written(f'"{escape[0]}"') == character
        else:
            assert text[offset] == character
    assert spans.inside(path, len(value)) == end - len(quotes)
    assert spans.inside(path, len(value) + 1) == spans.inside(path, len(value) + 999) == end
    assert spans.inside(path, -1) == spans.inside(path, 0)


def at(spans: Spans, span: tuple[int, int]) -> str:
    return spans.text[slice(*span)]


# A writer of random documents. tomli says what they mean, so the writer only has to keep them
# valid, and odd.

BARE = "abzAZ09_-"
ODD_NAMES = ["", "标准", "a.b", '"', "'", "\t\\", "0"]
CHARACTERS = st.sampled_from(
    "ab 19.=#[]{},'\"\\\t\n低保标准（元），。😀é\u0085\u2028\ufeff\x00\x1b\r\x7f"
)
SHORT_ESCAPES = {
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\f": "f",
    "\r": "r",
    '"': '"',
    "\\": "\\",
    "\x1b": "e",
}
SCALARS = """\
0|-17|+1_000|0xdead_BEEF|0o755|0b1101|1286.00|-0.5|6.02e+23|1e5|1_0.2_5E-3|inf|-inf|+nan|true|false|2021-07-01|07:32:00|\
07:32|00:32:00.25|1979-05-27T07:32:00Z|1979-05-27t07:32:00.999999-07:00|1979-05-27T07:32|1979-05-27 07:32:00|\
1979-05-27 07:32:00.5+08:00|1979-05-27 07:32|1979-05-27 07:32z"""


def is_control(character: str) -> bool:
    return ord(character) < 0x20 or ord(character) == 0x7F


def escaped(draw: st.DrawFn, character: str) -> str:
    number = ord(character)
    ways = [f"\\U{number:08x}"]
    if number <= 0xFFFF:
        ways.append(f"\\u{number:04X}")
    if number <= 0xFF:
        ways.append(f"\\x{number:02x}")
    if character in SHORT_ESCAPES:
        ways.append(f"\\{SHORT_ESCAPES[character]}")
    return draw(st.sampled_from(ways))


def basic(draw: st.DrawFn, content: str, *, lines: bool = False) -> str:
    """A basic string, on one line or on several; on several, some backslashes join lines."""
    out: list[str] = []
    plain = "\t\n" if lines else "\t"
    for character in content:
        if lines and draw(st.integers(0, 5)) == 0:
            out.append(draw(st.sampled_from(["\\\n", "\\  \n\t \n  ", "\\\t\n"])))
        raw = character != "\\" and (character in plain or not is_control(character))
        if character == '"':
            raw = lines and out[-2:] != ['"', '"']
        out.append(character if raw and draw(st.integers(0, 4)) else escaped(draw, character))
    if not lines:
        return '"' + "".join(out) + '"'
    return (
        '"""'
        + draw(st.sampled_from(["", "\n"]))
        + "".join(out)
        + draw(st.sampled_from(["", "\\\n  "]))
        + '"""'
    )


@st.composite
def strings(draw: st.DrawFn) -> str:
    content = "".join(draw(st.lists(CHARACTERS, max_size=12)))
    kinds = ["basic", "basic lines"]
    if not any(is_control(character) and character not in "\t\n" for character in content):
        if "'''" not in content:
            kinds.append("literal lines")
        if "'" not in content and "\n" not in content:
            kinds.append("literal")
    match draw(st.sampled_from(kinds)):
        case "literal":
            return f"'{content}'"
        case "literal lines":
            return "'''" + draw(st.sampled_from(["", "\n"])) + content + "'''"
        case kind:
            return basic(draw, content, lines=kind == "basic lines")


def fresh(draw: st.DrawFn, used: set[str]) -> str:
    """A name that the table does not have yet."""
    name = draw(st.text(st.sampled_from(BARE), min_size=1, max_size=4) | st.sampled_from(ODD_NAMES))
    while name in used:
        name += draw(st.sampled_from(BARE))
    used.add(name)
    return name


def key(draw: st.DrawFn, name: str) -> str:
    ways = [basic(draw, name)]
    if name and not set(name) - set(BARE):
        ways.extend([name, name])
    if "'" not in name and not any(is_control(character) for character in name.replace("\t", "")):
        ways.append(f"'{name}'")
    return draw(st.sampled_from(ways))


def dotted(draw: st.DrawFn, names: list[str]) -> str:
    out = key(draw, names[0])
    for name in names[1:]:
        out += draw(st.sampled_from([".", " . ", "\t."])) + key(draw, name)
    return out


def blank(draw: st.DrawFn) -> str:
    return draw(
        st.sampled_from(["", "", " ", "\n", "\t\n  ", " # ], } = \" ''' 注释\n", "#\n\n#\n"])
    )


def value(draw: st.DrawFn, depth: int) -> str:
    match draw(st.sampled_from(["string", "scalar"] + ["array", "table"] * (depth > 0))):
        case "string":
            return draw(strings())
        case "scalar":
            return draw(st.sampled_from(SCALARS.split("|")))
        case "array":
            items = [value(draw, depth - 1) for _ in range(draw(st.integers(0, 3)))]
        case _:
            items = pairs(draw, set(), depth - 1)
            return braces(draw, "{", items, "}")
    return braces(draw, "[", items, "]")


def braces(draw: st.DrawFn, before: str, items: list[str], after: str) -> str:
    inner = "".join(blank(draw) + item + blank(draw) + "," for item in items)
    if items and draw(st.booleans()):
        inner = inner[:-1]
    return before + inner + blank(draw) + after


def pairs(draw: st.DrawFn, used: set[str], depth: int) -> list[str]:
    """Lines `key = value` of one table, in any order.

    Some with dotted keys that share their first parts.
    """
    out: list[str] = []

    def leaves(prefix: list[str], names: set[str], most: int) -> None:
        for _ in range(draw(st.integers(0, most))):
            path = [*prefix, fresh(draw, names)]
            if len(path) < 3 and draw(st.integers(0, 3)) == 0:
                leaves(path, set(), 2)
            else:
                equals = draw(st.sampled_from(["=", " = ", "\t=\t"]))
                out.append(dotted(draw, path) + equals + value(draw, depth))

    leaves([], used, 3)
    return draw(st.permutations(out))


def section(draw: st.DrawFn, above: list[str], used: set[str], depth: int) -> list[str]:
    """Lines of a table or an array of tables with its sub-tables.

    Sometimes its own header comes last, or never.
    """
    path = [*above, fresh(draw, used)]
    kind = draw(st.sampled_from(["table", "array", "array", "implicit", "late"]))
    out: list[str] = []
    for _ in range(draw(st.integers(1, 3)) if kind == "array" else 1):
        names: set[str] = set()
        header = dotted(draw, path)
        space = draw(st.sampled_from(["", " "]))
        header = f"[[{space}{header}{space}]]" if kind == "array" else f"[{space}{header}{space}]"
        own = [header, *pairs(draw, names, 2)] if kind != "implicit" else []
        below: list[str] = []
        for _ in range(draw(st.integers(kind in ("implicit", "late"), 2)) if depth else 0):
            below += section(draw, path, names, depth - 1)
        out += below + own if kind == "late" else own + below
    return out


@st.composite
def documents(draw: st.DrawFn) -> str:
    used: set[str] = set()
    lines = pairs(draw, used, 2)
    for _ in range(draw(st.integers(0, 3))):
        lines += section(draw, [], used, 2)
    text = ""
    for line in lines:
        text += draw(st.sampled_from(["", "  ", "\n", "# 注释 = [\n"])) + line
        text += draw(st.sampled_from(["\n", "\n", "  # 元/月\n", "\t\n\n"]))
    text = text[:-1] if draw(st.booleans()) else text
    match draw(st.sampled_from(["plain", "windows", "mixed"])):
        case "windows":
            return text.replace("\n", "\r\n")
        case "mixed":
            return text.replace("\n\n", "\n\r\n")
        case _:
            return text


@settings(deadline=None)
@given(documents())
def test_every_key_and_value_stands_where_the_scan_says(text: str) -> None:
    checked(text)


@settings(deadline=None)
@given(st.lists(strings(), max_size=4))
def test_every_character_of_every_kind_of_string_is_found(items: list[str]) -> None:
    checked("x = [" + ", ".join(items) + "]")


@given(st.text(st.sampled_from("ab\n低\u2028\r"), max_size=30), st.integers(-3, 40))
def test_line_and_column_agree_with_counting(text: str, offset: int) -> None:
    spans = Spans(text, {}, {})
    before = text[: max(offset, 0)]
    assert spans.line_column(offset) == (
        before.count("\n") + 1,
        len(before) - (before.rfind("\n") + 1) + 1,
    )


def test_columns_count_characters_and_not_bytes_or_cells() -> None:
    spans = checked('"杭州市" = "低保，标准"  # 元\n表 = 1\n'.replace("表", '"😀表"'))
    assert spans.line_column(spans.keys["杭州市",][0]) == (1, 1)
    assert spans.line_column(spans.values["杭州市",][0]) == (1, 9)
    assert spans.line_column(spans.inside(("杭州市",), 3)) == (1, 13)
    assert spans.text[spans.inside(("杭州市",), 3)] == "标"
    assert spans.line_column(spans.values["😀表",][0]) == (2, 8)


def test_each_part_of_a_dotted_key_is_a_key_of_its_own() -> None:
    spans = checked('a . "b\\u0063".d = 1\na."bc".e = {f.g = 2}\n')
    assert dict(spans.keys) == {
        ("a",): (0, 1),
        ("a", "bc"): (4, 13),
        ("a", "bc", "d"): (14, 15),
        ("a", "bc", "e"): (27, 28),
        ("a", "bc", "e", "f"): (32, 33),
        ("a", "bc", "e", "f", "g"): (34, 35),
    }
    assert set(spans.values) == {("a", "bc", "d"), ("a", "bc", "e"), ("a", "bc", "e", "f", "g")}


def test_a_table_is_placed_at_its_own_header_even_when_a_longer_one_came_first() -> None:
    spans = checked(
        "[standard.urban]\nmonthly = 1\n[ standard ]\nfrom = 2021-07-01\n[standard.rural]\n"
    )
    assert spans.line_column(spans.keys["standard", "urban"][0]) == (1, 11)
    assert spans.line_column(spans.keys["standard",][0]) == (3, 3)
    assert spans.line_column(spans.keys["standard", "rural"][0]) == (5, 11)
    assert not [path for path in spans.values if len(path) == 1]


def test_sub_tables_belong_to_the_last_entry_of_their_array_of_tables() -> None:
    text = "[[rule]]\nid = 1\n[rule.when]\na = 1\n[[rule.step]]\n[[rule.step]]\nb = 2\n[[rule]]\n[[rule.step]]\nb = 3\n"
    spans = checked(text)
    lines = {path: spans.line_column(span[0]) for path, span in spans.keys.items()}
    assert lines == {
        ("rule",): (1, 3),
        ("rule", 0): (1, 3),
        ("rule", 0, "id"): (2, 1),
        ("rule", 0, "when"): (3, 7),
        ("rule", 0, "when", "a"): (4, 1),
        ("rule", 0, "step"): (5, 8),
        ("rule", 0, "step", 0): (5, 8),
        ("rule", 0, "step", 1): (6, 8),
        ("rule", 0, "step", 1, "b"): (7, 1),
        ("rule", 1): (8, 3),
        ("rule", 1, "step"): (9, 8),
        ("rule", 1, "step", 0): (9, 8),
        ("rule", 1, "step", 0, "b"): (10, 1),
    }


def test_inside_a_multi_line_string() -> None:
    spans = checked('when = """\nage >= 60 \\\n\n    and ""残疾"" \\u4e00x"""""\n')
    value = 'age >= 60 and ""残疾"" 一x""'
    assert tomli.loads(spans.text)["when"] == value
    places = {"age": (2, 1), "and": (4, 5), "残": (4, 11), "一": (4, 16), "x": (4, 22)}
    assert {
        part: spans.line_column(spans.inside(("when",), value.index(part))) for part in places
    } == places
    assert spans.line_column(spans.inside(("when",), len(value))) == (4, 25)


def test_strings_at_the_edge_of_their_quotes() -> None:
    one_line = [r'""', "''", r'"\\"', r"'\'", r'"a\"b"', r'"\x41\e"', "'\"'", '"\'"']
    basic_lines = [
        "",
        "\n",
        "\n\n",
        '"a',
        '""a',
        'a"',
        'a""',
        '""',
        r"\"",
        r'""\"""',
        "\\\n\n  ",
        "\\\\",
    ]
    literal_lines = ["", "\n", "\n\n", "'a", "''a", "a'", "a''", "''", "\\"]
    lines = [f'"""{each}"""' for each in basic_lines] + [f"'''{each}'''" for each in literal_lines]
    for text in one_line + lines:
        spans = checked(f"x = {text}#\ny = [{text},{text}]\n")
        assert {at(spans, spans.values[path]) for path in (("x",), ("y", 0), ("y", 1))} == {text}


def test_an_inline_table_over_several_lines() -> None:
    spans = checked(
        "source = {\n  document = '通知', # 文号\n  article = [ 1,\n 2, ],\n}\nnext = 1\n"
    )
    assert spans.line_column(spans.values["source",][0]) == (1, 10)
    assert spans.line_column(spans.values["source",][1]) == (5, 2)
    assert spans.line_column(spans.keys["source", "article"][0]) == (3, 3)
    assert at(spans, spans.values["source", "article", 1]) == "2"


def test_nearest_goes_from_the_value_to_the_key_and_up() -> None:
    spans = checked("a = { b = [10, 20] }\n[c.d]\ne = 1\n[[f]]\n")
    assert at(spans, spans.nearest(("a", "b"))) == "[10, 20]"
    assert at(spans, spans.nearest(("a", "b"), key=True)) == "b"
    assert at(spans, spans.nearest(("a", "b", 1))) == "20"
    assert at(spans, spans.nearest(("a", "b", 1), key=True)) == "20"
    assert at(spans, spans.nearest(("a", "b", 7, "x"))) == "[10, 20]"
    assert at(spans, spans.nearest(("a", "x"), key=True)) == "a"
    assert at(spans, spans.nearest(("a", "x"))) == "{ b = [10, 20] }"
    assert at(spans, spans.nearest(("c", "d"))) == "d"
    assert at(spans, spans.nearest(("c", "d", "x"))) == "d"
    assert at(spans, spans.nearest(("c", "x"))) == "c"
    assert at(spans, spans.nearest(("f",))) == at(spans, spans.nearest(("f", 0))) == "f"
    assert spans.nearest(("x",)) == spans.nearest(()) == scan("").nearest(("x", 0)) == (0, 0)


def test_inside_of_what_is_no_string_is_its_start() -> None:
    spans = checked("a = 1286.00\n[t]\n")
    assert spans.inside(("a",), 3) == 4
    assert spans.inside(("t",), 3) == spans.inside(("t", "x"), 3) == spans.keys["t",][0]
    assert spans.inside(("x",), 3) == 0


def test_a_path_that_is_not_there_is_a_key_error() -> None:
    spans = scan("a = [1]\n")
    for path in ((), ("b",), ("a", 1), ("a", "0"), ("a", 0, 0)):
        with pytest.raises(KeyError):
            spans.values[path]
    assert ("a", 0) not in spans.keys


def test_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="character 0"):
        scan("\ufeffa = 1")


@pytest.mark.parametrize(
    ("before", "after", "steps"), [("[", "]", [0]), ("{a=", "}", ["a"]), ("[{a=", "}]", [0, "a"])]
)
def test_depth_does_not_overflow_the_stack(before: str, after: str, steps: list[str | int]) -> None:
    count = 400 // len(steps)  # as deep as tomli goes
    text = f"x = {before * count}'y'{after * count}"
    tomli.loads(text)
    spans = scan(text)
    assert at(spans, spans.values["x", *steps * count]) == "'y'"
    assert len(spans.values) == 401
    scan(f"x = {before * 50_000}'y'{after * 50_000}")  # deeper than tomli goes


ENTRY = '[[standard]]\ndivision = "320922"\nmonthly = 1286.00 # 元\nsource = {quote = "自6月"}\nwhen = """\na > 6"""\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENTRY * (1_000_000 // len(ENTRY)), id="policy"),
        pytest.param("x = " + "[" * 300 + "1," * 500_000 + "]" * 300, id="many values, deep"),
        pytest.param("\n".join(f"k{i}" + ".a" * 900 + " = 1" for i in range(70)), id="long keys"),
        pytest.param('x = """' + '\\n""a' * 200_000 + '"""', id="long string"),
        pytest.param("# a\n\n" * 200_000, id="comments"),
    ],
)
def test_a_megabyte_is_scanned_in_linear_time(text: str) -> None:
    """Were it not, this would take minutes."""
    tomli.loads(text)
    spans = scan(text)
    spans.inside(("x",), 10**6)
    for offset in range(0, len(text), 100):
        spans.line_column(offset)
