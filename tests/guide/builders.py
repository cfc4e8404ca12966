"""Rows and readings that the guide's tests share."""

from datetime import date
from html.parser import HTMLParser

from django.test import Client

from sources.models import Source

ARTICLE_NAME = "An article for patients"
ARTICLE_DATE = date(2025, 8, 1)


def make_sources() -> None:
    """The two sources that the guide's texts name."""
    Source.objects.create(slug="article", name=ARTICLE_NAME, kind=Source.Kind.ARTICLE, date=ARTICLE_DATE)
    Source.objects.create(slug="finder", name="Our own words", kind=Source.Kind.FINDER)


# Tags inside a line of text: words do not end with them.
WITHIN_A_LINE = {"a", "b", "i", "span", "time", "q"}


class _Text(HTMLParser):
    """What a reader sees, and each table row as a list of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self.headings: list[int] = []
        self.in_table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WITHIN_A_LINE:
            self.words.append(" ")
        if tag == "table":
            self.in_table = True
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.in_table = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.in_table and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def read(html: str) -> _Text:
    parsed = _Text()
    parsed.feed(html)
    return parsed


def text_of(client: Client, address: str) -> str:
    """The words of a page, with single spaces."""
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join("".join(read(response.text).words).split())
