"""The reference engine: formulas evaluated over exact fractions and ranges.

With each value it keeps what it rests on and what is missing.

Read it in the order `values` (what is known of a number), `calendar` (ages and months by dateutil),
`missing` (facts by their names), `state` (of one case), `operations` (one method each),
`interpreter` (the steps of a program), `case_splitting` (what all possibilities of the unknown
agree on), `evaluation` (what the rest of the library asks), `reference` (the engine); each imports
only those before it.
Outside this package only `Reference`, `Evaluation` and what stands beside them here are used.
"""

from welfare_rules.engine.reference.evaluation import (
    Evaluation,
    Grounds,
    Prepared,
    Rests,
    evaluation_behind,
    grounds_of,
    under,
)
from welfare_rules.engine.reference.missing import MOST_TOLD, MissingFacts, Naming
from welfare_rules.engine.reference.reference import Reference

__all__ = [
    "MOST_TOLD",
    "Evaluation",
    "Grounds",
    "MissingFacts",
    "Naming",
    "Prepared",
    "Reference",
    "Rests",
    "evaluation_behind",
    "grounds_of",
    "under",
]
