"""Events a second for which the watches that speak are found: by durable-rules and by the judge.

    python benchmarks/watches.py [EVENTS]

The events are those of the model county's cases of watches, over and over. What is measured is
which watches speak of an event, with 10, with all and with 100 of them (copies), on households of
which nothing is worked out yet; then, beside it, all that an event takes from its history to its
alerts. CPU time, the best of three.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from welfare_rules.alerts.alerts import alerts_of
from welfare_rules.alerts.hits import Speaking, spoken
from welfare_rules.alerts.looks import Moment
from welfare_rules.alerts.matching import Matching
from welfare_rules.cases.suite import make_bench
from welfare_rules.document.shipped import shipped_policies
from welfare_rules.law.model import Watch
from welfare_rules.program.day import watches_of_day
from welfare_rules.seen import Seen


def main(count: int) -> None:
    root = shipped_policies()
    bench = make_bench([root / "cn" / "model" / "cases" / "alerts.toml"], root)
    policy = bench.policies["cn/model"]
    told = [each.watched for each in bench.cases if each.watched and each.watched.event]
    moments = [moment for each in told for moment in each.look(policy).moments[:1]]
    programs = Counter(id(each.after.rules.program) for each in moments)
    program = programs.most_common(1)[0][0]
    same = [each for each in moments if id(each.after.rules.program) == program]
    rules = same[0].after.rules
    watches = watches_of_day(policy.law, rules.month.first, rules.known)
    states = [*itertools.islice(itertools.cycle(same), count)]
    for number in (10, len(watches), 100):
        chosen = _several(watches, number)
        for name, speaking in (("judge", spoken), ("durable", Matching(rules, chosen).spoken)):
            found, took = _best(lambda: _spoke(states, speaking, chosen))  # noqa: B023
            print(f"{number:4} watches, {name:8}{count / took:9.0f} events/s, {found} spoke")
    some = [*itertools.islice(itertools.cycle(told), max(1, count // 20))]
    found, took = _best(lambda: sum(len(alerts_of(each.look(policy), policy.law)) for each in some))
    print(f"{len(watches):4} watches, history to alerts{len(some) / took:7.1f} events/s")


def _spoke(states: Sequence[Moment], speaking: Speaking, watches: Sequence[Watch]) -> int:
    found = 0
    for each in states:  # seen anew: nothing of it is worked out
        before, after = (Seen(one.rules, one.case) for one in (each.before, each.after))
        found += sum(1 for _ in speaking(before, after, each.changed, watches))
    return found


def _several(watches: Sequence[Watch], number: int) -> tuple[Watch, ...]:
    copies = (
        replace(each, id=f"{each.id}-{copy}") for copy in itertools.count() for each in watches
    )
    return tuple(itertools.islice(copies, number))


def _best(run: Callable[[], int]) -> tuple[int, float]:
    found, took = 0, list[float]()
    for _ in range(3):
        start = time.process_time()
        found = run()
        took.append(time.process_time() - start)
    return found, min(took)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
