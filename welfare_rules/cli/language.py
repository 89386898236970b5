"""Which language the command speaks, in its own words and in those of click.

Both ask gettext, so both have one catalogue.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from click.exceptions import NoArgsIsHelpError

from welfare_rules.basics.text import LANGUAGES, Lang

DOMAIN = "welfare_rules"
CATALOGUES = Path(__file__).with_name("locale")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_SWITCH = "LANGUAGE"  # the variable that gettext looks at first


def language(words: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language that `--lang` names among the words of a command line, else that of the locale.

    It is looked for before click reads the line, because click too must say in it what is wrong
    with the line.
    """
    named = ""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words):
            named = words[place + 1]
        elif word.startswith("--lang="):
            named = word.removeprefix("--lang=")
    if named in LANGUAGES:
        return named
    return "zh" if _locale(environment).lower().startswith(("zh", "chinese")) else "en"


def _locale(environment: Mapping[str, str]) -> str:
    for variable in _VARIABLES:
        if environment.get(variable):
            return environment[variable]
    return locale.getlocale()[0] or ""  # Windows sets none of them


@contextmanager
def punctuated() -> Generator[None, None, None]:
    """Within this, errors of usage end as sentences of the language that is spoken do.

    Click puts some together from parts that it has translated, with an English full stop.
    """
    try:
        yield
    except click.UsageError as error:
        told = error.format_message()
        said = full_stops(told)
        # one of these is no message but the help
        if said == told or os.environ.get(_SWITCH) != "zh" or isinstance(error, NoArgsIsHelpError):
            raise
        raise click.UsageError(said, error.ctx) from None


def full_stops(message: str) -> str:
    """A Chinese message with Chinese full stops, behind which nothing is left free.

    >>> full_stops("缺少选项 '--in'.")
    "缺少选项 '--in'。"
    >>> full_stops("没有选项 '--im'。 是否指 '--in'？")
    "没有选项 '--im'。是否指 '--in'？"
    """
    return re.sub(r"。[ ]+", "。", re.sub(r"(?<=[')\]])\.(?=\s|$)", "。", message))


@contextmanager
def speaking(lang: Lang) -> Generator[None, None, None]:
    """Within this, gettext translates into the language, whatever the locale says."""
    before, switch = gettext.textdomain(), os.environ.get(_SWITCH)
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ[_SWITCH] = lang
    try:
        yield
    finally:
        gettext.textdomain(before)
        if switch is None:
            os.environ.pop(_SWITCH, None)
        else:
            os.environ[_SWITCH] = switch
