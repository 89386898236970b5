"""Cases that expect alerts: a household, what is told of it, and what somebody should look at."""
