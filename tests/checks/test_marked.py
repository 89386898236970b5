"""Mistakes of whoever writes a policy file.

Each is found exactly where it stands, with its code, and nothing else is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.marked import (
    CITE,
    LABEL,
    ROUNDING,
    benefit,
    clause,
    county,
    derived,
    fact,
    figure,
    found,
    marked,
    more_of_the_nation,
    nation,
    version,
    written,
)

MONEY = 'entity = "household"\ntype = "money"'
PHASE_OUT = benefit('base = "paid_before"', 'month = "1"', header="[phase_out.extra]")

PLANTED: dict[str, Mapping[str, str]] = {
    # --- heads of documents ---
    "a document that ends before it begins": nation(
        "", ("in_force = 2020-01-01", "in_force = 2020-01-01\nvalid_until = «WR304»2019-12-31")
    ),
    "a document issued after it has ended": nation(
        "",
        (
            "in_force = 2020-01-01",
            "in_force = 2020-01-01\nissued = «WR304»2022-01-02\nvalid_until = 2022-01-01\nreplaced_by = 'cn.x'",
        ),
    ),
    "a jurisdiction with two heads": more_of_the_nation(
        '[«WR321»jurisdiction]\nname = { zh = "国", en = "Nation" }\nlevel = "nation"\n'
    ),
    # --- facts and choices ---
    "a figure of money that is true": nation(
        figure('type = "money"') + version("value = «WR112»true")
    ),
    "a register of which nobody knows": nation(
        fact('type = "bool"', 'judged_by = "officer"', 'registers = [«WR317»"nowhere"]')
    ),
    "a bound of money that is a day": nation(
        fact('type = "money"', "min = «WR112»2020-01-01", "max = 5")
    ),
    "a bound with three decimals": nation(fact('type = "money"', "min = «WR116»0.005", "max = 5")),
    "a whole number without an upper bound": nation(
        fact('type = "int"', "min = 0", header="[fact.«WR111»extra]")
    ),
    "bounds the wrong way round": nation(fact('type = "int"', "min = 5", "max = «WR117»4")),
    "days the wrong way round": nation(
        fact('type = "date"', "min = 2021-01-02", "max = «WR117»2021-01-01")
    ),
    "a flow that is no money": nation(
        fact('type = "int"', "min = 0", "max = 5", "flow = «WR119»true")
    ),
    "a number that is not in the future": nation(
        fact('type = "int"', "min = 0", "max = 5", "past = «WR119»true")
    ),
    "a number before a day": nation(
        fact('type = "int"', "min = 0", "max = 5", 'not_before = «WR119»"rural"')
    ),
    "a truth from which a right starts": nation(
        fact('type = "bool"', 'starts = «WR119»"month of application"')
    ),
    "a day that is not before a truth": nation(
        fact('type = "date"', 'not_before = «WR119»"rural"')
    ),
    "a step of more digits than anybody writes": nation(
        "", ('step = "1"', 'step = «WR112»"' + "9" * 5000 + '"')
    ),
    "a jump of more digits than anybody writes": nation(
        "", ("[figure.line]\n", '[figure.line]\njump = «WR112»"' + "9" * 5000 + '%"\n')
    ),
    "a fact declared again by a county": {
        **nation(),
        **county(fact('type = "bool"', header="[fact.«WR314»rural]")),
    },
    "a shared list declared twice": {
        **nation('[choice.level]\nlabel = { zh = "级", en = "level" }\nvalues = []\n'),
        **more_of_the_nation(
            '[choice.«WR314»level]\nlabel = { zh = "级", en = "level" }\nvalues = []\n'
        ),
    },
    "a list with one word for two values": nation(
        fact(
            'type = "choice"',
            "values = [",
            '  { id = "one", zh = "一", en = "one" },',
            '  «WR321»{ id = "two", zh = "一", en = "two" },',
            "]",
        )
    ),
    "a document in place of one that is not there": more_of_the_nation(
        'replaces = «WR317»"cn.naton"\n'
    ),
    "a document that says of another what that does not say": {
        **more_of_the_nation('replaced_by = «WR348»"cn.zy"\n', "zx"),
        **more_of_the_nation('replaces = ["cn.zw"]\n', "zy"),
        **more_of_the_nation("", "zw"),
    },
    "a choice of no list": nation(fact('type = «WR317»"choice"')),
    "a choice of a list that is not there": nation(
        fact('type = "choice"', 'choice = «WR317»"levels"')
    ),
    "left out because of a fact that is not there": nation(
        fact(
            'type = "bool"',
            'ignored_when = { fact = «WR317»"kinds", is = "plain" }',
            entity="member",
        )
    ),
    "left out because of no value of the list": nation(
        fact(
            'type = "bool"',
            'ignored_when = { fact = "kind", is = «WR317»"plane" }',
            entity="member",
        )
    ),
    "left out because of a fact of another kind": nation(
        fact('type = "bool"', 'ignored_when = { fact = «WR119»"kind", is = "plain" }')
    ),
    "left out because of what may be left out itself": nation(
        fact(
            'type = "choice"',
            'values = [{ id = "one", zh = "一", en = "one" }]',
            'ignored_when = { fact = "kind", is = "plain" }',
            entity="member",
        )
        + """
[fact.further]
label = { zh = "更多", en = "further" }
entity = "member"
type = "bool"
ignored_when = { fact = «WR119»"extra", is = "one" }
"""
    ),
    "left out because of itself": nation(
        fact(
            'type = "choice"',
            'values = [{ id = "one", zh = "一", en = "one" }]',
            'ignored_when = { fact = «WR119»"extra", is = "one" }',
            entity="member",
        )
    ),
    "a day of the household not before a day of a member": nation(
        fact('type = "date"', entity="member")
        + """
[fact.further]
label = { zh = "更多", en = "further" }
entity = "household"
type = "date"
not_before = «WR119»"extra"
"""
    ),
    "a day presumed that is no word for one": nation(
        fact('type = "date"', 'presumed = «WR117»"soon"')
    ),
    "a choice presumed that is not in the list": nation(
        fact(
            'type = "choice"',
            'values = [{ id = "one", zh = "一", en = "one" }]',
            'presumed = «WR117»"two"',
        )
    ),
    "a number presumed in words": nation(
        fact('type = "int"', "min = 0", "max = 3", 'presumed = «WR117»"none"')
    ),
    "a truth presumed as a number": nation(fact('type = "bool"', "presumed = «WR112»3")),
    # --- figures ---
    "a figure without a type": nation(figure(header="[figure.«WR111»extra]")),
    "a figure without a label": nation(
        figure('type = "money"', header="[figure.«WR111»extra]", label="")
    ),
    "a figure defined twice": more_of_the_nation(
        figure('type = "money"', header="[figure.«WR314»line]")
    ),
    "a figure defined again by a county": county(
        figure('type = "money"', header="[figure.«WR314»line]")
    ),
    "versions of a figure that nobody defines": county(
        "[figure.«WR313»lime]\n" + version("value = 3", of="lime")
    ),
    "versions in a nation of what only its county defines": {
        **nation("[figure.«WR313»extra]\n" + version("value = 3")),
        **county(figure('type = "money"', header="[figure.extra]")),
    },
    "a value outside its own bounds": nation(
        figure('type = "money"', "min = 1", "max = 5") + version("value = «WR319»6")
    ),
    "a value below nothing": nation(figure('type = "money"') + version("value = «WR322»-6")),
    "a correction of no other version": nation(
        figure('type = "money"') + version("value = 3", "corrects = «WR306»true")
    ),
    "two versions of one day and one announcement": nation(
        figure('type = "money"')
        + version("value = 3")
        + version("value = 4").replace("from = ", "from = «WR303»")
    ),
    "a parent's value replaced in silence": county(
        "[figure.line]\n" + version("value = 3", CITE[:-1], of="line", since="«WR318»2021-01-01")
    ),
    "a value of a county by nobody's word": county(
        "[figure.line]\nreview_by = 1\n[[figure.line.«WR312»version]]\nfrom = 2021-01-01\nvalue = 3\nannounced = 2020-12-01\n"
        'status = "published"\nreplaces = "cn.nation"\n'
    ),
    "a correction announced on the day of what it corrects": nation(
        figure('type = "money"')
        + version("value = 3")
        + version("value = 4", "corrects = 2020-12-01", announced="«WR341»2020-12-01")
    ),
    "a correction announced before what it corrects": nation(
        figure('type = "money"')
        + version("value = 3")
        + version("value = 4", "corrects = 2020-12-01", announced="«WR341»2020-11-30")
    ),
    "two corrections of one day": nation(
        figure('type = "money"')
        + version("value = 3")
        + version("value = 4", "corrects = 2020-12-01", announced="2020-12-02")
        + version("value = 5", "corrects = 2020-12-01", announced="«WR341»2020-12-02")
    ),
    "a floor that is not there": nation(figure('type = "money"', 'floor = «WR317»"flor"')),
    "a transition on a fact of a member": nation(
        "", ("value = 100", 'value = 100\nonly_for = "«WR208»age > 3"')
    ),
    "a transition on what is worked out": nation(
        "", ("value = 100", 'value = 100\nonly_for = «WR203»"together > 0"')
    ),
    "a rate below its floor": nation(
        figure(
            'type = "rate"',
            header="[figure.least]",
            label='label = { zh = "至少", en = "least" }\n',
        )
        + version("value = 0.5", of="least")
        + figure('type = "rate"', 'floor = "least"')
        + version('value = «WR307»"40%"')
    ),
    "a share of a share of itself": nation(
        figure('type = "money"', header="[figure.first]")
        + version('share = "50%"', 'of = «WR308»"second"', of="first")
        + figure(
            'type = "money"', header="[figure.second]", label='label = { zh = "二", en = "two" }\n'
        )
        + version('share = "50%"', 'of = "first"', of="second")
    ),
    # --- derived values ---
    "a derived value without entity": nation(
        derived('type = "bool"', 'formula = "rural"', header="[derived.«WR111»extra]")
    ),
    "a derived value without type": nation(
        derived('entity = "household"', 'formula = "rural"', header="[derived.«WR111»extra]")
    ),
    "a derived choice of no list": nation(
        derived(
            'entity = "household"',
            'type = "choice"',
            'choice = «WR317»"kinds"',
            'formula = "«WR206»1"',
        )
    ),
    "a derived value without a formula": nation(derived(MONEY, header="[derived.«WR111»extra]")),
    "a derived value without a source": nation(
        "[derived.«WR312»extra]\n" + LABEL + MONEY + '\nformula = "1元"\n'
    ),
    "two formulas for the same days": nation(
        derived(MONEY)
        + '[[derived.extra.version]]\nformula = "1元"\n'
        + '[[derived.extra.«WR316»version]]\nformula = "2元"\n'
    ),
    "a formula that ends before it begins": nation(
        derived(MONEY)
        + '[[derived.extra.version]]\nfrom = 2021-01-01\nlast_day = «WR304»2020-12-31\nformula = "1元"\n'
    ),
    "a derived value defined twice": more_of_the_nation(
        derived(MONEY, 'formula = "1元"', header="[derived.«WR314»together]")
    ),
    "a derived value of the parent laid down in silence": county(
        derived(MONEY, 'formula = "1元"', header="[derived.«WR301»together]")
    ),
    "a derived value that replaces another document's": county(
        derived(
            MONEY, 'formula = "1元"', 'replaces = «WR302»"cn.other"', header="[derived.together]"
        )
    ),
    "versions of a derived value that nobody defines": nation(
        '[derived.«WR313»extra]\n[[derived.extra.version]]\nformula = "1元"\n'
    ),
    "two things of one Chinese name": nation(
        derived(MONEY, 'formula = "1元"', label='label = { zh = «WR315»"存款", en = "savings" }\n')
    ),
    "a benefit with the name of a figure": nation(
        "",
        ('[benefit.old]\nlabel = { zh = "老人津贴"', '[benefit.old]\nlabel = { zh = «WR315»"标准"'),
    ),
    "a fact with the id of a benefit": nation(
        fact('type = "bool"', header="[fact.help]"),
        ('label = { zh = "补助"', 'label = { zh = «WR315»"补助"'),
    ),
    "two incomes of one name": nation(
        '[[income]]\nid = "rent"\nlabel = { zh = «WR315»"工钱", en = "rent" }\nvalue = "pay"\n'
        + CITE
    ),
    "a fact with the name of the sum of incomes": nation(
        fact('type = "bool"', header="[fact.own_countable_income]", entity="member"),
        ('label = { zh = "工钱"', 'label = { zh = «WR315»"工钱"'),
        ("合计(own", "合计(«WR213»own"),
    ),
    # --- incomes, exemptions, circles, what runs on ---
    "an income of no fact": nation("", ('[[income]]\nid = "pay"', '[[income]]\nid = "«WR205»pai"')),
    "an income by a wrong formula": nation(
        "", ('[[income]]\nid = "pay"', '[[income]]\nid = "pay"\nvalue = "«WR206»age"')
    ),
    "an income laid down twice": nation(
        '[[income]]\nid = «WR321»"pay"\nlabel = { zh = "工钱", en = "wages" }\n' + CITE
    ),
    "an exemption of an income that is not there": nation(
        '[[exemption]]\nid = "x"\nincome = «WR317»"rent"\nshare = "50%"\n' + LABEL + CITE
    ),
    "an exemption of nothing": nation(
        '[[«WR119»exemption]]\nid = "x"\nincome = "pay"\n' + LABEL + CITE
    ),
    "a cap on no sum": nation(
        '[[«WR119»exemption]]\nid = "x"\nincome = "pay"\nshare = "50%"\ncap = "1元"\n'
        + LABEL
        + CITE
    ),
    "an exemption that ends before it begins": nation(
        '[[exemption]]\nid = "x"\nincome = "pay"\nshare = "50%"\nfrom = 2021-01-01\nlast_day = «WR304»2020-12-31\n'
        + LABEL
        + CITE
    ),
    "an exemption replaced that is not there": county(
        '[[exemption]]\nid = "x"\nincome = "pay"\nshare = "50%"\nreplaces = «WR302»"cn.nation"\n'
        + LABEL
        + CITE
    ),
    "a circle without a condition": nation("[[«WR111»circle]]\nid = 'far'\n" + LABEL + CITE),
    "a circle of the parent laid down in silence": county(
        '[[circle]]\nid = «WR301»"near"\nwhen = "rural"\n' + LABEL + CITE
    ),
    "what runs on to no fact": nation(
        '[[carry]]\nid = "x"\nfact = «WR317»"paid_befor"\nbenefit = "help"\n'
    ),
    "what runs on may be more than the fact": nation(
        benefit('amount = "100000元 + min(stock, 0.01元)"')
        + '[[carry]]\nid = "x"\nfact = «WR350»"paid_before"\nbenefit = "extra"\n'
    ),
    "what runs on may be nothing, and the fact may not": nation(
        benefit('amount = "stock * 1000"')
        + '[[carry]]\nid = "x"\nfact = «WR350»"paid_before"\nbenefit = "extra"\n',
        (
            'en = "paid last month" }\nentity = "household"\ntype = "money"\nmin = 0',
            'en = "paid last month" }\nentity = "household"\ntype = "money"\nmin = 1',
        ),
    ),
    "what runs on fits the fact": nation(
        benefit('amount = "min(stock, 100000元)"')
        + '[[carry]]\nid = "x"\nfact = "paid_before"\nbenefit = "extra"\n'
    ),
    "what runs on from no benefit": nation(
        '[[carry]]\nid = "x"\nfact = "paid_before"\nbenefit = «WR317»"halp"\n'
    ),
    # --- benefits ---
    "a benefit without a payee": nation(
        "[benefit.«WR111»extra]\n" + LABEL + 'amount = "1元"\n' + ROUNDING + CITE
    ),
    "an amount rounded to half a fen": nation(
        benefit(
            'amount = "1元"', rounding='rounding = { step = «WR115»"0.005", direction = "up" }\n'
        )
    ),
    "a benefit without rounding": nation(
        benefit('amount = "1元"', header="[benefit.«WR111»extra]", rounding="")
    ),
    "a benefit of no amount": nation(benefit(header="[benefit.«WR119»extra]")),
    "a benefit of two amounts": nation(
        benefit('amount = "1元"', "service = true", header="[benefit.«WR119»extra]")
    ),
    "rows without a rule for several of them": nation(
        benefit(header="[benefit.«WR111»extra]") + clause("row", 'when = "rural"', 'amount = "1元"')
    ),
    "supplements for nobody": nation(
        benefit('amount = "1元"', header="[benefit.«WR111»extra]")
        + clause("supplement", 'when = "age > 3"', 'amount = "1元"')
    ),
    "a benefit that ends before it begins": nation(
        benefit(
            'amount = "1元"',
            "begins = 2021-01-01",
            "ends = «WR304»2020-12-31",
            header="[benefit.extra]",
        )
    ),
    "a clause without a reason": nation(
        benefit('amount = "1元"')
        + clause(
            "require", 'when = "rural"', header="[[benefit.extra.«WR111»require]]", because=CITE
        )
    ),
    "a clause without a source": nation(
        benefit('amount = "1元"')
        + clause(
            "require",
            'when = "rural"',
            header="[[benefit.extra.«WR312»require]]",
            because='because = { zh = "一", en = "one" }\n',
        )
    ),
    "a requirement without a condition": nation(
        benefit('amount = "1元"') + clause("require", header="[[benefit.extra.«WR111»require]]")
    ),
    "a row that is a share and an amount": nation(
        benefit('hit = "sum"', 'of = "line"')
        + clause(
            "row",
            'when = "rural"',
            'amount = "1元"',
            'share = "1%"',
            header="[[benefit.extra.«WR119»row]]",
        )
    ),
    "a row of no amount": nation(
        benefit('hit = "sum"')
        + clause("row", 'when = "rural"', header="[[benefit.extra.«WR119»row]]")
        + clause("row", 'when = "rural"', 'amount = "1元"', name="two")
    ),
    "a share of nothing": nation(
        benefit('hit = "sum"') + clause("row", 'when = "rural"', 'share = «WR119»"1%"')
    ),
    "an exclusion of nothing": nation(
        benefit('amount = "1元"')
        + clause("exclude", 'keep = "other"', header="[[benefit.extra.«WR111»exclude]]")
    ),
    "an exclusion that keeps neither": nation(
        benefit('amount = "1元"')
        + clause("exclude", 'with = "rural"', header="[[benefit.extra.«WR111»exclude]]")
    ),
    "the higher of a payment and a truth": nation(
        benefit('amount = "1元"') + clause("exclude", 'with = «WR206»"rural"', 'keep = "higher"')
    ),
    "not together with a number": nation(
        benefit('amount = "1元"') + clause("exclude", 'with = «WR206»"人数(真)"', 'keep = "other"')
    ),
    "a phase-out of nothing": nation(
        benefit(header="[phase_out.«WR111»extra]")
        + clause("step", "months = 3", 'share = "50%"', of="phase_out.extra")
    ),
    "a phase-out without steps": nation(
        benefit('base = "paid_before"', 'month = "1"', header="[phase_out.«WR119»extra]")
    ),
    "a step without months": nation(
        PHASE_OUT
        + clause("step", 'share = "50%"', header="[[phase_out.extra.«WR111»step]]")
        + clause("step", "months = 3", 'share = "50%"', of="phase_out.extra", name="two")
    ),
    "a step without a share": nation(
        PHASE_OUT
        + clause("step", "months = 3", header="[[phase_out.extra.«WR111»step]]")
        + clause("step", 'months = "3"', 'share = "50%"', of="phase_out.extra", name="two")
    ),
    "a step of money in place of months": nation(
        PHASE_OUT
        + clause("step", 'months = "«WR206»3元"', 'share = "50%"', of="phase_out.extra")
        + clause("step", 'months = "3"', 'share = "50%"', of="phase_out.extra", name="two")
    ),
    "a benefit and a phase-out of one id": nation(
        benefit('base = "paid_before"', 'month = "1"', header="[phase_out.«WR314»help]").replace(
            "新项", "渐退"
        )
        + clause("step", "months = 3", 'share = "50%"', of="phase_out.help")
    ),
    "a requirement twice": nation(
        clause("require", 'when = "rural"', of="benefit.help", name="poor").replace(
            "id = ", "id = «WR321»"
        )
    ),
    "clauses of a benefit that nobody defines": county(
        "[benefit.«WR313»halp]\nstatus = 'published'\n"
    ),
    "a benefit that replaces another document's": county(
        '[benefit.help]\nreplaces = «WR302»"cn.other"\namount = "1元"\n'
    ),
    "a key of the parent's benefit changed in silence": county(
        '[benefit.help]\namount = «WR301»"1元"\nfrom = 2021-01-01\n'
    ),
    "days of a benefit changed in silence": {
        **nation(
            "", ('amount = "line - together"', 'amount = "line - together"\nbegins = 2020-01-01')
        ),
        **county("[benefit.help]\nbegins = «WR301»2021-01-01\n"),
    },
    # --- the law as a whole ---
    "a benefit that rests on itself": nation(
        "",
        ("[[benefit.help.require]]", "[[benefit.help.«WR308»require]]"),
        ('when = "together < line"', 'when = "非 补助"'),
    ),
    "an amount that rests on itself": nation(
        "",
        ("[benefit.help]", "[benefit.«WR308»help]"),
        ('amount = "line - together"', 'amount = "金额(help)"'),
    ),
    "an income that rests on itself": nation(
        "",
        ("[[income]]", "[[«WR308»income]]"),
        ('label = { zh = "工钱"', 'value = "own_countable_income"\nlabel = { zh = "工钱"'),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_mistake_is_found_where_it_stands_and_nothing_else_is_said(
    tmp_path: Path, name: str
) -> None:
    files = PLANTED[name]
    assert found(written(tmp_path, files)) == marked(files)
