"""Every form that registry records come in; what cannot be read is a fault with its reason, and the rest goes on."""

import gzip
import io
import json
import zipfile

import pytest

from tests.records import body, page, study, write_lines
from trials.registry.files import FilesError, studies_in
from trials.registry.parse import parse_study

NUMBERS = ["NCT10000001", "NCT10000002", "NCT10000003"]
BOM = b"\xef\xbb\xbf"
LINES = b"".join(body(nct_id=number) + b"\n" for number in NUMBERS)


def numbers(path):
    """The registry number of each study at the path; nothing there may be at fault."""
    found = list(studies_in(path))
    assert [one.fault for one in found if one.fault] == []
    return [parse_study(one.body).nct_id for one in found]


def faults(path):
    return {one.place.removeprefix(str(path)).lstrip("/"): one.fault for one in studies_in(path) if one.fault}


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
        return path

    return write


def zipped(entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("study.json", body(), NUMBERS[:1], id="one study"),
        pytest.param("study.json", json.dumps(study(), indent=2).encode(), NUMBERS[:1], id="one study on many lines"),
        pytest.param("study.json", BOM + body(), NUMBERS[:1], id="a byte order mark"),
        pytest.param("page.json", page([study(one) for one in NUMBERS], "next"), NUMBERS, id="a page"),
        pytest.param("page.json", page([]), [], id="an empty page"),
        pytest.param("list.json", json.dumps([study(one) for one in NUMBERS]).encode(), NUMBERS, id="a list"),
        pytest.param("studies.jsonl", LINES, NUMBERS, id="JSON lines"),
        pytest.param("studies.ndjson", LINES.rstrip(), NUMBERS, id="JSON lines without a last line break"),
        pytest.param("studies.jsonl", BOM + LINES, NUMBERS, id="JSON lines with a byte order mark"),
        pytest.param("studies.jsonl", LINES.replace(b"\n", b"\r\n\r\n"), NUMBERS, id="JSON lines, some of them empty"),
        pytest.param("studies.jsonl.gz", gzip.compress(LINES), NUMBERS, id="compressed JSON lines"),
        pytest.param("STUDIES.JSONL.GZ", gzip.compress(LINES), NUMBERS, id="a name in capitals"),
        pytest.param("study.json.gz", gzip.compress(body()), NUMBERS[:1], id="a compressed study"),
        pytest.param("studies.json", LINES, NUMBERS, id="JSON lines under the name of JSON"),
        pytest.param("all.zip", zipped({f"{one}.json": body(nct_id=one) for one in NUMBERS}), NUMBERS, id="a zip"),
        pytest.param("all.zip", zipped({"a/": b"", "a/all.jsonl": LINES}), NUMBERS, id="a zip with a folder in it"),
    ],
)
def test_studies_are_found_in_every_form(put, name, content, expected):
    assert numbers(put(name, content)) == expected


def test_a_folder_is_read_in_the_order_of_names_and_all_the_way_down(put, tmp_path):
    put("b.json", body(nct_id=NUMBERS[1]))
    put("a/deep/study.json", body(nct_id=NUMBERS[0]))
    put("c.jsonl.gz", gzip.compress(body(nct_id=NUMBERS[2])))
    put("README.md", b"Records.")
    assert numbers(tmp_path) == NUMBERS


def test_each_study_comes_with_the_place_it_was_found_at(put):
    path = put("studies.jsonl", LINES)
    assert [one.place for one in studies_in(path)] == [f"{path}:{line}" for line in (1, 2, 3)]
    path = put("all.zip", zipped({"one.json": body()}))
    assert [one.place for one in studies_in(path)] == [f"{path}:one.json"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param(
            "a.json", b'{"protocolSection": {"identific', "not JSON: Input data was truncated", id="cut short"
        ),
        pytest.param("a.json", b"<html>Maintenance</html>", "not JSON: JSON is malformed", id="HTML"),
        pytest.param("a.json", b"\xff\xfe{}", "not JSON", id="no text"),
        pytest.param("a.json", b"", "an empty file", id="empty JSON"),
        pytest.param("a.json", BOM + b" \n", "an empty file", id="only a byte order mark"),
        pytest.param("a.jsonl", b"", "an empty file", id="empty JSON lines"),
        pytest.param("a.jsonl", b"\n \n", "an empty file", id="only empty lines"),
        pytest.param("a.jsonl.gz", gzip.compress(b""), "an empty file", id="empty compressed lines"),
        pytest.param("a.json", b"5", "JSON, but neither a study nor a page or list of them", id="a number"),
        pytest.param("a.json", b'"text"', "JSON, but neither a study nor a page or list of them", id="a text"),
        pytest.param(
            "a.json", b'{"studies": 5}', "JSON, but neither a study nor a page or list of them", id="no list of studies"
        ),
        pytest.param("a.json", b'{"x": ' + b"[" * 100_000, "not JSON", id="very deep"),
        pytest.param("a.json.gz", b"no gzip", "not a whole gzip file: Not a gzipped file", id="no gzip"),
        pytest.param("a.json.gz", gzip.compress(LINES)[:-20], "not a whole gzip file", id="a gzip cut short"),
        pytest.param("a.zip", zipped({"one.json": body()})[:-30], "not a whole zip file", id="a zip cut short"),
        pytest.param("a.zip", b"no zip", "not a whole zip file", id="no zip"),
        pytest.param("a.zip", zipped({}), "an empty zip file", id="an empty zip"),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_the_next_file_is_read(put, tmp_path, name, content, reason):
    put(name, content)
    put("z.json", body())
    found = list(studies_in(tmp_path))
    assert [one.place for one in found] == [str(tmp_path / name), str(tmp_path / "z.json")]
    assert found[0].fault.startswith(reason)
    assert parse_study(found[1].body).nct_id == NUMBERS[0]


def test_a_text_in_a_zip_is_a_fault_and_the_rest_of_the_zip_is_read(put):
    path = put("all.zip", zipped({"README.txt": b"Records.", "one.json": body(), "bad.json": b"{", "z.jsonl": LINES}))
    found = list(studies_in(path))
    assert [one.fault.split(":")[0] for one in found] == [
        "not a registry record", "", "not JSON", "", "", "",
    ]  # fmt: skip
    assert found[0].place == f"{path}:README.txt"


def test_a_damaged_entry_of_a_zip_is_a_fault_and_the_next_entry_is_read(put):
    whole = zipped({"one.json": body(), "two.json": body(nct_id=NUMBERS[1])})
    at = whole.index(b"one.json") + 40
    path = put("all.zip", whole[:at] + b"\0\0\0\0\0\0\0\0" + whole[at + 8 :])
    damaged, good = studies_in(path)
    assert damaged.place == f"{path}:one.json"
    assert damaged.fault.startswith("damaged in its zip file")
    assert parse_study(good.body).nct_id == NUMBERS[1]


def test_a_broken_line_is_only_that_lines_fault(put):
    path = put("studies.jsonl", body(nct_id=NUMBERS[0]) + b"\n{broken\n" + body(nct_id=NUMBERS[1]))
    good, bad, last = studies_in(path)
    assert (good.fault, last.fault) == ("", "")
    assert bad.body == b"{broken"
    assert bad.place == f"{path}:2"


def test_a_page_of_a_study_a_line_that_was_cut_short_is_one_fault(put):
    whole = b'{"studies": [\n' + b",\n".join(body(nct_id=number) for number in NUMBERS) + b"\n]}"
    assert numbers(put("page.json", whole)) == NUMBERS
    (fault,) = faults(put("page.json", whole[:-40])).values()
    assert fault.startswith("not JSON: Input data was truncated")


def test_a_gzip_cut_short_gives_the_lines_before_the_cut(put):
    many = b"".join(body(nct_id=f"NCT{number:08}") + b"\n" for number in range(500))
    found = list(studies_in(put("a.jsonl.gz", gzip.compress(many)[:-2000])))
    assert len(found) > 100
    assert [one.fault for one in found if one.fault] == [found[-1].fault]
    assert found[-1].fault.startswith("not a whole gzip file")


def test_json_lines_are_read_a_line_at_a_time(tmp_path):
    path = write_lines(tmp_path / "studies.jsonl", [study(number) for number in NUMBERS])
    with path.open("r+b") as held:
        found = studies_in(path)
        first = next(found)
        # The last line does not exist until the first has been taken out: it is longer than any buffer.
        held.seek(0, io.SEEK_END)
        held.write(b" " * 10_000_000 + body(nct_id="NCT10000009") + b"\n")
        held.flush()
        rest = list(found)
    assert parse_study(first.body).nct_id == NUMBERS[0]
    assert parse_study(rest[-1].body).nct_id == "NCT10000009"


def test_a_path_that_does_not_exist_is_an_error_that_says_what_to_give(tmp_path):
    with pytest.raises(FilesError, match=r"missing does not exist\. Give a file or a folder of registry records"):
        list(studies_in(tmp_path / "missing"))


def test_a_folder_with_nothing_to_read_is_an_error(put, tmp_path):
    put("README.md", b"Records.")
    with pytest.raises(FilesError, match=r"holds no registry records: no \.json"):
        list(studies_in(tmp_path))
