"""The tokens of a model's SQL, each with its place; Jinja stays as it is written."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment> \{\#.*?\#\} | --[^\n]* )
    | (?P<block> \{%.*?%\} )
    | (?P<call> \{\{.*?\}\} )
    | (?P<text> '(?:[^']|'')*' )
    | (?P<word> [A-Za-z_][\w.]*(?:\{\{[^}]*\}\}[\w.]*)* )
    | (?P<number> \d+(?:\.\d+)? )
    | (?P<sign> <= | >= | <> | \|\| | [-+*/=<>(),.\[\];:] )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A word, number, text, sign, Jinja call or Jinja block, and how many brackets are open."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Where the next one may begin."""
        return self.start + len(self.text)

    def is_any(self, *words: str) -> bool:
        """Whether it is one of some words or signs."""
        return self.kind in {"word", "sign"} and self.text.lower() in words


def tokens_of(sql: str) -> list[Token]:
    """Return the tokens of a model, without its comments."""
    found, depth = list[Token](), 0
    for match in _TOKEN.finditer(sql):
        kind, text = match.lastgroup or "", match[0]
        depth -= text == ")"
        if kind != "comment":
            found.append(Token(kind, text, match.start(), depth))
        depth += text == "("
    return found


def closing(tokens: list[Token], opening: int) -> int:
    """Return where the bracket that opens there is closed."""
    depth = tokens[opening].depth
    return next(
        place
        for place in range(opening + 1, len(tokens))
        if tokens[place].text == ")" and tokens[place].depth == depth
    )
