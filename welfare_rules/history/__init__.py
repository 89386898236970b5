"""Rights over time.

Histories of facts, answers month by month, arrears and recoveries, and what comes by itself.
"""
