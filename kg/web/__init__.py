"""The service over HTTP: the pages, the API, its documentation, health and metrics."""

from kg.web.app import create_app
from kg.web.serving import application, serve

__all__ = ["application", "create_app", "serve"]
