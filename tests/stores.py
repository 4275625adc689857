"""Real engines that a graph may lie on, started on this machine for the tests."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ASK = {"query": "SELECT * WHERE { ?s ?p ?o } LIMIT 1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Engine:
    """A server that can be taken away and brought back; `settings` are those of a service on its graph."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    def start(self):
        self.process = subprocess.Popen(
            self.command(), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            try:
                if httpx.post(self.query, data=ASK).status_code < 500:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"{self.command()[0]} did not answer in a minute")

    def take_away(self):
        """End it at once, as a power cut does where it keeps what was acknowledged."""
        self.process.kill()
        self.process.wait(30)


class Oxigraph(Engine):
    """`oxigraph serve`, of the package of that name."""

    login = ""

    def command(self):
        program = Path(sys.executable).with_name("oxigraph")
        return [str(program), "serve", "--location", "data", "--bind", f"127.0.0.1:{self.port}"]

    @property
    def query(self):
        return f"http://127.0.0.1:{self.port}/query"

    @property
    def update(self):
        return f"http://127.0.0.1:{self.port}/update"


class Virtuoso(Engine):
    """Virtuoso of Debian, whose updates are sent with Digest."""

    login = "dba:dba"

    def __init__(self, folder):
        super().__init__(folder)
        (folder / "virtuoso.ini").write_text(_INI.format(http=self.port, sql=free_port()))

    def command(self):
        program = shutil.which("virtuoso-t")
        assert program, "the store is tested on Virtuoso too: apt-get install virtuoso-opensource-7-bin"
        return [program, "+foreground", "+configfile", "virtuoso.ini"]

    def start(self):
        for lock in self.folder.glob("*.lck"):
            lock.unlink()
        super().start()

    @property
    def query(self):
        return f"http://127.0.0.1:{self.port}/sparql-auth"

    @property
    def update(self):
        return f"http://127.0.0.1:{self.port}/sparql-auth"


_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 60
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""
