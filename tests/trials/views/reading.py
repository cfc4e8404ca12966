"""A page as its reader has it: words, links, headings; and what a browser would refuse."""

from html.parser import HTMLParser

from django.test import Client

SILENT = {"script", "style", "title"}
EMPTY = {"meta", "link", "input", "br", "img", "hr", "use", "circle", "path", "rect"}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.lang = ""
        self.title = ""
        self.headings: list[tuple[str, str]] = []
        self.links: dict[str, str] = {}  # address: the words of all links to it
        self.anchors: list[tuple[str, str]] = []  # address and words of each link
        self.ids: list[str] = []
        self.refused: list[str] = []  # inline styles, scripts and handlers
        self.fields: list[dict[str, str]] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._link = ""
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        """All that is read, with single spaces."""
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in EMPTY:
            self._open.append(tag)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, ""))
        if tag == "a":
            self._link = given.get("href", "")
            self.links.setdefault(self._link, "")
            self.anchors.append((self._link, ""))
        if tag == "input":
            self.fields.append(given)
        if "id" in given:
            self.ids.append(given["id"])
        inline = tag == "style" or (tag == "script" and not given.get("src"))
        if inline or any(name == "style" or name.startswith("on") for name in given):
            self.refused.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if SILENT & set(self._open):
            return
        self._words.append(data)
        if self._link:
            self.links[self._link] = " ".join(f"{self.links[self._link]} {data}".split())
            address, words = self.anchors[-1]
            self.anchors[-1] = (address, " ".join(f"{words} {data}".split()))
        if self.headings and self._open and self.headings[-1][0] in self._open:
            tag, words = self.headings[-1]
            self.headings[-1] = (tag, " ".join(f"{words} {data}".split()))

    @property
    def first_headings(self) -> list[str]:
        return [words for tag, words in self.headings if tag == "h1"]


def read(client: Client, address: str, status: int = 200) -> Page:
    """The page at `address`, which must answer with `status`."""
    response = client.get(address)
    assert response.status_code == status, f"{address} answers {response.status_code}"
    return Page(response.text)
