"""Happenings other than attacks: what tells of them, and what only looks or sounds like them."""

from __future__ import annotations

import pytest

from tests.claims.reading import read

TOLD = [
    ("abduction", "Armed men kidnapped nine schoolgirls near Zamfara on Tuesday, police said."),
    ("abduction", "Gunmen took two engineers hostage outside Agadez."),
    ("abduction", "Six fishermen were abducted off Rakhine by the Arakan Army."),
    ("abuse", "Fighters raped women in Tawila, witnesses said."),
    ("abuse", "Guards tortured detainees at Saydnaya prison, Amnesty said."),
    ("abuse", "The report accuses soldiers of torture in Bamenda."),
    ("agreement", "Armenia and Azerbaijan signed an accord in Sochi."),
    ("agreement", "Ethiopia and the Tigray rebels signed a peace agreement in Pretoria."),
    ("agreement", "Saudi Arabia and Iran agreed to restore ties."),
    ("aid", "Qatar donated 20 tonnes of medicine to hospitals in Gaza."),
    ("aid", "The Red Cross delivered food to Madaya on Monday."),
    ("aid", "The UN airdropped food over Deir ez-Zor."),
    ("aid", "Two trucks of flour arrived in Beit Hanoun, the UN said."),
    ("air_incident", "A Mi-8 helicopter crashed in Kapisa province, killing five soldiers."),
    ("air_incident", "A Mi-8 helicopter crashed in Kapisa province, killing five soldiers."),
    ("air_incident", "A Turkish F-16 shot down a Russian warplane near the Syrian border."),
    ("air_incident", "Air defences intercepted 12 drones over Odesa, the air force said."),
    ("air_incident", "NATO scrambled jets after two bombers approached Norway."),
    ("airspace_violation", "Japan said a Chinese drone had violated its airspace near Yonaguni."),
    (
        "airspace_violation",
        "Seoul said four Russian aircraft had entered its air defence zone and violated its airspace.",
    ),
    ("airspace_violation", "Two Russian jets entered Estonian airspace for nine minutes on Friday."),
    ("arms_supply", "American advisers trained the Afghan army in Helmand."),
    ("arms_supply", "Germany delivered 18 Leopard tanks to Ukraine."),
    ("arms_supply", "Iran arms the Houthis, Washington says."),
    ("arms_supply", "The rebels received anti-tank missiles from Saudi Arabia."),
    ("arms_supply", "Washington approved the sale of 40 fighter jets to Bahrain."),
    ("arrest", "A court ordered the arrest of the general."),
    ("arrest", "Police in Minsk detained 40 protesters on Sunday."),
    ("arrest", "Seven opposition leaders were jailed in Tunis on Friday."),
    ("arrest", "The commander was captured by Iraqi special forces in Mosul."),
    ("arrest", "Turkish authorities rounded up 12 suspects in Gaziantep."),
    ("ceasefire", "Colombia and the ELN extended their ceasefire by six months."),
    ("ceasefire", "The army declared a three-day truce in Kachin State."),
    ("ceasefire", "The truce in Hodeidah collapsed within hours."),
    ("ceasefire", "The two sides agreed a ceasefire in Tripoli on Sunday."),
    ("demand", '"Israel must open the crossings," the EU\'s Josep Borrell said.'),
    ("demand", "Amnesty urged the junta to release the detainees."),
    ("demand", "France urged Azerbaijan to lift the blockade."),
    ("demand", "Pakistan asked Kabul to hand over the suspects."),
    ("demand", "The UN called on all parties to stop the fighting in Sudan."),
    ("demand", "The opposition demanded that the president step down."),
    ("deployment", "A French frigate arrived in Limassol on Wednesday."),
    ("deployment", "China began a naval exercise off Taiwan on Monday."),
    ("deployment", "Israel called up reinforcements and massed tanks near Gaza."),
    ("deployment", "Russia deployed S-400 missiles at the Hmeimim base."),
    ("deployment", "Rwanda moved 1,000 soldiers to the border."),
    ("deployment", "The United States sent 3,000 troops to Poland."),
    ("destruction", "Fighters looted a World Food Programme warehouse in Wad Madani."),
    ("destruction", "Israeli forces demolished four homes in Hebron."),
    ("destruction", "Militants set fire to the church in Yelwata."),
    ("destruction", "Soldiers burned down 60 houses in the village of Inn Din, residents said."),
    ("destruction", "The militants destroyed the temple of Bel at Palmyra."),
    ("displacement", "About 300 families were evacuated from Avdiivka on Monday."),
    ("displacement", "More than 12,000 people fled Goma in two days, the UN refugee agency said."),
    ("displacement", "Thousands of families left Rafah after the order."),
    ("protest", "Hundreds protested outside the embassy in Nairobi."),
    ("protest", "Residents of Idlib held a protest against the group on Friday."),
    ("protest", "Thousands marched through Khartoum to demand civilian rule."),
    ("release", "Hamas handed over the hostages to the Red Cross."),
    ("release", "Israel released 90 prisoners from Ofer jail overnight."),
    ("release", "Two Turkish journalists were freed on Thursday."),
    ("riot", "Rioters torched a police station in Kaduna."),
    ("riot", "Rioting broke out in Honiara on Wednesday."),
    ("sanction", "Mali severed diplomatic ties with Ukraine."),
    ("sanction", "Poland expelled 45 Russian diplomats."),
    ("sanction", "The European Union imposed sanctions on six Iranian generals."),
    ("sanction", "The United States blacklisted two Myanmar banks."),
    ("sanction", "Washington froze the assets of two Sudanese companies."),
    ("siege", "Aid convoys were prevented from entering Madaya."),
    ("siege", "Al-Shabaab has imposed a blockade on Hudur."),
    ("siege", "Government troops have besieged Eastern Ghouta since 2013."),
    ("siege", "The army encircled the town of Debaltseve."),
    ("siege", "The rebels cut the supply road to Taiz."),
    ("talks", "A second round of talks opened in Geneva on Monday."),
    ("talks", "Biden spoke with Zelensky by phone on Monday."),
    ("talks", "Representatives of the two sides will meet in Jeddah on Tuesday."),
    ("talks", "Sergei Lavrov met John Kerry in Vienna on Friday."),
    ("talks", "Taliban negotiators met American envoys in Doha."),
    ("talks", "The envoy will travel to Sanaa to discuss a truce with Houthi leaders."),
    ("talks", "The foreign ministers of Egypt and Sudan held talks in Cairo."),
    ("talks", "The president received the Iranian foreign minister in Baghdad."),
    ("threat", "Hezbollah threatened to strike Haifa."),
    ("threat", "North Korea warned that it would respond to any attack with nuclear weapons."),
    ("threat", "The general warned of severe consequences if the drills went on."),
    ("threat", "The junta gave the workers two days to return or face arrest."),
    ("withdrawal", "Ethiopian troops withdrew from Baidoa at the weekend."),
    ("withdrawal", "French troops left Gao on Monday."),
    ("withdrawal", "Rebel fighters retreated from Kobane."),
    ("withdrawal", "The army pulled back from Lyman."),
]

UNTOLD = [
    "The aid worker said he liked his job.",
    "Voters protested at the price of bread, the candidate joked?",
    "The commander of the armed forces has three sons.",
    "We need a ceasefire and more aid.",
    "Refugees in the camp go to school.",
    "Drought threatens the harvest.",
    "He must have been tired, the doctor said.",
    "The firm signed a deal to sell cars in Lagos.",
    "The team surrounded the referee.",
    "The President met the challenge with a smile.",
    "The study demonstrates that sleep matters.",
    "If the truce collapses, aid would stop.",
    "The bank released its report on Monday.",
    "Analysts say sanctions could follow.",
    "Inflation forced families to sell furniture.",
    "The singer left London for Paris.",
    "The patient was treated in hospital for flu.",
    "The hotel hosted a wedding.",
    "The president of the court of appeal retired.",
    "Prices rose since the war began.",
    "The deal between the two banks fell through.",
    "The general hoped the talks would not be needed.",
    "They met at school and married in Rome.",
    "The union threatened nothing, it is a calm place.",
    "The charity works to prevent torture.",
    "Human rights abuses are a matter of concern, she wrote.",
    "The company agreed to buy a rival.",
    "Workers left the factory at noon.",
    "He arrested the decline of the firm.",
    "Farmers asked for rain.",
    "The law bans torture.",
    "The film was released in May.",
    "The ship will arrive in port on Monday.",
    "The children played war games.",
    "The ministry of humanitarian assistance is in Juba.",
    "Many migrants seek asylum in Europe.",
    "The city surrounded by hills is green.",
    "The bank cut off funding.",
]


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_an_act_is_read_as_its_kind(kind: str, sentence: str) -> None:
    """A sentence that tells of one act yields claims of that kind and of no other."""
    assert {claim.event.kind for claim in read(sentence)} == {kind}


@pytest.mark.parametrize("sentence", UNTOLD)
def test_what_only_sounds_like_an_act_is_no_claim(sentence: str) -> None:
    """Words of peace, business or hope, and acts only wished for, yield no claim."""
    assert [claim.event.kind for claim in read(sentence)] == []


SUMS = [
    ("conflict_toll", "The war in Yemen has killed more than 150,000 people since 2014."),
    ("conflict_toll", "More than 377,000 people have died in the Yemen war since 2014, the UN says."),
    ("conflict_toll", "At least 900 civilians were killed in Burkina Faso last year, the monitor said."),
    ("conflict_toll", "About 1.4 million people have been displaced in Tigray since the fighting began."),
    ("displacement", "Some 4,000 people have fled Goz Beida since the fighting began on Sunday."),
    ("killing", "Gunmen killed 40 villagers in Logo on Monday."),
]


@pytest.mark.parametrize(("kind", "sentence"), SUMS)
def test_the_sum_of_a_war_is_told_from_the_toll_of_an_attack(kind: str, sentence: str) -> None:
    """Harm summed over a war or a year is a conflict's toll; harm of a day, or people in flight, is not."""
    assert kind in {claim.event.kind for claim in read(sentence)}
    assert (kind == "conflict_toll") == any(claim.event.kind == "conflict_toll" for claim in read(sentence))


STANCES = [
    ("talks", "intends", "The two leaders will meet in Muscat on Sunday."),
    ("deployment", "intends", "Canada will send 200 troops to Latvia."),
    ("siege", "asserts", "The agency has not been given access to Tawila."),
    ("arrest", "denies", "The army denied that it had arrested the editor in Omdurman."),
]


@pytest.mark.parametrize(("kind", "stance", "sentence"), STANCES)
def test_an_act_keeps_the_stance_of_its_words(kind: str, stance: str, sentence: str) -> None:
    """What is to come is intended, what is refuted is denied, and access not given is a siege that stands."""
    assert (kind, stance) in {(claim.event.kind, claim.stance) for claim in read(sentence)}


def test_who_must_do_something_is_the_target_of_the_demand() -> None:
    """The speaker of "must" demands; the one who must is addressed."""
    claims = read('"Eritrea must withdraw its troops," said Samantha Power.')
    assert [(c.event.kind, [p.name for p in c.event.actors], [p.name for p in c.event.targets]) for c in claims] == [
        ("demand", ["Samantha Power"], ["Eritrea"])
    ]


def test_a_crash_bears_its_own_dead() -> None:
    """The dead of a crash belong to the crash and make no fight of it."""
    claims = read("An army helicopter crashed near Bamyan on Tuesday, killing five soldiers.")
    assert [(c.event.kind, [t.low for t in c.event.toll]) for c in claims] == [("air_incident", [5])]


def test_the_name_of_a_party_tells_of_nothing() -> None:
    """Acts in the names of parties are no acts: a negotiations committee has not yet negotiated."""
    assert read("The High Negotiations Committee has its seat in Riyadh.") == ()
