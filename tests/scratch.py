"""The SPARQL endpoint that ships, mounted on an empty store that may be written to, for tests of the protocol.

`python -m tests.scratch FOLDER` puts the tests of a conformance suite to it: the folder holds the runner
`sparqlconf.py`, the suite `rdf-tests`, and `known-oxigraph-0.5.txt`.
"""

import hashlib
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

import pyoxigraph as ox
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from kg.sparql.errors import QueryUnreadable
from kg.sparql.pool import Limits, Pool, Source
from kg.sparql.reading import tokens
from kg.web import failing, places
from kg.web.sparql import sparql


class Scratch:
    """A store of its own, whose updates are carried out here, and whose queries by the workers that ship."""

    def __init__(self, folder):
        self._folder, self._store, self._pool = Path(folder), ox.Store(), Pool(Limits())
        self._number, self._source, self._lock = 0, Source(), Lock()
        self.limits = self._pool.limits

    def run(self, asked):
        with self._lock:
            return self._pool.run(self._source, asked)

    def held(self):
        return self._pool.held(self._source)

    def close(self):
        self._pool.close()

    def update(self, change):
        text = change.text
        if change.using or change.using_named:
            text = with_dataset(text, change.using, change.using_named)
        with self._lock:
            try:
                self._store.update(text, base_iri=change.base)
            except SyntaxError as error:
                raise QueryUnreadable(str(error)) from None
            except (OSError, RuntimeError) as error:
                raise QueryUnreadable(f"not carried out: {error}") from None
            data = self._store.dump(format=ox.RdfFormat.N_QUADS)
            file = self._folder / "dump.nq"
            file.write_bytes(data)
            self._number += 1
            self._source = Source(((str(file), hashlib.sha256(data).hexdigest()),), (("", "", str(self._number)),))


def with_dataset(text, using, using_named):
    """The update with USING before each WHERE that is not of DELETE WHERE."""
    clause = "".join(f"USING <{g}> " for g in using) + "".join(f"USING NAMED <{g}> " for g in using_named)
    out, at, depth, before = "", 0, 0, ""
    for token in tokens(text):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        word = token.text.upper() if token.kind == "word" else ""
        if word in ("USING", "WITH") and depth == 0:
            raise QueryUnreadable("the dataset is named by the protocol and by the update; name it once")
        if word == "WHERE" and depth == 0 and before != "DELETE":
            out, at = out + text[at : token.at] + clause, token.at
        before = word
    return out + text[at:]


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


@contextmanager
def scratch():
    """The address of an endpoint on an empty store that may be written to."""
    with tempfile.TemporaryDirectory() as folder:
        endpoint = Scratch(folder)
        app = Flask("kg.web")
        app.extensions["causeway-sparql"] = endpoint
        failing.register(app)
        app.register_blueprint(sparql)
        places.register(app, 0)
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            server.server_close()
            endpoint.close()


def main(folder, *more):
    """The exit code of the suite's runner."""
    folder = Path(folder)
    with scratch() as address:
        command = [sys.executable, str(folder / "sparqlconf.py"), "--suite", str(folder / "rdf-tests")]
        command += ["--query", address, "--update", address, "--known", str(folder / "known-oxigraph-0.5.txt"), *more]
        return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
