"""`schema`: JSON Schemas for editors and forms."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write_json
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.api import Policy


def command() -> click.Command:
    policy = click.Command(
        "policy",
        callback=_policy,
        params=[options.lang()],
        help=_("The JSON Schema of policy files, for editors."),
        options_metavar=_("[OPTIONS]"),
    )
    case = click.Command(
        "case",
        callback=_case,
        params=[options.jurisdiction(required=False), options.lang(), options.policies()],
        help=_("The JSON Schema of cases, by the vocabulary of a jurisdiction."),
        options_metavar=_("[OPTIONS]"),
    )
    return click.Group(
        "schema",
        commands=[policy, case],
        params=[options.lang()],
        help=_("Print the JSON Schema of policy files or of cases."),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [ARGS]..."),
    )


@click.pass_obj
def _policy(lang: Lang) -> None:
    with reporting("text", lang, Stage("schema", POLICIES_WRONG)):
        from welfare_rules.document.schema import policy_schema

        write_json(policy_schema())


@click.pass_obj
def _case(lang: Lang, jurisdiction: str | None, policies: str | None) -> None:
    with reporting("text", lang, Stage("policies", POLICIES_WRONG)):
        write_json(case_schema(load(jurisdiction or first_layer(policies), policies)))


def first_layer(policies: str | None) -> str:
    """The first jurisdiction of the policies, whose vocabulary all others build on.

    A name that is none where there is nothing.
    """
    from welfare_rules.cli.completion import jurisdictions
    from welfare_rules.document.shipped import shipped_policies

    return next(iter(jurisdictions(policies_folder(policies) or shipped_policies())), "cn")


def case_schema(policy: Policy) -> dict[str, Any]:
    made = policy.reader.model.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": policy.jurisdiction,
        **made,
    }
