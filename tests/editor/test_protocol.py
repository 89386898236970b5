"""What an editor is told over the protocol: findings where they stand, over the unsaved texts of a
whole folder, and the edits that mend them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.editor.client import Client, edited
from tests.support import tiny
from tests.support.command import copied, run
from tests.support.effort import examples
from welfare_rules.editor import server
from welfare_rules.editor.folder import look

RARE = "𠮷😀é"  # two beyond the first 65,536 characters, and one of two code points


@pytest.fixture(scope="module", autouse=True)
def impatient() -> Iterator[None]:
    """Nobody types here: a look need not wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "WAIT", 0.01)
        yield


@pytest.fixture(scope="module")
def client(impatient: None) -> Iterator[Client]:
    with Client() as client:
        client.begin()
        yield client


@pytest.fixture(scope="module")
def law(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small law, opened."""
    path = tiny.root(tiny.written(tmp_path_factory.mktemp("editor"))) / "tiny" / "law.toml"
    assert client.open(path) == []
    return path


def place_of(text: str, part: str, after: int = 0) -> tuple[int, int]:
    """Line and UTF-16 character of the first `part` in a text."""
    offset = text.index(part) + after
    begun = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset), len(text[begun:offset].encode("utf-16-le")) // 2


def shown(text: str, diagnostic: Any) -> str:
    """What a finding is drawn under."""
    marked = edited(text, [{"range": diagnostic["range"], "newText": "\x00"}])
    before, after = marked.split("\x00")
    return text[len(before) : len(text) - len(after)]


def test_a_finding_stands_at_its_word_inside_a_formula(client: Client, law: Path) -> None:
    text = law.read_text("utf-8")
    when = next(line for line in text.splitlines() if line.startswith("when = "))
    wrong = text.replace(when, when.replace('"', '"收人 > 3 元 且 ', 1), 1)
    [found] = client.change(law, wrong)
    assert (found["code"], found["source"], found["severity"]) == ("WR205", "welfare-rules", 1)
    assert "不认识的名称“收人”；是否指“收入”？" in found["message"]
    assert shown(wrong, found) == "收人"
    [fix] = client.fixes(law, found)
    assert fix["title"] == "改为“收入”"
    assert fix["diagnostics"][0]["code"] == "WR205"
    mended = edited(wrong, fix["edit"]["changes"][law.as_uri()])
    assert mended == wrong.replace("收人", "收入")
    client.change(law, text)


@given(
    before=st.text(st.sampled_from("a低𠮷😀\u0301\u2028\x0b（ "), max_size=6),
    inside=st.text(st.sampled_from("低𠮷a_"), max_size=4),
)
@settings(max_examples=examples(20))
def test_places_are_right_behind_any_character(
    client: Client, law: Path, before: str, inside: str
) -> None:
    """Before the wrong word stand characters of one and of two units, also such as break lines
    elsewhere; the fix hits the word and nothing else.
    """
    text = law.read_text("utf-8")
    at = text.index("when = ")
    end = text.index("\n", at)
    quoted = before.replace("\x0b", "")  # a control character, which TOML has not
    note = f'[note.x]\nlabel = "{before}"\n'
    assert note  # what stands in other lines moves nothing
    word = f"收人{inside}"
    wrong = f'{text[:at]}when = {{ x = "{quoted}", y = "{word} > 1" }}{text[end:]}'
    found = client.change(law, wrong)
    assert found, wrong
    wrong = f'{text[:at]}when = "({word} > 1) 且 {word} > 2" # {before}{text[end:]}'
    if "\x0b" in before:
        assert client.change(law, wrong)[0]["code"] == "WR102"
    else:
        told = client.change(law, wrong)
        assert [shown(wrong, each) for each in told if each["code"] == "WR205"] == [word] * len(
            told
        )
    client.change(law, text)


@pytest.mark.parametrize(("sign", "half"), [("（", "("), ("＞", ">"), ("，", ","), ("　", " ")])
def test_full_width_signs_are_made_half(client: Client, law: Path, sign: str, half: str) -> None:
    text = law.read_text("utf-8")
    at = text.index('when = "') + len('when = "')
    wrong = f"{text[:at]}{sign}{text[at:]}# {RARE}"
    [found] = [each for each in client.change(law, wrong) if each["code"] == "WR202"]
    [fix] = client.fixes(law, found)
    assert (
        edited(wrong, fix["edit"]["changes"][law.as_uri()])
        == f"{text[:at]}{half}{text[at:]}# {RARE}"
    )
    twice = wrong.replace(sign, sign + sign, 1)
    found = [each for each in client.change(law, twice) if each["code"] == "WR202"]
    every = client.fixes(law, found[0])[-1]
    assert every["title"] == "全部改为半角符号"
    assert sign not in edited(twice, every["edit"]["changes"][law.as_uri()])
    client.change(law, text)


def test_a_full_width_sign_of_toml_itself_is_mended(client: Client, law: Path) -> None:
    text = law.read_text("utf-8")
    wrong = text.replace("value = 120.50", "value ＝ 120.50", 1)
    [found] = client.change(law, wrong)
    assert found["code"] == "WR103"
    [fix] = client.fixes(law, found)
    assert edited(wrong, fix["edit"]["changes"][law.as_uri()]) == text
    client.change(law, text)


def test_names_stay_known_while_a_line_is_being_typed(client: Client, law: Path) -> None:
    text = law.read_text("utf-8")
    typed = text + f'\n# {RARE}\n[[benefit.old.require]]\nwhen = "{RARE} 收'
    assert client.change(law, typed)
    line, character = place_of(typed, f"{RARE} 收", len(RARE) + 2)
    items = client.at("completion", law, line, character)["items"]
    [item] = [each for each in items if each["label"] == "收入"]
    made = edited(typed, [item["textEdit"]])
    assert made == typed + "入"
    assert "pay" in item["filterText"]
    line, character = place_of(typed, "[figure.line]", 9)
    shown_there = client.at("hover", law, line, character)
    assert "120.50 元" in shown_there["contents"]["value"]
    client.change(law, text)


def test_hover_and_definition_know_the_place(client: Client, law: Path) -> None:
    text = law.read_text("utf-8").replace('value = "pay"', f'value = "收入" # {RARE}')
    client.change(law, text)
    line, character = place_of(text, 'value = "收入"', len('value = "收'))
    found = client.at("hover", law, line, character)
    assert found["contents"]["value"].startswith("**收入** `pay`")
    assert shown(text, found) == "收入"
    [declared] = client.at("definition", law, line, character)
    assert (declared["uri"], shown(text, declared)) == (law.as_uri(), "pay")
    assert client.at("hover", law, *place_of(text, RARE, 1)) is None
    assert client.at("definition", law, len(text.splitlines()) + 5, 3) == []
    client.change(law, law.read_text("utf-8"))


# --- layers ---


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return copied(tmp_path) / "cn" / "model" / "dibao.toml"


def test_layers_are_looked_at_together(county: Path) -> None:
    """What the nation's file loses, unsaved, is missed in the county's, which is not open."""
    nation, figures = county.parents[1] / "social-assistance-2014.toml", "standards.toml"
    text = nation.read_text("utf-8")
    with Client() as client:
        client.begin(locale="en-US")
        assert client.open(nation) == []
        client.change(nation, text.replace("[figure.dibao_standard]", "[figure.dibao_standart]"))
        while not (told := client.found(county.with_name(figures))):
            pass
        assert [each["code"] for each in told] == ["WR313"]
        assert "did you mean 'dibao_standart'?" in told[0]["message"]
        client.change(nation, text)
        assert client.open(county) == []
        # the declaration is the nation's, the versions are the county's
        own = county.read_text("utf-8")
        line, character = place_of(own, "本人可计算收入 < 低保标准", 10)
        places = client.at("definition", county, line, character)
        uris = [each["uri"].rpartition("/")[2] for each in places]
        assert (uris[0], {*uris[1:]}) == (nation.name, {figures})
        line, character = place_of(own, '"cn.dibao-2021"', 3)
        [paper] = client.at("definition", county, line, character)
        assert paper["uri"].endswith("/cn/dibao-2021.toml")


def test_a_file_that_is_on_no_disk_yet_counts(county: Path) -> None:
    new = county.with_name("new.toml")
    text = (
        'format = "welfare-policy/2"\n[document]\nid = "cn.model.new"\nin_force = 2020-01-01\n'
        'title = { zh = "新", en = "New" }\n[figure.dibao_standrad]\n'
    )
    with Client() as client:
        client.begin(initializationOptions={"lang": "en"})
        found = client.open(new, text)
        assert found
        assert all(each["message"].isascii() for each in found)
        client.tell("textDocument/didClose", {"textDocument": {"uri": new.as_uri()}})
        client.versions.clear()
        assert client.found(new) == []


def test_a_look_keeps_the_law_of_before_where_a_file_cannot_be_read(county: Path) -> None:
    root = county.parents[2]
    first = look(root, {})
    second = look(root, {county: county.read_text("utf-8") + "\n[figure."}, first)
    assert second.laws["cn/model"] is first.laws["cn/model"]
    assert [each.code for each in second.findings[county] if each.severity == "error"]
    assert look(root, {county: "["}).law(county) is not None
    assert second.law(root.parent / "elsewhere.toml") is None


# --- the command ---


@pytest.mark.slow
def test_the_command_speaks_over_its_streams_and_ends_as_the_protocol_says(tmp_path: Path) -> None:
    path = tiny.root(tiny.written(tmp_path)) / "tiny" / "law.toml"
    command = [sys.executable, "-m", "welfare_rules", "lsp", "--lang", "en"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with Client((process.stdout, process.stdin)) as client:  # type: ignore[arg-type]
            assert client.begin(locale="zh-CN")["serverInfo"]["name"] == "welfare-rules"
            [found] = client.open(path, path.read_text("utf-8").replace("stock", "stokc", 1))[:1]
            assert found["message"].isascii()
        assert process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"Content-Length: 9\r\n\r\n" + b"[" * 9, "JSONDecodeError"),
        (b"Content-Length: 2\r\n\r\n[]", "Unable to handle message"),
        (b"Content-Length: %d\r\n\r\n{}" % 10**20, f"{10**20} bytes"),
        (b"x" * 100_000, ""),
    ],
)
def test_what_is_no_message_is_told_in_a_line_and_ends_nothing_else(sent: bytes, told: str) -> None:
    command = [sys.executable, "-m", "welfare_rules", "lsp"]
    made = subprocess.run(command, input=sent, capture_output=True, timeout=60, check=False)
    said = made.stderr.decode()
    assert (made.returncode, "Traceback" in said, told in said) == (0, False, True)
    assert said.count("\n") == bool(told)


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "welfare_rules.editor.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls", None)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    made = run("lsp", "--lang", "en")
    assert (made.exit_code, "pip install 'welfare-rules[lsp]'" in made.stderr) == (2, True)
