"""Where a model's SQL can be changed, and to what: one change each.

A site is marked in the model as it is written, so that dbt carries the marks through its macros
into what it compiles, for the nightly and for every unit test; a mutant is then made of compiled
SQL.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.sql_mutation.tokens import Token, closing, tokens_of

SWAPPED = {
    "sum": ("aggregate", "avg"),
    "avg": ("aggregate", "sum"),
    "max": ("aggregate", "min"),
    "min": ("aggregate", "max"),
    "greatest": ("aggregate", "least"),
    "least": ("aggregate", "greatest"),
    "<": ("comparison", "<="),
    "<=": ("comparison", "<"),
    ">": ("comparison", ">="),
    ">=": ("comparison", ">"),
    "=": ("comparison", "<>"),
    "<>": ("comparison", "="),
    "+": ("sign", "-"),
    "-": ("sign", "+"),
}
JOINS = {"inner": "left", "left": "inner"}
CONDITIONS = ("on", "where", "having")
ENDS = (
    *("left", "inner", "full", "cross", "join", "where", "group", "having", "order"),
    *("window", "union", "except", "intersect", "limit"),
)
IN_CALL = re.compile(r" (<=|>=|<>|[-+<>]) ")
MARK = re.compile(r"/\*<\d+\*/|/\*\d+>\*/")


@dataclass(frozen=True)
class Site:
    """A part of a model's text, what it becomes, and which kind of change that is."""

    operator: str
    start: int
    end: int
    becomes: str


def sites_of(sql: str) -> list[Site]:
    """Return every site of a model, as they come."""
    tokens = tokens_of(sql)
    conditions = list(_conditions(tokens))
    joined = [span for clause, spans in conditions for span in spans if clause == "on"]
    found = {
        *(
            Site("filter" if clause != "on" else "join condition", start, end, "true")
            for clause, spans in conditions
            for start, end in spans
        ),
        *(site for site in _of_tokens(tokens) if not _is_equality_of(site, sql, joined)),
        *(site for token in tokens if token.kind == "call" for site in _in_call(token)),
    }
    return sorted(found, key=lambda site: (site.start, -site.end, site.operator))


def marked(sql: str, sites: list[Site]) -> str:
    """Return a model with comments around each site, those of wider sites outside."""
    openings = {
        (site.start, 1, -site.end, number): f"/*<{number}*/" for number, site in enumerate(sites)
    }
    closings = {
        (site.end, 0, -site.start, -number): f"/*{number}>*/" for number, site in enumerate(sites)
    }
    parts, last = list[str](), 0
    for (place, *_), mark in sorted((openings | closings).items()):
        parts += [sql[last:place], mark]
        last = place
    return "".join([*parts, sql[last:]])


def mutant(compiled: str, number: int, site: Site) -> str:
    """Return compiled SQL with one site changed, wherever macros and loops put it."""
    changed = re.sub(
        rf"/\*<{number}\*/.*?/\*{number}>\*/", lambda _: site.becomes, compiled, flags=re.DOTALL
    )
    return unmarked(changed)


def unmarked(compiled: str) -> str:
    """Return compiled SQL as it is without marks."""
    return MARK.sub("", compiled)


def _conditions(tokens: list[Token]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for place, token in enumerate(tokens):
        if token.is_any(*CONDITIONS):
            yield token.text.lower(), _conjuncts(tokens, place + 1, token.depth)


def _conjuncts(tokens: list[Token], place: int, depth: int) -> list[tuple[int, int]]:
    """Return the parts of a condition that `and` joins; one that `or` joins is one part."""
    spans, first, cases, ranges = list[tuple[int, int]](), place, 0, 0
    while place < len(tokens) and not _ends(tokens, place, depth, is_first=place == first):
        token = tokens[place]
        if token.depth == depth:
            cases += token.is_any("case") - token.is_any("end")
            ranges += token.is_any("between")
            if token.is_any("and") and not cases:
                if ranges:
                    ranges -= 1
                else:
                    spans.append((tokens[first].start, tokens[place - 1].end))
                    first = place + 1
            elif token.is_any("or") and not cases:
                last = _end_of(tokens, place, depth)
                return [(tokens[first].start, tokens[last].end)]
        place += 1
    if first < place:
        spans.append((tokens[first].start, tokens[place - 1].end))
    return spans


def _end_of(tokens: list[Token], place: int, depth: int) -> int:
    while place + 1 < len(tokens) and not _ends(tokens, place + 1, depth, is_first=False):
        place += 1
    return place


def _ends(tokens: list[Token], place: int, depth: int, *, is_first: bool) -> bool:
    token, before = tokens[place], tokens[place - 1]
    is_of_an_operand = before.kind in {"text", "number", "call"} or (
        before.text == ")"
        or (before.kind == "word" and not before.is_any("and", "or", "not", "in"))
    )
    is_call_of_its_own = token.kind == "call" and not is_first and is_of_an_operand
    return (
        token.depth < depth
        or token.kind == "block"
        or (token.depth == depth and (token.is_any(*ENDS) or is_call_of_its_own))
    )


def _of_tokens(tokens: list[Token]) -> Iterator[Site]:
    for place, (token, following) in enumerate(pairwise(tokens)):
        word = token.text.lower()
        is_called = following.text == "("
        if (token.kind == "sign" and word in SWAPPED) or (
            token.kind == "word" and is_called and word in SWAPPED
        ):
            yield Site(SWAPPED[word][0], token.start, token.end, SWAPPED[word][1])
        elif word in JOINS and following.is_any("join"):
            yield Site("join", token.start, token.end, JOINS[word])
        elif word == "distinct":
            yield Site("distinct", token.start, token.end, "")
        elif word == "is" and following.is_any("null", "not"):
            yield from _null_test(tokens, place)
        elif word == "coalesce" and is_called:
            yield from _first_alone(tokens, place + 1)
        elif token.kind in {"number", "text"}:
            yield from _constant(tokens, place)


def _null_test(tokens: list[Token], place: int) -> Iterator[Site]:
    is_negated = tokens[place + 1].is_any("not")
    last = tokens[place + 1 + is_negated]
    if last.is_any("null"):
        becomes = "is null" if is_negated else "is not null"
        yield Site("comparison", tokens[place].start, last.end, becomes)


def _first_alone(tokens: list[Token], opening: int) -> Iterator[Site]:
    last = closing(tokens, opening)
    for place in range(opening + 1, last):
        if tokens[place].text == "," and tokens[place].depth == tokens[opening].depth + 1:
            yield Site("coalesce", tokens[place].start, tokens[last].start, "")
            return


def _constant(tokens: list[Token], place: int) -> Iterator[Site]:
    token, before = tokens[place], tokens[place - 1]
    opening = next((one for one in reversed(tokens[:place]) if one.depth < token.depth), tokens[0])
    of = tokens[tokens.index(opening) - 1] if opening.text == "(" else opening
    is_of_a_type = of.is_any("decimal", "varchar", "char")
    is_looked_for_only = before.is_any("select") and tokens[place + 1].is_any("from")
    is_a_unit = before.is_any("interval", "date", "timestamp")
    if is_of_a_type or is_looked_for_only or is_a_unit:
        return
    if token.kind == "text":
        yield Site("constant", token.start, token.end, f"{token.text[:-1]}_'")
    elif "." not in token.text:
        yield Site("constant", token.start, token.end, str(int(token.text) + 1))


def _in_call(token: Token) -> Iterator[Site]:
    """Yield the signs and comparisons within the texts that a macro is given."""
    for text in re.finditer(r"'[^']*'", token.text):
        for match in IN_CALL.finditer(text[0]):
            start = token.start + text.start() + match.start(1)
            operator, becomes = SWAPPED[match[1]]
            yield Site(operator, start, start + len(match[1]), becomes)


def _is_equality_of(site: Site, sql: str, joined: list[tuple[int, int]]) -> bool:
    """Whether it is the equality of a join's condition, which is left out as a whole elsewhere."""
    return sql[site.start : site.end] == "=" and any(
        start <= site.start < end for start, end in joined
    )
