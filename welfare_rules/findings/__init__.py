"""Findings: stable codes, places, and their words in Chinese and English.

`catalogue` has the codes, `finding` uses it. `validation`, which turns errors of pydantic into
findings, is imported by itself: what only passes findings on need not load pydantic.
"""

from welfare_rules.basics.nearest import Hint, nearest, nearest_id
from welfare_rules.findings.catalogue import CATALOGUE, Entry
from welfare_rules.findings.finding import (
    CaseError,
    EngineMissing,
    Finding,
    FindingsError,
    Place,
    PolicyError,
    RequestError,
    TableError,
    check_language,
    errors_of,
    finding,
    in_order,
    shortened,
    writable,
)
from welfare_rules.findings.system import system_words

__all__ = [
    "CATALOGUE",
    "CaseError",
    "EngineMissing",
    "Entry",
    "Finding",
    "FindingsError",
    "Hint",
    "Place",
    "PolicyError",
    "RequestError",
    "TableError",
    "check_language",
    "errors_of",
    "finding",
    "in_order",
    "nearest",
    "nearest_id",
    "shortened",
    "system_words",
    "writable",
]
