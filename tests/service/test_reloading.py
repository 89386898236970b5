"""New policies take the place of old ones whole, broken ones nobody's."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support import tiny
from tests.support.loading import afresh
from welfare_rules.service import reloading
from welfare_rules.service.reloading import Serving
from welfare_rules.service.requests import respond

BEFORE, AFTER = "value = 120.50", "value = 130.50"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.root(tiny.written(tmp_path))


def edited(root: Path, old: str, new: str) -> None:
    files = [each for each in sorted(root.rglob("*.toml")) if old in each.read_text("utf-8")]
    assert files
    for each in files:
        each.write_text(each.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def digest(serving: Serving) -> str:
    return serving.standing.policies.digest


def test_a_change_is_taken_once_it_stands_still(root: Path) -> None:
    serving = Serving.of(root)
    before, since = digest(serving), serving.standing
    serving.look()
    serving.look()
    assert serving.standing is since
    edited(root, BEFORE, AFTER)
    serving.look()
    assert digest(serving) == before
    serving.look()
    assert digest(serving) != before
    assert digest(serving) == Serving.of(root).standing.policies.digest


def test_a_file_that_is_half_written_keeps_the_old_policies(root: Path) -> None:
    serving = Serving.of(root)
    before = serving.standing.policies
    file = next(each for each in sorted(root.rglob("*.toml")) if BEFORE in each.read_text("utf-8"))
    whole = file.read_text(encoding="utf-8")
    for half in (whole[: len(whole) // 2] + '"', "", "\x00"):
        file.write_text(half, encoding="utf-8")
        serving.look()
        serving.look()
        assert serving.standing.policies is before
        assert serving.standing.refused
        assert serving.standing.refused_at is not None
        tried = serving.standing
        serving.look()
        assert serving.standing is tried  # what was refused once is not read again and again
    file.write_text(whole.replace(BEFORE, AFTER), encoding="utf-8")
    serving.look()
    serving.look()
    assert serving.standing.policies is not before
    assert serving.standing.refused == ()


def test_files_that_change_while_they_are_read_are_left_for_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = Serving.of(root)
    before = digest(serving)
    real = reloading.read_policies

    def overtaken(folder: Path | None) -> object:
        made = real(folder)
        edited(root, AFTER, "value = 140.50")
        return made

    edited(root, BEFORE, AFTER)
    monkeypatch.setattr(reloading, "read_policies", overtaken)
    serving.reload()
    assert digest(serving) == before
    monkeypatch.setattr(reloading, "read_policies", real)
    serving.look()
    serving.look()
    assert digest(serving) == Serving.of(root).standing.policies.digest != before


def test_a_folder_that_is_gone_keeps_the_old_policies(root: Path) -> None:
    serving = Serving.of(root)
    before = digest(serving)
    root.rename(root.with_name("elsewhere"))
    serving.reload()
    assert (digest(serving), serving.standing.refused[0].code) == (before, "WR506")


def test_every_answer_is_of_one_reading(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While policies change, each answer has the amount that belongs to the digest it names."""
    afresh(monkeypatch)
    serving = Serving.of(root)
    case = {"id": "h", "stock": 0, "members": [{"id": "a", "pay": "100.33", "age": 70}]}
    asked = {"jurisdiction": "tiny", "month": "2021-03", "known": "2021-12-31", "case": case}
    found: set[tuple[str, str]] = set()
    ended = threading.Event()

    def ask() -> None:
        while True:
            last = ended.is_set()
            status, body = respond(serving.standing.policies, "determine", asked)
            assert status == 200
            found.add(
                (body["law_digest"], str([(e["benefit"], e["amount"]) for e in body["benefits"]]))
            )
            if last:
                return

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for old, new in ((BEFORE, AFTER), (AFTER, BEFORE), (BEFORE, AFTER)):
            edited(root, old, new)
            serving.reload()
    finally:
        ended.set()
        asking.join()
    assert len({each for each, _ in found}) == len(found)
    assert wr.load("tiny", root).digest in {each for each, _ in found}
