"""The style sheets of a page are asked for before the page is read."""


def test_a_page_announces_every_style_sheet_of_its_head(client, db):
    answer = client.get("/map/")
    told = answer.headers["Link"]
    sheets = [
        part.split('"')[0] for part in answer.text.partition("</head>")[0].split('<link rel="stylesheet" href="')[1:]
    ]
    assert len(sheets) > 1
    assert told == ", ".join(f"<{sheet}>; rel=preload; as=style" for sheet in sheets)


def test_what_is_no_page_announces_nothing(client, db):
    assert "Link" not in client.get("/suggest/?q=lupus").headers
