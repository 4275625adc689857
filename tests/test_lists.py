"""Every list of the API says how many there are, and whether it holds them all."""

import pytest

LISTS = {
    "/api/v1/concepts?limit=3": ("concepts", False),
    "/api/v1/concepts?limit=500": ("concepts", True),
    "/api/v1/concepts?q=bone&limit=2": ("concepts", False),
    "/api/v1/concepts?q=qqqqqq": ("concepts", True),
    "/api/v1/effects?cause=estrogen&limit=1": ("items", False),
    "/api/v1/causes?effect=bmd&limit=200": ("items", True),
    "/api/v1/paths?cause=menopause&effect=bmd&limit=1": ("paths", False),
    "/api/v1/feedback": ("loops", True),
    "/api/v1/documents": ("documents", True),
    "/api/v1/concepts/rankl/neighbourhood": ("nodes", True),
    "/api/v1/history?limit=1": ("entries", True),
    "/api/v1/proposals?limit=1": ("proposals", True),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_says_how_many_there_are(client, address):
    name, complete = LISTS[address]
    said = client.get(address).json
    assert said["complete"] is complete
    assert (said["total"] == len(said[name])) is complete


def test_a_list_with_two_sides_counts_both(client):
    address = "/api/v1/mechanism/shared?a=estrogen&b=androgen&limit={}"
    cut, whole = (client.get(address.format(limit)).json for limit in (1, 200))
    assert cut["total"] == whole["total"] == len(whole["causes"]) + len(whole["effects"])
    assert (cut["complete"], whole["complete"]) == (False, True)


def test_every_reply_with_a_list_of_its_own_declares_both(client):
    """A reply is a list where it has one and is about no one thing; it tells of both counts in its type."""
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    lists = [s for name, s in schemas.items() if name.endswith(("List", "ReachAnswer", "SharedAnswer", "LoopsAnswer"))]
    assert len(lists) >= 7
    for schema in lists:
        assert {"total", "complete"} <= set(schema["required"])


def test_a_cut_history_says_so(curated):
    for n in range(2):
        claim = {"subject": "yoga", "object": "bmd", "sign": "+", "text": f"Said {n} times."}
        sent = curated.propose("statement", claim, by="ann")
        curated.decide(sent.id, "accept", by="bea")
    assert (curated.history(limit=1).total, curated.history(limit=1).complete) == (2, False)
    assert curated.proposals(limit=2).complete
    assert not curated.proposals(limit=1).complete
