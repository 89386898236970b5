"""The workbench: a page on which staff fill in a household, see the answer move, and edit figures.

`respond(state, action)` is all of its behaviour: a function from what is known and what a person
did to what is known then and the HTML of it. It stands on the public names of `welfare_rules` alone
and on the plain values of `basics`. Two transports carry the same page: `transport` serves it on
this computer, `single` writes it as one file with the interpreter inside, from which no byte can
leave. `page.js` only sends what a person did and puts the fragments that come back in their places.

`state` comes first, then what reads and changes it (`household`, `questions`, `figures`, `files`),
then what draws it, a file for each part of the page; `respond` knows all of them, `page` puts the
whole document together.
"""
