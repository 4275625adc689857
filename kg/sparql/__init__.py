"""SPARQL over the graph, apart from HTTP: read, then run in processes that may be killed.

`reading` tells what a text asks for before anything runs it, `dataset` is the graph as quads, `answers` runs one query
and writes what comes of it, `worker` is a process that does so under limits, `keeper` the one that holds the graph and
forks workers, `processes` both from the side of the service, `pool` what that asks, `wire` how they talk.
"""
