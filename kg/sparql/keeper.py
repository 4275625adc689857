"""The process that holds the graph for all workers: it takes changes in, and forks a worker when one is wanted.

It has one thread, so that it may fork, and its workers share the memory of the graph.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from typing import Any

from kg.sparql.dataset import Changed, Dataset
from kg.sparql.wire import receive, send
from kg.sparql.worker import work


def keep(control: socket.socket) -> None:
    """Do what is asked until the other side ends."""
    dataset = Dataset()
    while True:
        try:
            fields, _, files = receive(control, files=1)
        except (EOFError, OSError):
            return
        if fields["do"] == "fork":
            gc.freeze()
            pid = os.fork()
            if pid == 0:
                control.close()
                work(socket.socket(fileno=files[0]), dataset.store, fields["memory"])
                os._exit(0)
            os.close(files[0])
            send(control, {"pid": pid})
        else:
            if fields["do"] == "load":
                dataset = Dataset()
            send(control, _done(dataset, fields))


def _done(dataset: Dataset, fields: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, done: `graphs` are the names of the graphs there are, `status` how a worker ended."""
    match fields["do"]:
        case "load":
            try:
                dataset.load(fields["files"])
            except Changed as changed:
                return {"changed": str(changed)}
        case "change":
            for added, removed in fields["changes"]:
                dataset.change(added, removed)
        case "end":
            return {"status": os.waitstatus_to_exitcode(os.waitpid(fields["pid"], 0)[1])}
    return {"graphs": sorted(str(name.value) for name in dataset.store.named_graphs()), "triples": dataset.triples}


if __name__ == "__main__":
    keep(socket.socket(fileno=int(sys.argv[1])))
