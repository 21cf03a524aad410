"""A rule that the law has words for is read in words; what the program reads stands behind it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

SENTENCES = {
    "nl": "Uw diploma is uit Canada of is minder dan vijf jaar geleden beoordeeld",
    "fr": "Votre diplôme est canadien ou a été évalué il y a moins de cinq ans",
    "de": "Ihr Abschluss ist aus Kanada oder wurde vor weniger als fünf Jahren bewertet",
    "en": "Your diploma is from Canada or was assessed less than five years ago",
}
RULE = re.compile(r'<details class="rule">.*?</details>', re.DOTALL)


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("name", ["openness:law_route", "openness:score"])
def test_a_named_rule_is_said_before_the_code(client: Client, name: str, language: str) -> None:
    address = reverse(name, args=["ca-express-entry", "crs"])
    page = html.unescape(client.get(f"{address}?lang={language}", follow=True).content.decode())
    before = [
        page[: found.start()].rpartition("</p>")[0] for found in RULE.finditer(page) if ">education_counts<" in found[0]
    ]
    assert before
    assert all(SENTENCES[language] in text.rpartition("<p")[2] for text in before)
