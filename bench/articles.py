"""Made-up conflict news for measuring speed: invented places, parties and people, the same for the same number.

The texts resemble news only as far as speed goes: attributed speech, denials, figures, places and dates in every
paragraph, about 300 words.  Nothing is measured on them but time and memory.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Final, NamedTuple

WORDS: Final = 300
_FIRST_DAY: Final = dt.date(2014, 1, 1)


def _templates(text: str) -> list[str]:
    """Return the entries of a list whose entries begin with a dash and may run over several lines."""
    return [" ".join(entry.split()) for entry in text.strip().removeprefix("- ").split("\n- ")]


_TOWNS: Final = (
    "Harun",
    "Tell Mazra",
    "Ain Sarrat",
    "Qadessa",
    "Burhan",
    "Wadi Selm",
    "Deir Nahra",
    "Karfan",
    "Ushmal",
    "Bab Zeit",
    "Rasmeen",
    "Tal Abra",
    "Jisr Hamad",
    "Omreya",
    "Sanjaf",
    "Kuweil",
)
_REGIONS: Final = ("Kessab", "Marneh", "North Ulan", "Deyrat", "Sahel", "Orbat", "Lower Tisa", "Gharbia")
_STATES: Final = ("Ardania", "Veshtia", "Costara", "Lumeria", "Northern Maris")
_GROUPS: Final = (
    "Black Banner Brigade",
    "Free Army of Orbat",
    "People's Guard of Ulan",
    "Sons of the Valley",
    "Eastern Shield militia",
    "Marneh Military Council",
)
_MONITORS: Final = (
    "Valley Monitoring Group",
    "Orbat Centre for Documentation",
    "Network for Rights in Kessab",
    "Tisa Observatory",
)
_SPOKESMEN: Final = ("Karim Odeh", "Lena Marwick", "Tomas Seliger", "Huda Nasrawi", "Viktor Aldan", "Samir Khaldi")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HURT: Final = ("civilians", "people", "residents", "children", "women", "fighters", "soldiers", "aid workers")
_SITES: Final = ("a bakery", "the main hospital", "a school", "an ammunition depot", "a checkpoint", "the old market")

_OPENINGS: Final = _templates("""
- {n} {hurt} were killed and at least {m} others wounded when warplanes struck {site} in {town} on {day}, the
  {monitor} said.
- Fighters of the {group} stormed the town of {town} in {region} province on {day} after two days of shelling,
  residents and a military source said.
- A car bomb tore through {site} in {town} on {day}, killing {n} {hurt}, according to the {monitor}.
- {state} launched {m} air strikes on positions of the {group} around {town} overnight, its defence ministry said.
- A ceasefire between {state} and the {group} came into force in {region} on {day}, hours after mortar fire had
  killed {n} {hurt} near {town}.
""")
_SENTENCES: Final = _templates("""
- The army of {state} denied that its aircraft had hit {site} and accused the {group} of shelling {town} itself.
- "We have counted {n} dead, among them {k} children, and many are still under the rubble," said {person}, a doctor
  at a field hospital in {town}.
- The {monitor} put the toll at {n} killed, including {k} {hurt}, and said that it was likely to rise.
- {person}, a spokesman for the {group}, said that its fighters had captured {k} soldiers and destroyed two tanks
  west of {town}.
- State television said that government troops had retaken the village of {town} from the {group} with support from
  {state}.
- Hundreds of families fled {town} towards the border with {state}, where aid agencies delivered food to {m}00
  people on {day}.
- It was the third such attack in {region} province since the beginning of the month.
- The foreign ministry of {state} called on all parties to halt the fighting and announced that talks with the
  {group} would resume in {town} next week.
- A military helicopter was shot down near {town}; the {group} claimed responsibility, and both pilots died.
- {state} accused {other} of violating its airspace on {day}, saying that two jets had crossed the border near
  {town} for several minutes.
- Police arrested {m} people after a protest in {town}, in which demonstrators burned tyres and blocked a road.
- Gunmen abducted {k} aid workers from a convoy on the road to {town}, the {monitor} reported, citing witnesses.
- The {group} released {k} prisoners on {day} under an agreement brokered by {other}.
- Rockets fired from {region} fell on {town} late on {day}, wounding {m} {hurt}, a medical official told reporters.
- {other} would send further troops to the region, {person} said, without giving their number.
- The siege of {town} has lasted for more than {k} months, and residents say that medicine has run out.
- More than {m},000 people have been killed in the conflict, most of them {hurt}, the {monitor} estimates.
- A land mine killed {k} {hurt} on a farm outside {town} on {day}.
- None of the accounts could be verified at once, as reporters have no access to the area.
- {person} said the strike on {town} had been planned for weeks and that no civilians were near {site}.
- In a statement, the {group} rejected the charge and vowed to answer every raid on {town} with fire on {region}.
""")


class Article(NamedTuple):
    """An article in the common shape of a JSON line; ``published`` is an ISO day."""

    id: str
    title: str
    publisher: str
    published: str
    text: str


def article(number: int) -> Article:
    """Return article ``number``: about WORDS words in paragraphs of three sentences, the same in every run."""
    draw = random.Random(number)
    towns, people, states = draw.sample(_TOWNS, 4), draw.sample(_SPOKESMEN, 2), draw.sample(_STATES, 2)
    group, monitor, region = draw.choice(_GROUPS), draw.choice(_MONITORS), draw.choice(_REGIONS)

    def fill(template: str) -> str:
        text = template.format(
            n=draw.randint(3, 60),
            m=draw.randint(4, 90),
            k=draw.randint(2, 9),
            town=draw.choice(towns),
            region=region,
            state=states[0],
            other=states[1],
            group=group,
            monitor=monitor,
            person=draw.choice(people),
            day=draw.choice(_DAYS),
            hurt=draw.choice(_HURT),
            site=draw.choice(_SITES),
        )
        return text[0].upper() + text[1:]

    sentences = [fill(draw.choice(_OPENINGS))]
    rest = list(_SENTENCES)
    draw.shuffle(rest)
    while sum(len(sentence.split()) for sentence in sentences) < WORDS:
        sentences.append(fill(rest[len(sentences) % len(rest)]))
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return Article(
        id=f"bench-{number:05}",
        title=f"Fighting near {towns[0]} as {states[0]} and {group} trade charges",
        publisher="Bench Courier",
        published=(_FIRST_DAY + dt.timedelta(days=number % 3000)).isoformat(),
        text="\n\n".join(paragraphs),
    )
