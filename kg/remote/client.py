"""A thin client of the SPARQL 1.1 Protocol: tables asked for, updates sent, an endpoint that is away told as such."""

from __future__ import annotations

import time
import weakref
from collections.abc import Generator

import httpx
import pyoxigraph as ox

from kg.model import CausewayError

RESULTS = "application/sparql-results+json"
TRIES, WAIT = 3, 0.2
"""How often a query is sent, and seconds before it is sent again, twice as many each time. An update is sent once."""


class StoreAway(CausewayError):
    """The endpoint cannot be reached, or does not do what it is asked."""


class _Login(httpx.Auth):
    """A name and a password as the endpoint asks for them, Basic or Digest; from then on they are sent at once."""

    def __init__(self, name: str, password: str) -> None:
        self._digest, self._basic = httpx.DigestAuth(name, password), httpx.BasicAuth(name, password)
        self._asked: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request as it is, and once more where that was not enough."""
        if self._asked is None:
            response = yield request
            if response.status_code != 401:
                return
            digest = response.headers.get("www-authenticate", "").casefold().startswith("digest")
            self._asked = self._digest if digest else self._basic
        yield from self._asked.auth_flow(request)


class Client:
    """One endpoint: the address of its queries, and of its updates where that is another. `login` is `name:password`,
    a request may take so many seconds. Redirects are not followed, so that a login stays with whom it was meant for.
    """

    def __init__(self, query: str, update: str, login: str, seconds: float) -> None:
        self._query, self._update = query, update
        name, _, password = login.partition(":")
        self._http = httpx.Client(
            auth=_Login(name, password) if login else None, timeout=seconds, trust_env=False, follow_redirects=False
        )
        weakref.finalize(self, self._http.close)

    def select(self, query: str) -> list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]:
        """The rows of a table, each a term or none for each variable, in their order. Raises StoreAway."""
        wait = WAIT
        for left in reversed(range(TRIES)):
            try:
                reply = self._sent(self._query, {"query": query}, RESULTS)
                found = ox.parse_query_results(reply.content, format=ox.QueryResultsFormat.JSON)
                if not isinstance(found, ox.QuerySolutions):
                    raise SyntaxError("it is no table")
                return [tuple(row) for row in found]
            except StoreAway as away:
                if not left or not away.fields["again"]:
                    raise
            except (SyntaxError, ValueError) as error:  # cut off on its way, as some do when their time is up
                if not left:
                    raise StoreAway(f"{self._query} sends what is no result: {error}", again=False) from None
            time.sleep(wait)
            wait *= 2
        raise AssertionError("the last try returns or raises")

    def update(self, text: str) -> None:
        """Send an update. Raises StoreAway, after which it is not known whether it was carried out."""
        self._sent(self._update, {"update": text}, "*/*")

    def _sent(self, address: str, form: dict[str, str], accept: str) -> httpx.Response:
        try:
            reply = self._http.post(address, data=form, headers={"Accept": accept})
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise StoreAway(f"{address} cannot be reached: {error or type(error).__name__}", again=True) from None
        if not reply.is_success:
            said = " ".join(reply.text.split())[:300]
            again = reply.status_code >= 500 or reply.status_code == 429
            raise StoreAway(f"{address} answers {reply.status_code}: {said}", again=again)
        return reply
