"""Which language a text is in, and what is refused by name."""

from __future__ import annotations

import pytest

from counterclaim.records import Report
from counterclaim.reports.language import language
from tests.reports.captured import one_reject, one_report

FOREIGN = {
    "ar": "قال متحدث باسم الجيش إن القوات استعادت السيطرة على القرية صباح اليوم بعد اشتباكات عنيفة مع المسلحين.",
    "he": "דובר הצבא מסר כי שני רקטות נפלו בשטח פתוח ליד העיר ולא היו נפגעים באירוע הלילה.",
    "fa": "سخنگوی ارتش گفت که نیروها پس از درگیری شدید کنترل روستا را دوباره به دست گرفتند.",
    "ru": "Представитель министерства обороны заявил, что два беспилотника были сбиты над областью ночью.",
    "uk": "Речник військових повідомив, що вночі над областю збили два безпілотники, постраждалих немає.",
    "fr": "Le porte-parole de l'armée a déclaré que deux villages avaient été repris après de violents combats.",
    "de": "Ein Sprecher der Armee sagte, dass zwei Dörfer nach schweren Kämpfen wieder eingenommen worden seien.",
    "es": "El portavoz del ejército dijo que dos aldeas habían sido recuperadas tras intensos combates.",
    "tr": "Ordu sözcüsü, şiddetli çatışmaların ardından iki köyün yeniden ele geçirildiğini söyledi.",
    "zh": "军方发言人说，经过激烈战斗，部队已经重新控制了这两个村庄，目前没有平民伤亡的报告。",
    "my": "စစ်တပ်ပြောရေးဆိုခွင့်ရှိသူက ရွာနှစ်ရွာကို ပြန်လည်သိမ်းပိုက်ခဲ့သည်ဟု ပြောကြားခဲ့သည်။",
}


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_another_language_is_refused_by_name(code: str) -> None:
    """A text in a language that is not read is rejected, and the reject names it."""
    reject = one_reject(FOREIGN[code])
    assert (reject.reason, reject.detail) == ("language", f"language {code} not read yet")


@pytest.mark.parametrize(
    "text",
    [
        "TWO SOLDIERS WERE KILLED AND FIVE WOUNDED WHEN GUERRILLAS ATTACKED THE BARRACKS, THE ARMY SAID TODAY.",
        "Two killed.",
        "Blast in Kabul",
        "Taliban seize Kunduz",
        "Sheikh Abdullah al-Mohaisani and Abu Jaber al-Sheikh met in Idlib, said Tahrir al-Sham.",
        "Troops entered Bakhmut, which Ukrainians call Бахмут, and fighting went on in the streets until the evening.",
        "The word شهيد was painted on the wall of the house that was hit, a neighbour told the agency by telephone.",
    ],
)
def test_english_stays_english(text: str) -> None:
    """Capitals, headlines, many foreign names and a few words in another script leave English English."""
    assert language(text) == "en"


def test_the_language_of_most_of_the_text_counts() -> None:
    """An English caption over an Arabic article does not make it English, nor the other way round."""
    english = "Rescue workers searched the ruins of the bakery for survivors, the civil defence said on Tuesday. " * 4
    assert language("Photo: the old bridge.\n" + FOREIGN["ar"] * 8) == "ar"
    assert language(english + FOREIGN["ar"]) == "en"


def test_signs_without_letters_tell_no_language() -> None:
    """Digits and marks alone are rejected: no language could be told."""
    reject = one_reject("123 456 +++ 789 --- 2024")
    assert (reject.reason, reject.detail) == ("language", "no language could be told")


def test_right_to_left_marks_in_english_are_kept_in_the_text() -> None:
    """Directional codes do not change the verdict, and the text keeps them: text never changes."""
    text = "The agency \u202bسانا\u202c said that two checkpoints near Daraa were attacked on Monday morning."
    report = one_report(text)
    assert isinstance(report, Report)
    assert report.text == text
