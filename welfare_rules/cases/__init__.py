"""Cases as tests: files of cases beside the policies, a runner, coverage of the law by cases, and
mutation of the law.
"""
