"""The verbs for a language model, by the Model Context Protocol: over stdin and stdout, or over HTTP.

`tools` is the table of what can be called, `words` what a model is told before it asks, `server` the protocol. The SDK
is an extra of the package, so nothing here imports it before `server` is asked for.
"""
