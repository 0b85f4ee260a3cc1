"""The small heads of the model, in numpy: what a word tells of, which telling stands, which candidate fills a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.trained.candidates import ROLES, Role
from counterclaim.claims.trained.questions import Question

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """A telling as the heads see it: the token that tells, its clause (token range), its kind's number, its traits."""

    token: int
    clause: tuple[int, int]
    kind: int
    traits: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    """The logits of a question's candidates, of none of them, and of each mention."""

    candidates: Floats
    none: float
    mentions: Floats


class Heads:
    """The heads' weights, by name, as trained."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = weights

    def words(self, encoded: Floats, marks: NDArray[np.int8]) -> Floats:
        """Return the words' vectors, with case and lexicon mixed into the encoder's [words, width]."""
        known = [self._w[f"marks.{i}.weight"][marks[:, i]] for i in range(marks.shape[1])]
        mixed = _gelu(self._linear("mix", np.concatenate([encoded, *known], 1)))
        mean, spread = mixed.mean(1, keepdims=True), mixed.var(1, keepdims=True)
        scaled: Floats = (mixed - mean) / np.sqrt(spread + 1e-5) * self._w["norm.weight"] + self._w["norm.bias"]
        return scaled

    def kinds(self, words: Floats) -> Floats:
        """Return for each word and kind the logit that it tells of such a happening."""
        return self._linear("kind", words)

    def told(self, words: Floats, seen: Sequence[Seen]) -> Floats:
        """Return the vectors of tellings."""
        kinds = self._w["kinds.weight"][[one.kind for one in seen]]
        return np.concatenate([words[[one.token for one in seen]], _clauses(words, seen), kinds], 1)

    def keep(self, words: Floats, kinds: Floats, seen: Sequence[Seen]) -> Floats:
        """Return for each telling the logit that a coder would have found it."""
        own = np.array([kinds[slice(*one.clause), one.kind].max() for one in seen], np.float32)
        best = np.array([kinds[slice(*one.clause)].max() for one in seen], np.float32)
        traits = np.stack([one.traits for one in seen])
        at = words[[one.token for one in seen]]
        looked = np.concatenate([at, _clauses(words, seen), traits, own[:, None] / 5, best[:, None] / 5], 1)
        return self._two("keep", looked.astype(np.float32))

    def answers(self, words: Floats, seen: Sequence[Seen], asked: Sequence[Question], *, blind: bool) -> list[Answer]:
        """Return the answers to questions; where ``blind``, what the rules made of a field is hidden."""
        told = self.told(words, seen)
        made: dict[int, Answer] = {}
        for role in ROLES:
            here = [i for i, one in enumerate(asked) if one.role == role]
            if here:
                made |= zip(here, self._of_role(role, words, told, seen, [asked[i] for i in here], blind), strict=True)
        return [made[i] for i in range(len(asked))]

    def _of_role(
        self, role: Role, words: Floats, told: Floats, seen: Sequence[Seen], asked: Sequence[Question], blind: bool
    ) -> list[Answer]:
        """Return the answers to the questions of one role: all their mentions go through the layers at once."""
        unseen = np.float32(blind)
        candidates = np.cumsum([0, *(len(one.traits) for one in asked)])
        mentions = np.cumsum([0, *(len(one.of) for one in asked)])
        of = np.concatenate([one.of + at for one, at in zip(asked, candidates, strict=False)])
        mine = np.repeat(np.arange(len(asked)), np.diff(mentions))
        rules = np.concatenate([one.rules for one in asked]) * (1 - unseen)
        traits = np.concatenate([one.traits for one in asked])
        # A mention looks the same to every telling: its vector is made once.
        spans, order = np.unique(np.concatenate([one.spans for one in asked]), axis=0, return_inverse=True)
        matches = self._linear(f"mention.{role}", np.concatenate([words[spans[:, 0]], words[spans[:, 1] - 1]], 1))
        at = np.array([one.telling for one in asked])
        match = matches[order] * self._linear(f"anchor.{role}", told[at])[mine]
        kind = self._w["kinds.weight"][[seen[one.telling].kind for one in asked]]
        relations = np.concatenate([one.relations for one in asked])
        last = np.full((len(of), 1), unseen, np.float32)
        score = self._two(
            f"score.{role}", np.concatenate([match, relations, traits[of], rules[of], kind[mine], last], 1)
        )
        top = np.full(len(traits), -1e4, np.float32)
        np.maximum.at(top, of, score)
        total = np.zeros(len(traits), np.float32)
        np.add.at(total, of, np.exp(score - top[of]))
        prior = self._w[f"prior.{role}"] * rules[:, 0]
        logits: Floats = (np.log(total + np.float32(1e-9)) + top + prior).astype(np.float32)
        filled = np.array([(one.rules[0, -1] * (1 - unseen), unseen) for one in asked], np.float32)
        none = self._two(f"none.{role}", np.concatenate([told[at], filled], 1))
        return [
            Answer(logits[candidates[i] : candidates[i + 1]], float(none[i]), score[mentions[i] : mentions[i + 1]])
            for i in range(len(asked))
        ]

    def _linear(self, name: str, x: Floats) -> Floats:
        return x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]

    def _two(self, name: str, x: Floats) -> Floats:
        """Return the one output of two layers: ``score.actors`` is ``score_in.actors``, then ``score_out.actors``."""
        head, _, role = name.partition(".")
        rest = f".{role}" if role else ""
        return self._linear(f"{head}_out{rest}", _gelu(self._linear(f"{head}_in{rest}", x)))[:, 0]


def _gelu(x: Floats) -> Floats:
    made: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x**3)))
    return made


def _clauses(words: Floats, seen: Sequence[Seen]) -> Floats:
    return np.stack([words[slice(*one.clause)].mean(0) for one in seen])
