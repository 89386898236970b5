"""Which language the command speaks, in its own words and in those of click.

Both ask gettext, so both have one catalogue.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

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
