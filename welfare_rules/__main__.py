"""`python -m welfare_rules` is the command `welfare-rules`."""

from __future__ import annotations

from welfare_rules.cli.main import main

if __name__ == "__main__":
    main()
