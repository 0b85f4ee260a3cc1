"""Attributions as written: constructions of reported speech, with and without punctuation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.cues import cues
from counterclaim.claims.nlp import parse
from counterclaim.claims.quotes import Attribution, attributions


def read(text: str) -> list[Attribution]:
    """Read a text."""
    return list(attributions(parse(text)))


def source(text: str, one: Attribution) -> str | None:
    """Return the words of the source."""
    return text[slice(*one.source)] if one.source else None


@pytest.mark.parametrize(
    ("text", "who", "what", "manner"),
    [
        ("The ministry said two jets crossed the border.", "The ministry", "two jets crossed the border", "says"),
        ("The ministry said on Monday that two jets crossed.", "The ministry", "two jets crossed", "says"),
        ("Two jets crossed the border, the ministry said.", "the ministry", "Two jets crossed the border", "says"),
        ("At least 40 people were killed in a market a monitor said.", "a monitor", "At least 40 people were", "says"),
        ("A shell hit the depot and the nearby huts the news agency said.", "the news agency", "A shell hit", "says"),
        ("The general told reporters that the road was open.", "The general", "the road was open", "says"),
        ("According to the clinic, six people died.", "the clinic", "six people died", "says"),
        ("Six people died, according to the clinic.", "the clinic", "Six people died", "says"),
        ("Baku accused Yerevan of shelling three villages.", "Baku", "Yerevan of shelling three villages", "accuses"),
        ("Kyiv denied that its troops had left the town.", "Kyiv", "its troops had left the town", "denies"),
        (
            "The group claimed responsibility for the ambush.",
            "The group",
            "responsibility for",
            "claims_responsibility",
        ),
        ("The ambush was claimed by Al-Shabaab.", "Al-Shabaab", "The ambush", "claims_responsibility"),
        ("The army urged residents to leave the city.", "The army", "residents to leave the city", "demands"),
        ("The envoy called on both sides to stop the fighting.", "The envoy", "both sides to stop", "demands"),
        ("The militia threatened to strike the port.", "The militia", "to strike the port", "warns"),
        ("The president announced a truce on Friday.", "The president", "a truce", "announces"),
        ("Officials believe the drone came from the sea.", "Officials", "the drone came from the sea", "believes"),
        ("The ministry confirmed the death of two soldiers.", "The ministry", "the death of two soldiers", "confirms"),
        ("Agencies quoted General Osei as saying the base was safe.", "General Osei", "the base was safe", "says"),
        ("General Osei was quoted as saying the base was safe.", "General Osei", "the base was safe", "says"),
        (
            "As the minister announced on Monday, the troops will leave.",
            "the minister",
            "the troops will leave",
            "announces",
        ),
    ],
)
def test_each_construction_gives_source_content_and_manner(text: str, who: str, what: str, manner: str) -> None:
    """One sentence a construction: who speaks, the words reported, and how the speaker stands to them."""
    found = read(text)
    assert any(
        source(text, a) == who and a.manner == manner and any(text[b:e].startswith(what) for b, e in a.contents)
        for a in found
    ), [(source(text, a), a.manner, [text[b:e] for b, e in a.contents]) for a in found]


def test_a_quotation_goes_on_after_its_cue() -> None:
    """What follows in marks, in the same paragraph or the next, is still the same speaker's."""
    text = '"We ran at dawn," said Amal Idris. "Nobody was left."\n\n"The well was dry for weeks before that."'
    (one,) = read(text)
    assert source(text, one) == "Amal Idris"
    assert len(one.contents) == 3


def test_a_quotation_after_narrative_is_nobodys() -> None:
    """A sentence in marks that follows plain narrative is not given to an earlier speaker."""
    text = 'The mayor said the bridge was shut. Cars went round the lake for hours. "Shells fell on the mill again."'
    assert all("Shells" not in text[b:e] for a in read(text) for b, e in a.contents)


def test_a_participle_goes_on_with_the_last_speaker() -> None:
    """A participle ("adding that") without a subject is the last speaker's."""
    text = "Ten soldiers died, the ministry said, adding that help was on its way."
    added = [a for a in read(text) if a.lemma == "add"]
    assert [source(text, a) for a in added] == ["the ministry"]


def test_a_passive_without_an_agent_has_no_source() -> None:
    """Words like "is reported to have" name nobody."""
    found = read("The jet is reported to have crossed the border.")
    assert found
    assert all(a.source is None for a in found)


def test_taking_lives_is_no_saying() -> None:
    """An attack that "claimed the lives" of people claims nothing."""
    assert read("The attack claimed the lives of nine villagers.") == []


def test_a_carriers_tail_is_not_part_of_what_is_reported() -> None:
    """The words of the army end where the agency that carries them is named."""
    text = "State television quoted the army as saying several rockets fell, Reuters news agency reports."
    army = next(a for a in read(text) if source(text, a) == "the army")
    assert [text[b:e] for b, e in army.contents] == ["several rockets fell"]


def test_a_statement_without_marks_runs_on_after_a_colon() -> None:
    """A line that ends "said:" hands the paragraphs after it to the speaker, up to a section that is no speech."""
    text = (
        "The envoy, Lena Brandt, said:\n\nThe shelling of the clinic is a crime.\n\nThose behind it must answer."
        "\n\nNotes to editors\n\nThe envoy took office in May."
    )
    one = next(a for a in read(text) if a.source and "Brandt" in (source(text, a) or ""))
    said = " ".join(text[b:e] for b, e in one.contents)
    assert "must answer" in said
    assert "took office" not in said


def test_a_headline_names_its_source_after_a_colon() -> None:
    """Headlines put the source behind a colon."""
    text = "Death toll in market blast rises to 43: monitor\nRescuers dug through the night."
    assert "monitor" in [source(text, a) for a in read(text)]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet='said he told "“”.,:- \nThe army accordingto', max_size=120))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Scrambled cues and marks never raise, and every span lies in the text."""
    for one in read(text or " "):
        spans = [one.cue, *one.contents, *([one.source] if one.source else [])]
        assert all(0 <= b < e <= len(text) for b, e in spans)


def test_every_cue_stands_once() -> None:
    """No lemma of the lexicon stands in two blocks with frames that contradict each other silently."""
    assert cues().verbs["say"][0] == "says"
    assert not cues().relay & set(cues().nouns)
