"""A graph that lies on a SPARQL 1.1 endpoint of somebody's choice, shared by any number of servers.

`client` speaks the protocol, `nodes` gives blank nodes names that outlive a request, `graph` is one named graph with
its version: read, pushed, changed; `mirror` keeps what was read last in a file, so that answers go on while it is away.
"""

from kg.remote.client import Client, StoreAway
from kg.remote.graph import RemoteGraph, State
from kg.remote.mirror import Mirror

__all__ = ["Client", "Mirror", "RemoteGraph", "State", "StoreAway"]
