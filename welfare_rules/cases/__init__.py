"""Cases as tests of the law: files of cases, their runner, and coverage of the law."""
