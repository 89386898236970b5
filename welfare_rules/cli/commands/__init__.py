"""The commands of `welfare-rules`, one file a command, named after it.

A file has one public function, `command`, which makes the command anew in the language that is
spoken now; what several commands share stands one floor below, in `welfare_rules.cli`. No command
imports another, and none imports the library before it runs. `COMMANDS` is the only list of them:
help, completion and the tests read it.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from welfare_rules.cli.commands import (
    alert,
    caseload,
    change,
    check,
    compare,
    curve,
    determine,
    explain,
    handbook,
    lsp,
    mutate,
    names,
    new,
    next,
    pipe,
    prove,
    replay,
    run,
    schema,
    screen,
    serve,
    settle,
    sources,
    synth,
    test,
    timeline,
    watch,
    workbench,
)

# In the order in which help names them.
COMMANDS: tuple[Callable[[], click.Command], ...] = (
    check.command,
    determine.command,
    explain.command,
    run.command,
    timeline.command,
    settle.command,
    next.command,
    curve.command,
    change.command,
    replay.command,
    caseload.command,
    watch.command,
    alert.command,
    screen.command,
    test.command,
    mutate.command,
    prove.command,
    sources.command,
    names.command,
    new.command,
    handbook.command,
    workbench.command,
    compare.command,
    synth.command,
    schema.command,
    serve.command,
    pipe.command,
    lsp.command,
)
