from tests.cases.conftest import english, folder  # noqa: F401  (fixtures: words are English, uploads go to nowhere)
