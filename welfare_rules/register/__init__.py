"""What the policy files say, laid out for people.

The register of sources, the handbook, the page of what is covered.
"""
