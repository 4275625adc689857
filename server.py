from kg.knowledge_base import Settings
from kg.web import serve

if __name__ == "__main__":
    serve(Settings.from_environment())
