"""The handbook: one page for staff and public, made from the policy files alone."""

from welfare_rules.register.handbook.page import handbook

__all__ = ["handbook"]
