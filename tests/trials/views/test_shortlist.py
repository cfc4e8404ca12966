"""A list of saved trials: what its address holds is shown, and the finder keeps nothing of it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_trial
from tests.trials.views.reading import Page, read
from trials.models import OldNumber


def listed(client, *trials) -> Page:
    answer = client.get("/shortlist/", {"trial": [getattr(one, "slug", one) for one in trials]})
    assert answer.status_code == 200
    return Page(answer.text)


def test_without_trials_the_page_says_how_to_save_some_and_what_to_do_without_javascript(client, db):
    page = read(client, "/shortlist/")
    assert "press “Save” beside it" in page.words
    assert "Saving works only with JavaScript." in page.words
    assert "keep a bookmark" in page.words
    assert "<noscript>" in page.html


def test_the_trials_of_the_address_stand_in_its_order_as_in_the_results(client, db):
    trials = [make_trial(title=f"Trial {name}") for name in ("one", "two")]
    page = listed(client, *reversed(trials))
    assert "2 trials on this list" in page.words
    assert page.words.index("Trial two") < page.words.index("Trial one")
    assert page.html.count('class="result"') == 2
    assert "Recruiting" in page.words


def test_the_first_four_are_ticked_to_be_compared(client, db):
    page = listed(client, *(make_trial() for _number in range(6)))
    boxes = [field for field in page.fields if field.get("type") == "checkbox"]
    assert [("checked" in box, box["name"], box["form"]) for box in boxes] == [
        *[(True, "trial", "compare")] * 4,
        *[(False, "trial", "compare")] * 2,
    ]


def test_a_trial_is_taken_out_by_a_link_to_the_list_without_it(client, db):
    first, other = make_trial(), make_trial()
    page = listed(client, first, other)
    out = [address for address, words in page.anchors if words.startswith("Take out")]
    assert out == [f"?trial={other.slug}", f"?trial={first.slug}"]
    assert "2 trials" not in listed(client, other).words


def test_the_address_to_share_is_whole(client, db):
    trial = make_trial()
    page = listed(client, trial)
    shared = next(field for field in page.fields if field.get("id") == "address")
    assert shared["value"] == f"http://testserver/shortlist/?trial={trial.slug}"


def test_the_page_says_where_the_list_is_kept_and_when_it_is_sent(client, db):
    for page in (read(client, "/shortlist/"), listed(client, make_trial())):
        assert "It is kept in this browser" in page.words
        assert "Only when you open the list are its trial numbers sent" in page.words


def test_nobody_keeps_the_page(client, db):
    for address in ("/shortlist/", f"/shortlist/?trial={make_trial().slug}"):
        answer = client.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert 'content="noindex"' in answer.text


def test_an_unknown_number_is_named_and_the_others_are_shown(client, db):
    page = listed(client, "NCT99999999", make_trial())
    assert "We know no trial NCT99999999." in page.words
    assert "1 trial on this list" in page.words


def test_more_than_thirty_are_named_but_not_shown(client, db):
    trials = [make_trial() for _number in range(32)]
    page = listed(client, *trials)
    assert "30 trials on this list" in page.words
    assert "A list holds 30 trials." in page.words
    assert f"/trials/{trials[31].slug}/" in page.links


def test_a_trial_that_is_gone_says_so_and_does_not_seem_to_recruit(client, db):
    page = listed(client, make_trial(vanished="2026-05-01"))
    assert "Gone from the registry since 1 May 2026" in page.words
    assert "Recruiting" not in page.words


def test_a_trial_outside_the_field_says_so(client, db):
    page = listed(client, make_trial(in_field=False), make_trial())
    assert page.words.count("Outside this finder’s field") == 1


def test_an_old_number_and_the_new_one_are_one_trial(client, db):
    trial = make_trial()
    OldNumber.objects.create(nct_id="NCT88888888", trial=trial)
    assert "1 trial on this list" in listed(client, "nct88888888", trial).words


def test_the_buttons_that_need_a_script_are_hidden_until_it_runs(client, db):
    page = listed(client, make_trial())
    for act in ("keep", "copy", "print", "forget"):
        assert f'data-list="{act}" hidden' in page.html


def test_registry_text_is_escaped(client, db):
    page = listed(
        client, make_trial(title="<script>alert(1)</script>"), make_trial(vanished="2026-05-01", title="<b>x")
    )
    assert "<script>alert(1)" not in page.html
    assert "<b>x" not in page.html
    assert page.refused == []


def test_thirty_trials_need_no_more_queries_than_two(client, finder):
    trials = [finder.add_trial() for _number in range(30)]
    listed(client, *trials)
    counted = []
    for chosen in (trials[:2], trials):
        with CaptureQueriesContext(connection) as asked:
            listed(client, *chosen)
        counted.append(len(asked))
    assert counted[1] <= counted[0] <= 6
