"""Small laws as policy files, written from one small decision: a nation with a county below it,
figures with versions that are announced late and corrected, benefits with requirements, rows,
supplements and exclusions, replacements and drops.

0 is always the plainest choice: one benefit, one version, no layer but the nation. Every law that
is written so is one that `check` accepts.
"""

from __future__ import annotations

import datetime

from welfare_rules.basics.money import FEN, yuan_text
from welfare_rules.samples.drawing import Pick, one

FORMAT = 'format = "welfare-policy/2"'
CITE = 'cite = { article = "1" }'
FIRST = datetime.date(2020, 1, 1)
FACTS = """
[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "member"
type = "money"
flow = true
min = 0
max = 10000

[fact.savings]
label = { zh = "存款", en = "savings" }
entity = "household"
type = "money"
min = 0
max = 100000

[fact.rural]
label = { zh = "农村", en = "rural" }
entity = "household"
type = "bool"

[fact.age]
label = { zh = "岁数", en = "age" }
entity = "member"
type = "int"
min = 0
max = 120

[fact.ill]
label = { zh = "患病", en = "ill" }
entity = "member"
type = "bool"
presumed = false

[[income]]
id = "pay"
label = { zh = "工钱", en = "wages" }
cite = { article = "2" }

[derived.together]
label = { zh = "合计收入", en = "income together" }
entity = "household"
type = "money"
formula = "合计(own_countable_income, 真)"
cite = { article = "2" }
"""
CONDITIONS = {
    "household": (
        "together < line * 人数(真)",
        "savings <= line * 10",
        "rural",
        "任一(ill, 真)",
        "人数(age < 18) >= 1",
        "line > 300元 或 非 rural",
    ),
    "member": ("age >= 60", "ill", "own_countable_income < line", "age < 18 或 ill", "非 ill"),
}
AMOUNTS = {
    "household": (
        "line",
        "取大(0元, line * 人数(真) - together)",
        "line / 3",
        "line - savings / 100",
    ),
    "member": ("line", "取大(0元, line - own_countable_income)", "line * 12.5%", "line / 7"),
}
EXEMPTIONS = ('share = "50%"', 'deduct = "100元"', 'when = "ill"\nshare = "100%"')
SHARES = ("100%", "50%", "33.3%", "12.5%")


def small_law(pick: Pick) -> dict[str, str]:
    """The files of a law by their paths; it is that of `cn/county` where there is that layer."""
    benefits = [_benefit(pick, place) for place in range(1 + pick(3))]
    parts = [_head("cn.nation", FIRST, "某国", "Nation", "nation"), FACTS, _figure(pick)]
    parts += [_exemption(pick, place) for place in range(pick(3))]
    parts += [text for _, text in benefits]
    files = {"cn/nation.toml": "\n".join(parts)}
    if pick(2):
        files["cn/county/county.toml"] = _county(pick, [name for name, _ in benefits])
    return files


def _head(id_: str, day: datetime.date, zh: str, en: str, level: str) -> str:
    lines = [
        FORMAT,
        "[document]",
        f'id = "{id_}"',
        f'title = {{ zh = "{zh}的办法", en = "measures of {en}" }}',
        f"in_force = {day}",
        f"announced = {day - datetime.timedelta(days=20)}",
        'status = "published"',
        "[jurisdiction]",
        f'name = {{ zh = "{zh}", en = "{en}" }}',
        f'level = "{level}"',
    ]
    return "\n".join(lines)


def _figure(pick: Pick) -> str:
    text = f'\n[figure.line]\nlabel = {{ zh = "标准", en = "line" }}\ntype = "money"\n{CITE}\n'
    return text + _versions(pick, FIRST, "")


def _versions(pick: Pick, first: datetime.date, replaces: str) -> str:
    """Versions a year apart, some announced only after they are in force, some corrected."""
    parts: list[str] = []
    heard = first - datetime.timedelta(days=20)
    for _ in range(1 + pick(3)):
        value = FEN * (100 + 100 * pick(9)) + pick(FEN)
        parts.append(_version(first, heard, value, replaces))
        if pick(3) == 2:
            later = heard + datetime.timedelta(days=1 + pick(90))
            corrected = f"{replaces}corrects = {heard}\n"
            parts.append(_version(first, later, value + 100 * (1 + pick(50)), corrected))
            heard = later
        first = first.replace(year=first.year + 1, month=one(pick, (1, 7)))
        heard = max(
            heard + datetime.timedelta(days=1),
            first + datetime.timedelta(days=one(pick, (-20, 0, 45))),
        )
    return "\n".join(parts)


def _version(first: datetime.date, heard: datetime.date, fen: int, more: str) -> str:
    head = f"[[figure.line.version]]\nfrom = {first}\nannounced = {heard}\n{more}"
    return f"{head}value = {yuan_text(fen)}\n"


def _exemption(pick: Pick, place: int) -> str:
    head = f'[[exemption]]\nid = "e{place}"\nlabel = {{ zh = "免{place}", en = "e{place}" }}\n'
    return f'{head}income = "pay"\n{one(pick, EXEMPTIONS)}\n{CITE}\n'


def _benefit(pick: Pick, place: int) -> tuple[str, str]:
    name, payee = f"b{place}", one(pick, ("household", "member"))
    step, way = one(pick, ("1", "0.01", "10")), one(pick, ("half-up", "up", "down", "half-even"))
    lines = [
        f"\n[benefit.{name}]",
        f'label = {{ zh = "待遇{place}", en = "{name}" }}',
        f'payee = "{payee}"',
        f'rounding = {{ step = "{step}", direction = "{way}" }}',
        CITE,
    ]
    clauses = [
        _clause(name, "require", f"r{number}", f'when = "{one(pick, CONDITIONS[payee])}"')
        for number in range(pick(3))
    ]
    if pick(2):
        lines += ['of = "line"', f'hit = "{one(pick, ("highest", "sum"))}"']
        for number in range(1 + pick(3)):
            when = one(pick, CONDITIONS[payee])
            content = f'when = "{when}"\nshare = "{one(pick, SHARES)}"'
            clauses.append(_clause(name, "row", f"w{number}", content))
    else:
        lines.append(f'amount = "{one(pick, AMOUNTS[payee])}"')
    if payee == "household" and pick(3) == 2:
        clauses.append(_clause(name, "exclude", "x", 'with = "savings / 100"\nkeep = "higher"'))
    return name, "\n".join([*lines, *clauses])


def _clause(benefit: str, kind: str, id_: str, content: str) -> str:
    because = 'because = { zh = "因", en = "because" }'
    return f'\n[[benefit.{benefit}.{kind}]]\nid = "{id_}"\n{content}\n{because}\n{CITE}'


def _county(pick: Pick, benefits: list[str]) -> str:
    """What a county makes of it: its own standard, a further requirement, a benefit less."""
    day = one(pick, (FIRST, datetime.date(2021, 7, 1)))
    parts = [_head("cn.county", day, "某县", "County", "county")]
    if pick(2):
        replaces = 'replaces = "cn.nation"\n'
        parts.append(f"\n[figure.line]\n{CITE}\n" + _versions(pick, day, replaces))
    if pick(2):
        parts.append(_clause(benefits[0], "require", "local", 'when = "真"'))
    if len(benefits) > 1 and pick(3) == 2:
        parts.append(f'\n[benefit.{benefits[-1]}]\nreplaces = "cn.nation"\ndrop = true\n{CITE}')
    return "\n".join(parts)
