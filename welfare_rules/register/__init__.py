"""What the policy files say, laid out for people: the register of sources, the handbook, the page of what is covered."""
