"""The protocol: tools, resources and a prompt on one knowledge base, over stdin and stdout or over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import anyio
import mcp_types as types
import orjson
import uvicorn
from anyio.to_thread import run_sync
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from kg import __version__
from kg.journal import JournalDamaged
from kg.knowledge_base import KnowledgeBase
from kg.mcp.tools import TOOLS, Tool
from kg.mcp.words import ASKED, INSTRUCTIONS
from kg.model import CausewayError
from kg.patience import seconds

SCHEME = "causeway"
JSON = "application/json"
THREADS = 4
LONGEST_BODY = 64 * 1024
"""Bytes of one request over HTTP; a question is at most 2,000 characters."""
_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_PROMPT = types.Prompt(
    name="answer",
    title="Answer from the source",
    description="Have a question answered by the tools alone, with verdict, citations and caveats.",
    arguments=[types.PromptArgument(name="question", description="In anyone's words.", required=True)],
)
_TEMPLATES = [
    types.ResourceTemplate(
        name=kind,
        title=f"One {kind}",
        uri_template=f"{SCHEME}://{kind}s/{{id}}",
        description=f"All about one {kind}, by its id.",
        mime_type=JSON,
    )
    for kind in ("concept", "statement", "document")
]
_MOST_COMPLETED = 20
_Context = ServerRequestContext[Any]


class _Handlers:
    """What is answered to each request of a client; work is done in few threads, and no longer than it may take."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._threads = anyio.CapacityLimiter(THREADS)

    async def _work(self, doing: str, work: Callable[[KnowledgeBase], object]) -> bytes:
        """What the work gives on the graph as it is now, as JSON. Raises CausewayError."""

        def run() -> bytes:
            with seconds(self._knowledge.settings.request_seconds, doing):
                with suppress(JournalDamaged):  # answers are of the graph as it was before, as over HTTP
                    self._knowledge.refresh()
                return orjson.dumps(work(self._knowledge))

        return await run_sync(run, limiter=self._threads)

    async def list_tools(self, _ctx: _Context, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_shown(tool) for tool in TOOLS.values()])

    async def call_tool(self, _ctx: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"no tool is called {params.name!r}; there are {', '.join(TOOLS)}")
        try:
            request = tool.request.model_validate(params.arguments or {})
            found = await self._work(tool.name, lambda knowledge: tool.call(knowledge, request))
        except ValidationError as error:
            return _failed(_wrong(error))
        except CausewayError as error:
            return _failed(self._told(error))
        content = types.TextContent(type="text", text=found.decode())
        return types.CallToolResult(content=[content], structured_content=orjson.loads(found))

    def _told(self, error: CausewayError) -> str:
        """What is wrong, and in a line each what mends it: concepts by id and label."""
        graph = self._knowledge.snapshot.graph
        lines = [error.detail]
        for field, value in error.fields.items():
            if isinstance(value, list) and value:
                known = [f"{v} ({graph.concepts[v].label})" if v in graph.concepts else str(v) for v in value]
                lines.append(f"{field}: {', '.join(known)}")
        return "\n".join(lines)

    async def list_resources(self, _ctx: _Context, _params: object) -> types.ListResourcesResult:
        documents = self._knowledge.documents().documents
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    name=d.id,
                    title=d.title,
                    uri=f"{SCHEME}://documents/{d.id}",
                    description=f"A source, of which the graph holds {d.statements} statements.",
                    mime_type=JSON,
                )
                for d in documents
            ]
        )

    async def list_templates(self, _ctx: _Context, _params: object) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=_TEMPLATES)

    async def read_resource(self, _ctx: _Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        kind, _, name = uri.removeprefix(f"{SCHEME}://").partition("/")
        read = _READERS.get(kind)
        if not uri.startswith(f"{SCHEME}://") or read is None or not name:
            known = ", ".join(template.uri_template for template in _TEMPLATES)
            raise MCPError(types.INVALID_PARAMS, f"there is no resource {uri[:200]!r}; there are {known}")
        try:
            found = await self._work("reading", lambda knowledge: read(knowledge, unquote(name)))
        except CausewayError as error:
            raise MCPError(types.INVALID_PARAMS, self._told(error)) from None
        contents = types.TextResourceContents(uri=uri, mime_type=JSON, text=found.decode())
        return types.ReadResourceResult(contents=[contents])

    async def complete(self, _ctx: _Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        """The ids of concepts that what was typed so far could name; nothing for all else."""
        typed, values = params.argument.value[:200], []
        if isinstance(params.ref, types.ResourceTemplateReference) and params.ref.uri == _TEMPLATES[0].uri_template:
            found = await run_sync(lambda: self._knowledge.concepts(typed, limit=_MOST_COMPLETED))
            values = [hit.id for hit in found.concepts]
        return types.CompleteResult(completion=types.Completion(values=values))

    async def list_prompts(self, _ctx: _Context, _params: object) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[_PROMPT])

    async def get_prompt(self, _ctx: _Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        question = (params.arguments or {}).get("question", "").strip()
        if params.name != _PROMPT.name or not 0 < len(question) <= 2000:
            raise MCPError(types.INVALID_PARAMS, "the prompt `answer` takes a question of 1 to 2,000 characters")
        asked = types.TextContent(type="text", text=ASKED.format(question=question))
        return types.GetPromptResult(
            description=_PROMPT.description, messages=[types.PromptMessage(role="user", content=asked)]
        )


def _document(knowledge: KnowledgeBase, id: str) -> object:
    found = next((d for d in knowledge.documents().documents if d.id == id), None)
    if found is None:
        raise UnknownDocument(f"no document has the id {id[:80]!r}")
    return found


class UnknownDocument(CausewayError):
    """No document has this id."""


_READERS: dict[str, Callable[[KnowledgeBase, str], object]] = {
    "concepts": KnowledgeBase.concept,
    "statements": KnowledgeBase.statement,
    "documents": _document,
}


def _shown(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=_READ_ONLY,
    )


def _wrong(error: ValidationError) -> str:
    """Every argument that is wrong, with what is wrong with it; not what was sent."""
    told = error.errors(include_url=False, include_context=False, include_input=False)
    return "\n".join(f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in told)


def _failed(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)


def server(knowledge: KnowledgeBase) -> Server[Any]:
    """The server of the protocol on this knowledge base."""
    handlers = _Handlers(knowledge)

    def input_schema(name: str) -> dict[str, Any] | None:
        return TOOLS[name].input_schema if name in TOOLS else None

    return Server(
        "causeway",
        version=__version__,
        title="Causeway",
        description="Causal questions over a graph of signed statements, answered with paths and passages.",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=input_schema,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_completion=handlers.complete,
    )


def over_stdio(knowledge: KnowledgeBase) -> None:
    """Serve the client at stdin and stdout until it hangs up; nothing else goes to stdout."""

    async def run() -> None:
        made = server(knowledge)
        async with stdio_server() as (read, write):
            await made.run(read, write, made.create_initialization_options())

    anyio.run(run)


def over_http(knowledge: KnowledgeBase, host: str, port: int) -> None:
    """Serve clients at http://host:port/mcp until stopped. No session is kept, so any process may answer any request.

    On a loopback address only requests to one are taken, against pages that have names resolved to it.
    """
    app = server(knowledge).streamable_http_app(
        host=host, json_response=True, stateless_http=True, max_request_body_size=LONGEST_BODY
    )
    uvicorn.run(app, host=host, port=port, log_level="warning")
