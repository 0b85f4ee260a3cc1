"""Reality of single triggers: what is told as done, denied, intended, or only thought of."""

from __future__ import annotations

import pytest

from counterclaim.claims.nlp import parse
from counterclaim.claims.realis import realis
from counterclaim.claims.triggers import triggers, word_classes


def stance(text: str, word: str) -> str:
    """Return the stance of the trigger that begins with ``word``, "none" when it is no claim."""
    doc = parse(text)
    found = [t for t in triggers(doc, word_classes(doc)) if doc[t.start : t.end].text.startswith(word)]
    assert found, f"no trigger {word!r} in {text!r}"
    return realis(doc, found[0]).stance or "none"


DONE = [
    ("The army shelled the village of Karbal at dawn.", "shelled"),
    ("Two farmers were killed when a mine exploded under their cart.", "exploded"),
    ("The general said that his troops had captured the ridge.", "captured"),
    ("The drones may have bombed the depot twice.", "bombed"),
    ("Rebels are said to be shelling the airport.", "shelling"),
    ("The militia is reported to have kidnapped six nurses.", "kidnapped"),
    ("The monitor accused the army of bombing a school.", "bombing"),
    ("The jets not only bombed the bridge but strafed the road.", "bombed"),
    ("The council condemned the attack on the mosque.", "attack"),
    ("The massacre did not go unnoticed abroad.", "massacre"),
    ("The shelling will continue to haunt the survivors.", "shelling"),
    ("The army began to shell the quarter on Friday.", "shell"),
    ("The patrol managed to recapture the post.", "recapture"),
    ("The militia helped the army retake the town on Sunday.", "retake"),
    ("The army used helicopters to bomb the camp.", "bomb"),
    ("The minister refused to comment on the air strike.", "air strike"),
    ("No group has claimed responsibility for the bombing.", "bombing"),
    ("He denies the charges of fraud and was arrested on Monday.", "arrested"),
    ("The soldiers who had not fled were shot dead in the yard.", "shot dead"),
    ("If confirmed, it is the first case; gunmen attacked the bus on Monday.", "attacked"),
    ("A suspected drone strike hit the convoy near Marjan.", "drone strike"),
    ("The coalition will investigate the air strike that killed ten guests.", "air strike"),
    ("After the clashes, residents would not say who fired first.", "clashes"),
    ("Hundreds were displaced by the fighting in Kordal.", "fighting"),
    ("The mayor was killed in an ambush on the film's director and his guests.", "killed"),
    ("Fearing arrest, he fled; troops stormed the house an hour later.", "stormed"),
    ("The army tried to storm the hospital.", "storm"),
    ("The killing should have been prevented, the mayor said.", "killing"),
    ("The president said the attack would not stop the vote.", "attack"),
    ("Six soldiers died in an exercise when a rocket exploded.", "exploded"),
    ("Gunmen opened fire on a minibus near the bridge.", "opened fire on"),
    ("Police could not prevent the crowd from burning down the inn.", "burning down"),
    ("The agency could confirm that rockets hit the silo.", "hit"),
    ("They were allowed to evacuate 200 families on Monday.", "evacuate"),
]
DENIED = [
    ("The army denied that it had shelled the clinic.", "shelled"),
    ("The army has denied bombing the clinic.", "bombing"),
    ("The group denied any role in the bombing of the hotel.", "bombing"),
    ("The governor rejected accusations that police had tortured the detainees.", "tortured"),
    ("Officials dismissed reports of an attack on the base.", "attack"),
    ("Damascus called the allegation that it bombed the bakery a lie.", "bombed"),
    ("Claims that our men attacked the convoy are baseless, the colonel said.", "attacked"),
    ("It is not true that the navy shelled the port.", "shelled"),
    ("Our pilots did not bomb the market, the ministry said.", "bomb"),
    ("No clashes took place in the town on Friday.", "clashes"),
    ("There was no attack on the convoy, the officer said.", "attack"),
    ("Inspectors found no evidence of a chemical attack.", "chemical attack"),
    ("The brigade had nothing to do with the bombing.", "bombing"),
    ("The militia was not involved in the kidnapping of the engineers.", "kidnapping"),
    ("The army is not responsible for the shelling of the school.", "shelling"),
    ("We were not behind the assassination, the group said.", "assassination"),
    ("The rebels took no part in the massacre.", "massacre"),
    ("None of our units shelled the town, the spokesman said.", "shelled"),
    ("The mayor brushed aside claims that guards had tortured the boys.", "tortured"),
    ("The ministry repeated its denial of the massacre.", "massacre"),
    ("Tehran does not believe that the militia attacked the ship.", "attacked"),
]
INTENDED = [
    ("Turkey will deploy troops on the border.", "deploy"),
    ("The two presidents are to meet on Tuesday.", "meet"),
    ("The army is preparing an offensive on the port.", "offensive"),
    ("A ceasefire is due to begin at noon.", "ceasefire"),
    ("The rebels vowed to retake the hill.", "retake"),
    ("Paris has decided to withdraw its soldiers.", "withdraw"),
    ("The cabinet is considering air strikes on the camps.", "air strikes"),
    ("The parties agreed to release 40 prisoners.", "release"),
    ("The envoys meet in Nairobi next week.", "meet"),
    ("The militia threatened to bomb the pipeline.", "bomb"),
    ("Peace talks are scheduled for Monday in Astana.", "Peace talks"),
    ("The talks were to begin on Sunday.", "talks"),
    ("Kabul is about to launch an offensive in the north.", "offensive"),
    ("The ministry announced plans to evacuate 3,000 villagers.", "evacuate"),
    ("Forces are getting ready for a planned assault on the city.", "assault"),
    ("The pledge to withdraw the guns was made on Sunday.", "withdraw"),
]
UNREAL = [
    ("Did the army shell the village?", "shell"),
    ("If the rebels capture the dam, the city goes dark.", "capture"),
    ("Had the rocket exploded, the school would be gone.", "exploded"),
    ("Should the militia attack the port, exports would end.", "attack"),
    ("Were the army to storm the camp, thousands would run.", "storm"),
    ("Imagine that gunmen seized the town.", "seized"),
    ("An offensive could displace half a million people.", "offensive"),
    ("Villagers fear that the militia will attack them again.", "attack"),
    ("The UN warned of a massacre in the besieged city.", "massacre"),
    ("There is a risk of clashes and suicide attacks during the vote.", "clashes"),
    ("The pope called for an end to the shelling of towns.", "shelling"),
    ("The union called for a ceasefire in the valley.", "ceasefire"),
    ("The court demanded that the army withdraw from the hill.", "withdraw"),
    ("The state urged them to withdraw from the hill.", "withdraw"),
    ("Police foiled an attack on the embassy.", "attack"),
    ("The talks were called off by both sides.", "talks"),
    ("They were accused of plotting to bomb the metro.", "bomb"),
    ("The army failed to release the detainees.", "release"),
    ("In the film, soldiers massacre a whole village.", "massacre"),
    ("In the drill, marines captured a village from a pretend enemy.", "captured"),
    ("The novel ends with the bombing of an unnamed port.", "bombing"),
    ("Crews rehearsed the evacuation of a hospital.", "evacuation"),
    ("They left the town without firing a shot or attacking the post.", "attacking"),
    ("The party wants to arrest the governor.", "arrest"),
    ("The troops will advance when they take the bridge.", "take"),
    ("The flood killed 40 people in the valley.", "killed"),
    ("Forty people were killed in a landslide near the dam.", "killed"),
    ("The minister launched an attack on corruption.", "attack"),
    ("Doctors are fighting cholera in the camps.", "fighting"),
    ("Investors fled the market on Monday.", "fled"),
    ("The minister ruled out air strikes on the island.", "air strikes"),
    ("Unless they agree, fighting will engulf the coast.", "fighting"),
    ("The crowd nearly stormed the palace.", "stormed"),
    ("The agency could not confirm that rockets hit the silo.", "hit"),
    ("It is unclear whether the plane was shot down.", "shot down"),
    ("The strikes would have killed thousands of people.", "killed"),
    ("The army is able to strike targets across the border.", "strike"),
    ("Instead of bombing the town, the jets turned back.", "bombing"),
]


@pytest.mark.parametrize(("text", "word"), DONE)
def test_told_as_done(text: str, word: str) -> None:
    """What somebody says happened is asserted, whatever negations and plans stand beside it."""
    assert stance(text, word) == "asserts"


@pytest.mark.parametrize(("text", "word"), DENIED)
def test_denied(text: str, word: str) -> None:
    """A denial is read in its verbs, nouns, negations and in what disowns a part in the act."""
    assert stance(text, word) == "denies"


@pytest.mark.parametrize(
    "text",
    [
        "The army neither confirmed nor denied that it had shelled Taiz.",
        "The army declined to confirm or deny that it had shelled Taiz.",
        "The army would not confirm or deny shelling Taiz.",
        "The army would neither confirm nor deny the shelling of Taiz.",
        "The army has not denied shelling Taiz.",
        "The army has not confirmed shelling Taiz.",
        "The army did not deny reports that it had shelled Taiz.",
    ],
)
def test_who_takes_no_side_has_denied_nothing(text: str) -> None:
    """Not to deny is no denial, not to confirm no claim."""
    assert stance(text, "shell") == "none"


@pytest.mark.parametrize(
    "text", ["The army did not comment and denied that it shelled Taiz.", "It denied shelling Taiz."]
)
def test_a_denial_beside_a_silence_is_one(text: str) -> None:
    """What is negated beside it takes nothing from a denial."""
    assert stance(text, "shell") == "denies"


@pytest.mark.parametrize(("text", "word"), INTENDED)
def test_intended(text: str, word: str) -> None:
    """What is announced, ordered or planned is intended, not done."""
    assert stance(text, word) == "intends"


@pytest.mark.parametrize(("text", "word"), UNREAL)
def test_only_thought_of(text: str, word: str) -> None:
    """What is asked, supposed, feared, demanded, foiled, played or said in a figure is no claim."""
    assert stance(text, word) == "none"
