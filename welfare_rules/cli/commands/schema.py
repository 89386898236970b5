"""`schema`: JSON Schemas for editors, forms and other programs, and classes for Python."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write_json, write_source
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.api import Policy

PYTHON = "python"
_BY_LAW = ("case", "history", "ledger", "table", PYTHON)


def command() -> click.Command:
    words = {
        "policy": _("The JSON Schema of policy files, for editors."),
        "case": _("The JSON Schema of cases, by the vocabulary of a jurisdiction."),
        "answer": _("The JSON Schema of answers."),
        "derivation": _("The JSON Schema of derivations."),
        "history": _("The JSON Schema of histories, by the vocabulary of a jurisdiction."),
        "ledger": _("The JSON Schema of ledgers, by the benefits of a jurisdiction."),
        "settlement": _("The JSON Schema of settlements."),
        "receipt": _("The JSON Schema of receipts."),
        "finding": _("The JSON Schema of findings."),
        "table": _("The JSON Schema of tables, by the vocabulary of a jurisdiction."),
        PYTHON: _("Python classes of households and members, by the vocabulary of a jurisdiction."),
    }
    return click.Group(
        "schema",
        commands=[_command(name, text) for name, text in words.items()],
        params=[options.lang()],
        help=_("Print a JSON Schema, or Python classes of cases."),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [ARGS]..."),
    )


def _command(name: str, text: str) -> click.Command:
    by_law = name in _BY_LAW

    @click.pass_obj
    def run(lang: Lang, jurisdiction: str | None = None, policies: str | None = None) -> None:
        with reporting("text", lang, Stage("policies" if by_law else "schema", POLICIES_WRONG)):
            _write(name, jurisdiction, policies)

    place, lang = options.jurisdiction(required=False), options.lang()
    asked: list[click.Parameter] = [place, lang, options.policies()] if by_law else [lang]
    return click.Command(
        name, callback=run, params=asked, help=text, options_metavar=_("[OPTIONS]")
    )


def _write(name: str, jurisdiction: str | None, policies: str | None) -> None:
    from welfare_rules.schemas.catalogue import schema_of

    def policy() -> Policy:
        return load(jurisdiction or first_layer(policies), policies)

    if name == PYTHON:
        from welfare_rules.facts.python_code import python_code

        write_source(python_code(policy().law))
    else:
        write_json(schema_of(name, lambda: policy().law))


def first_layer(policies: str | None) -> str:
    """The first jurisdiction of the policies, whose vocabulary all others build on.

    A name that is none where there is nothing.
    """
    from welfare_rules.cli.completion import jurisdictions
    from welfare_rules.document.shipped import shipped_policies

    return next(iter(jurisdictions(policies_folder(policies) or shipped_policies())), "cn")
