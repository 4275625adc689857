"""The service, as its environment tells."""

from kg.settings import Settings
from kg.web import serve

if __name__ == "__main__":
    serve(Settings.from_environment())
