"""Small graphs made up for a test: their subject is a pond."""

from kg.model import Basis, Content, Effect, Hedge, Kind, Population, Scope, Sign, State, Statement, Variable

BASE = "https://example.org/mbl/"


def variable(id, **more):
    return Variable(id=id, iri=BASE + id, label=id.replace("_", " "), kind="process", variable_type="rate", **more)


def state(id, of, level):
    return State(id=id, iri=BASE + id, label=id.replace("_", " "), kind="condition", of_variable=of, at_level=level)


def population(id, **more):
    return Population(id=id, iri=BASE + id, label=id.replace("_", " "), kind="population", **more)


def link(cause, sign, effect, *, id=None, **more):
    """A causal statement; `sign` is +, -, 0, 0+, 0- or ?."""
    made = Sign(sign)
    worded = sign if sign in ("+", "-", "0") else "?"
    fields = {"hedge": Hedge.categorical, "basis": Basis.asserted, "scope": Scope.step, **more}
    id = id or f"{cause}-{effect}"
    return Statement(
        id=id,
        iri=BASE + id,
        kind=Kind.causal,
        subject=cause,
        relation="increases" if sign == "+" else "decreases",
        object=effect,
        text=f"{cause} acts on {effect}",
        evidence="ECO:0000303",
        sign=made,
        worded_sign=worded,
        **fields,
    )


def modifier(subject, effect, *targets, id="M"):
    return Statement(
        id=id,
        iri=BASE + id,
        kind=Kind.modifier,
        subject=subject,
        relation="modulates",
        object=targets[0].split("-")[1],
        text="it changes that",
        hedge=Hedge.possible,
        basis=Basis.asserted,
        evidence="ECO:0000303",
        modifies=targets,
        effect=Effect(effect),
    )


def content(concepts, statements):
    return Content(concepts=tuple(concepts), statements=tuple(statements))
