"""A page's forms as a browser would post them: so that a test changes one field and leaves the rest as shown."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Form(HTMLParser):
    """The fields of every form of a page with the values that they show."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if "disabled" in given:
            return
        if tag == "select":
            self._select = name
            self.values.setdefault(name, [] if "multiple" in given else "")
        elif tag == "option" and self._select and "selected" in given:
            self._choose(given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""
        elif tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.values[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")

    def _choose(self, value: str) -> None:
        if isinstance(self.values[self._select], list):
            self.values[self._select].append(value)
        else:
            self.values[self._select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            # HTML drops the line break that follows the opening tag.
            self.values[self._area] = self.values[self._area].removeprefix("\r\n").removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


def shown(client: Client, address: str) -> dict[str, Any]:
    """What the page at `address` would post as it is."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    form = Form()
    form.feed(response.text)
    return {name: value for name, value in form.values.items() if "__prefix__" not in name}


def post(client: Client, address: str, **changes: Any):
    """Open the page, change some fields, send it. Raises AssertionError with the faults that the page shows."""
    return send(client, address, {**shown(client, address), **changes})


def send(client: Client, address: str, values: dict[str, Any]):
    response = client.post(address, values)
    assert response.status_code == 302, faults(response)
    return response


def faults(response) -> list[str]:
    """What a page that was sent back says is wrong."""
    context = response.context
    form = context["adminform"].form if context and "adminform" in context else context["form"]
    inline = context.get("inline_admin_formsets", [])
    return [str(form.errors), *(str(one.formset.errors) for one in inline)]
