"""Lines in, as many lines out, in the same order, whatever stands in them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.service.asking import ANYTHING, RIGHT, shipped, spoilt
from tests.support.command import run
from tests.support.effort import examples
from welfare_rules.basics.harmless import json_line
from welfare_rules.service import pipe
from welfare_rules.service.pipe import answer_line, serve_lines
from welfare_rules.service.policies import Policies
from welfare_rules.service.problems import problem
from welfare_rules.service.requests import respond


def served(data: bytes) -> list[Any]:
    return [json.loads(each) for each in written(data)]


def written(data: bytes) -> list[bytes]:
    made: list[bytes] = []
    serve_lines(shipped(), io.BytesIO(data), in_bytes, made.append)
    return made


def in_bytes(value: object) -> bytes:
    return json_line(value).encode()


@pytest.mark.parametrize("do", RIGHT)
def test_a_line_is_answered_as_the_request_is(do: str) -> None:
    policies: Policies = shipped()
    line = json.dumps({"id": do, "do": do, **RIGHT[do]}).encode()
    status, body = respond(policies, do, RIGHT[do])
    assert (status, answer_line(policies, line)) == (200, {"id": do, "status": 200, "answer": body})


@pytest.mark.parametrize(
    ("line", "name", "status", "code"),
    [
        (b"garbage", None, 400, "WR401"),
        (b"[1]", None, 400, "WR403"),
        (b"\xff\xfe{", None, 400, "WR105"),
        (b'{"id": 1}', 1, 400, "WR409"),
        (b'{"id": [1], "do": "names"}', None, 400, "WR403"),
        (b'{"id": 1, "do": 2}', 1, 400, "WR403"),
        (b'{"id": 1, "id": 2, "do": "names"}', None, 400, "WR415"),
        (b'{"id": "a", "do": "namse"}', "a", 404, "WR541"),
        (b'{"id": "a", "do": "names"}', "a", 400, "WR409"),
        (b"[" * 100_000, None, 400, "WR413"),
    ],
)
def test_a_line_that_is_no_request_is_refused(
    line: bytes, name: object, status: int, code: str
) -> None:
    [made] = served(line)
    assert (made["id"], made["status"], made["problem"]["status"]) == (name, status, status)
    assert [each["code"] for each in made["problem"]["findings"]] == [code]


def test_a_line_that_is_too_long_is_refused_and_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipe, "MOST_CHARACTERS", 40)
    asked = b'{"id": 1, "do": "jurisdictions"}'
    for more, status in ((40, 200), (41, 413), (42, 413), (43, 413), (200, 413)):
        first, second = served(asked.ljust(more) + b"\n" + asked)
        assert (first["status"], second["status"]) == (status, 200), more
    assert served(b"x" * 41)[0]["problem"]["findings"][0]["code"] == "WR412"


@given(data=st.lists(st.binary(max_size=30) | ANYTHING.map(lambda each: json_line(each).encode())))
@settings(max_examples=examples(100))
def test_every_line_has_its_answer(data: list[bytes]) -> None:
    lines = [part for each in data for part in each.split(b"\n")]
    asked = b'{"id": "last", "do": "jurisdictions"}'
    made = served(b"\n".join([*lines, asked]))
    assert len(made) == sum(bool(each.strip()) for each in lines) + 1
    assert made[-1]["status"] == 200
    assert all(("answer" in each) == (each["status"] == 200) for each in made)


@given(asked=st.lists(spoilt(), max_size=3))
@settings(max_examples=examples(30))
def test_answers_come_in_order(asked: list[tuple[str, Any]]) -> None:
    requests = [
        {**(each if isinstance(each, dict) else {}), "id": place, "do": do}
        for place, (do, each) in enumerate(asked)
    ]
    made = served("\n".join(map(json_line, requests)).encode())
    assert [each["id"] for each in made] == [*range(len(asked))]


LINES = st.one_of(
    st.sampled_from([b"x", b"{}", b"[]", b"1", b"null", b'{"id": 1}', b'{"id": 1, "lang": "en"}']),
    st.builds(
        lambda do, said, name: in_bytes({"do": do, "id": name, **said}),
        st.sampled_from(["names", "jurisdictions", "namse"]),
        st.fixed_dictionaries(
            {},
            optional={
                "jurisdiction": st.sampled_from(["cn", "cn/model", "cn/x", 1, None, []]),
                "lang": st.sampled_from(["zh", "en", "fr", None, 1, {}]),
                "more": st.none() | st.just(1),
            },
        ),
        st.none() | st.integers(0, 2) | st.sampled_from(["a", 1.5]),
    ),
)


@given(lines=st.lists(LINES, max_size=12), most=st.sampled_from([1, 2, 10_000]))
@settings(max_examples=examples(60))
def test_what_is_kept_of_lines_before_changes_no_answer(lines: list[bytes], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipe, "MOST_KEPT", most)
        made = written(b"\n".join(lines))
    assert made == [in_bytes(answer_line(shipped(), each)) + b"\n" for each in lines]


def test_what_many_lines_are_answered_alike_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    refused: list[object] = []

    def counted(policies: Policies, do: str, request: object) -> Any:
        asked.append(do)
        return respond(policies, do, request)

    def counted_too(*given: Any) -> Any:
        refused.append(given)
        return problem(*given)

    monkeypatch.setattr(pipe, "respond", counted)
    monkeypatch.setattr(pipe, "problem", counted_too)
    names = [in_bytes({"id": each, "do": "names", "jurisdiction": "cn/model"}) for each in "abcd"]
    garbage = [b'{"id": %d}' % each for each in range(50)]
    made = served(b"\n".join([*[b"x"] * 50, *garbage, *names, *[b"y"] * 50]))
    assert (asked, len(refused), len(made)) == (["names"], 2, 154)
    assert [each["id"] for each in made[50:104]] == [*range(50), *"abcd"]


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipe, "MOST_KEPT", 3)
    sizes: list[int] = []
    keep = pipe._keep

    def watched(kept: Any, key: Any, made: bytes) -> None:
        keep(kept, key, made)
        sizes.append(len(kept))

    monkeypatch.setattr(pipe, "_keep", watched)
    assert len(served(b"\n".join(b"x" * each for each in range(1, 200)))) == 199
    assert max(sizes) == 3


def test_nothing_long_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr(pipe, "_keep", lambda _, key, made: kept.append(key))
    strange = "x" * 10_000
    asked = [{"do": "names", "jurisdiction": strange}, {"do": strange}, {"do": 1, strange: 1}]
    made = served(b"\n".join([*map(in_bytes, asked), strange.encode()]))
    assert [each["status"] for each in made] == [400, 404, 400, 400]
    assert set(kept) == {None}


def test_a_program_may_wait_for_each_answer_and_ends_the_pipe_by_closing_it() -> None:
    asked = json.dumps({"id": 1, "do": "determine", **RIGHT["determine"]}).encode()
    command = [sys.executable, "-m", "welfare_rules", "pipe"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line, total in ((asked, "1711.50"), (b"garbage", None), (asked, "1711.50")):
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            made = json.loads(process.stdout.readline())
            assert made.get("answer", {}).get("total") == total
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait(60) == 0


def test_the_command_refuses_a_folder_that_is_not_there() -> None:
    assert run("pipe", "--policies", "nowhere").exit_code == 2
    assert run("pipe", stdin="").exit_code == 0
