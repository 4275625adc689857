"""What the service is made of, as CycloneDX 1.6 JSON from requirements.lock: `make sbom`.

The same lock gives the same text: there is no date in it and no number of its own.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import quote

import kg

LOCK = Path(__file__).parent.parent / "requirements.lock"
_PACKAGE = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; .+?)?(?P<hashes>(?: \\\n +--hash=sha256:[0-9a-f]{64})+)$"
)


def document(lock: str, version: str) -> dict:
    """The bill of materials of Causeway in this version, its packages in the order of the lock.

    Raises ValueError for a line that is neither a package nor one of its hashes.
    """
    own = {"type": "application", "bom-ref": "causeway-kg", "name": "causeway-kg", "version": version}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [_component(entry) for entry in re.split(r"\n(?! )", lock.strip())],
    }


def _component(entry: str) -> dict:
    found = _PACKAGE.match(entry)
    if not found:
        raise ValueError(f"no package with a version and hashes: {entry.splitlines()[0]!r}")
    name, version = found["name"], found["version"]
    purl = f"pkg:pypi/{name}@{quote(version)}"
    hashes = [{"alg": "SHA-256", "content": sha} for sha in re.findall(r"sha256:([0-9a-f]{64})", found["hashes"])]
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": hashes}


if __name__ == "__main__":
    json.dump(document(LOCK.read_text(encoding="utf-8"), kg.__version__), sys.stdout, indent=1)
    print()
