"""What runs in the process that reads one file: its bytes come in, a document or why there is none goes out.

Once the bytes are in, it opens no connection, starts no program and writes no file.
"""

from __future__ import annotations

import resource
import sys

import orjson

from kg.papers import formats

MEMORY = 1024 * 2**20
SECONDS = 30
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.")


def main() -> None:
    """Read a name on the first line and a file behind it; write the document as JSON."""
    name, _, data = sys.stdin.buffer.read(formats.LARGEST_FILE + 4096).partition(b"\n")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse)
    try:
        made = formats.paper(name.decode(), data)
        said = {"title": made.title, "text": made.text, "id": made.id}
    except formats.Unreadable as error:
        said = {"error": str(error)}
    except (MemoryError, RecursionError):
        said = {"error": "it needs more memory than a document may"}
    except PermissionError as error:
        said = {"error": f"it would {error}"}
    sys.stdout.buffer.write(orjson.dumps(said))


def _refuse(event: str, _arguments: object) -> None:
    """What no reader of a file needs."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"do what a document may not: {event}")


if __name__ == "__main__":
    main()
