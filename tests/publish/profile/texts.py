"""Made-up reports with people in them who must not be named.  Nothing here happened; nobody here exists."""

from __future__ import annotations

import datetime as dt
from typing import Final

NOW: Final = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)

HOSPITAL: Final = """\
Strike on hospital in Saraqib kills four

At least four people were killed when an air strike hit the Al-Nour hospital in the town of Saraqib, Idlib, on \
12 March 2020, the Syrian Observatory for Human Rights said.

Among the dead were Hanan Darwish, 34, a nurse, and her son Karim Darwish, 9. "I pulled my brother out of the \
rubble," said Yusuf Barakat, a resident of the town. Dr. Lamia Qasem, a surgeon at the hospital, said that the \
operating theatre was destroyed. Darwish had worked there for six years.

Brigadier Samir Haddad, a spokesman for the Syrian army, denied that its aircraft had hit the hospital. Interior \
Minister Walid Tamim said an inquiry would follow. Abu Laith Masri, a commander of Ahrar al-Sham, promised \
revenge.
"""

AGAIN: Final = """\
Four killed in Saraqib

An air strike on the Al-Nour hospital in Saraqib killed four people on 12 March 2020, the Syrian Observatory for \
Human Rights said.

Colleagues laid flowers for Hanan Darwish on Friday. Little Karim had wanted to be a pilot. Barakat has left the \
town.
"""

MARKET: Final = """\
Shells fall on the market of Ariha

Shells fired by the Syrian army killed two civilians in Ariha on 20 March 2020, the Syrian Observatory for Human \
Rights said. Fadi Khoury, a shopkeeper, was killed and his daughter Salma was wounded. "There was no warning," a \
witness named Omar Shaheen told Reuters. The militants arrested Nadia al-Jundi, the observatory said.
"""

SHELTER: Final = """\
Shelling of a shelter in Kafr Nabl

Shelling hit the Ibn Rushd school, where displaced families were sheltering, in Kafr Nabl on 30 April 2026 and \
killed three children, the Syrian Observatory for Human Rights said. Rima Sabbagh, 11, was among the dead.

A clash between rebels and the Syrian army killed two soldiers in Jisr al-Shughur on 30 April 2026, the \
observatory said.
"""

CONVOY: Final = """\
Aid convoy on its way

A United Nations aid convoy of twelve trucks will go to Maarrat Misrin through the Bab al-Hawa crossing on 3 May \
2026, the Syrian Arab Red Crescent said. Jamil Aswad, a driver, said he was afraid.
"""

PUBLISHED: Final = {
    HOSPITAL: dt.date(2020, 3, 13),
    AGAIN: dt.date(2020, 3, 14),
    MARKET: dt.date(2020, 3, 21),
    SHELTER: dt.date(2026, 4, 30),
    CONVOY: dt.date(2026, 5, 1),
}

SECRET: Final = (
    "Hanan", "Darwish", "Karim", "Yusuf", "Barakat", "Lamia", "Qasem", "Al-Nour", "Fadi", "Khoury", "Salma", "Shaheen",
    "Nadia", "Jundi", "Rima", "Sabbagh", "Rushd", "Jamil", "Aswad", "Mona", "Zidan", "Nabil", "Fares",
)  # fmt: skip
"""Words that may come out of no method of a view that is published."""
OPEN: Final = (
    "Samir Haddad",
    "Walid Tamim",
    "Abu Laith Masri",
    "Syrian Observatory for Human Rights",
    "Saraqib",
    "Ariha",
)
"""Names of officials, of a commander, of a body and of towns: they stay."""
