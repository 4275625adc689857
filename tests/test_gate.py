"""The gate before the application, alone: who is gone, who waits, and what is told of it."""

import asyncio
import threading
import time

import pytest

from kg.patience import go_on
from kg.web.gate import WATCHED, Gate, Gone, Limits

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "http_version": "1.1",
    "scheme": "http",
    "headers": [],
}


def answering(body=b"here"):
    def app(environ, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [body]

    return app


def asked(app, times=1, leaves=None, **limits):
    """The statuses of so many requests at once, and what was told of them; each client leaves after so many seconds."""
    told, sent = [], []

    async def receive():
        await asyncio.sleep(3600 if leaves is None else leaves)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    async def go():
        gate = Gate(app, Limits(**limits), live=lambda: b"", seen=told.append)
        await asyncio.gather(*(gate(dict(SCOPE), receive, send) for _ in range(times)))
        ends = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def life():
            return next(ends)

        await gate({"type": "lifespan"}, life, send)

    asyncio.run(go())
    return [m["status"] for m in sent if m["type"] == "http.response.start"], told


@pytest.mark.parametrize("leaves", [0, WATCHED / 2, WATCHED * 2])
def test_work_for_a_client_who_is_gone_stops(leaves):
    ends = []

    def app(environ, start):
        try:
            while True:
                go_on()
                time.sleep(0.001)
        except Gone:
            ends.append(time.monotonic())
            raise

    start = time.monotonic()
    statuses, told = asked(app, leaves=leaves)
    assert statuses == [seen.status for seen in told] == [499]
    assert ends[0] - start < 2


def test_a_request_that_waits_is_dropped_with_its_client():
    worked = []

    def app(environ, start):
        worked.append(1)
        time.sleep(WATCHED * 4)
        return answering()(environ, start)

    statuses, _ = asked(app, times=3, leaves=0, threads=1)
    assert statuses == [499] * 3
    assert len(worked) == 1


def test_what_is_quick_is_answered_by_the_threads_there_are():
    names = set()

    def app(environ, start):
        names.add(threading.current_thread())
        return answering()(environ, start)

    statuses, told = asked(app, times=40, threads=2)
    assert statuses == [200] * 40
    assert len(told) == 40
    assert 1 <= len(names) <= 2
    assert not any(thread.is_alive() for thread in names)


def test_what_stands_aside_takes_no_thread_of_the_others():
    busy, told = threading.Event(), []

    def app(environ, start):
        if environ["PATH_INFO"] in ("/slow", "/slow/a"):
            busy.wait(10)
        return answering()(environ, start)

    async def go():
        gate = Gate(app, Limits(threads=1, aside={"/slow": 2}), live=lambda: b"", seen=told.append)

        async def receive():
            await asyncio.sleep(3600)

        async def send(message):
            pass

        slow = [asyncio.create_task(gate({**SCOPE, "path": path}, receive, send)) for path in ("/slow", "/slow/a") * 3]
        await asyncio.sleep(0.05)
        for path in ("/", "/slower", "/fast/slow"):
            await asyncio.wait_for(gate({**SCOPE, "path": path}, receive, send), 5)
        assert len(told) == 3
        busy.set()
        await asyncio.gather(*slow)

    asyncio.run(go())
    assert {seen.status for seen in told} == {200}
    assert len(told) == 9


def test_one_too_many_is_told_to_come_again():
    def app(environ, start):
        time.sleep(0.05)
        return answering()(environ, start)

    statuses, _ = asked(app, times=5, threads=1, waiting=3)
    assert sorted(statuses) == [200, 200, 200, 503, 503]


def test_an_application_that_fails_costs_no_thread():
    failing = [True, True, False]

    def app(environ, start):
        if failing.pop(0):
            raise ZeroDivisionError
        return answering()(environ, start)

    async def go():
        gate = Gate(app, Limits(threads=1), live=lambda: b"", seen=lambda _: None)
        sent = []

        async def receive():
            await asyncio.sleep(3600)

        async def send(message):
            sent.append(message)

        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await gate(dict(SCOPE), receive, send)
        await gate(dict(SCOPE), receive, send)
        return sent

    assert asyncio.run(go())[0]["status"] == 200
