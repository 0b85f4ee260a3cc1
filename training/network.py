"""The reader as a network: an encoder over the report's words, and small heads that answer questions about them.

Two formulations were tried before this one; docs/design.md keeps their figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from counterclaim.claims.trained import candidates, inputs, questions, relation, verdicts
from counterclaim.claims.trained.encoder import Pieces
from training.data import Example, Told

HIDDEN: Final = 384
"""Width of the encoder."""
WIDTH: Final = 128
"""Width of a word's vector once case and lexicon have been added."""
MATCH: Final = 64
KIND_WIDTH: Final = 16
MARK_WIDTH: Final = 8
ROLES: Final = candidates.ROLES


def _heads(make: dict[str, nn.Module]) -> nn.ModuleDict:
    return nn.ModuleDict(make)


class Network(nn.Module):
    """Encoder and heads.  ``encoder`` maps piece ids [1, n] to vectors [1, n, HIDDEN]."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.marks = nn.ModuleList([nn.Embedding(width, MARK_WIDTH) for width in inputs.WIDTHS])
        self.mix = nn.Linear(HIDDEN + MARK_WIDTH * len(inputs.WIDTHS), WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.act = nn.GELU(approximate="tanh")
        self.drop, self.drop_more = nn.Dropout(0.1), nn.Dropout(0.2)
        self.kind = nn.Linear(WIDTH, len(inputs.KINDS))
        nn.init.constant_(self.kind.bias, -5.0)
        self.kinds = nn.Embedding(len(inputs.KINDS), KIND_WIDTH)
        told = 2 * WIDTH + KIND_WIDTH
        self.anchor = _heads({r: nn.Linear(told, MATCH) for r in ROLES})
        self.mention = _heads({r: nn.Linear(2 * WIDTH, MATCH) for r in ROLES})
        seen = {r: MATCH + relation.SIZE + candidates.TRAITS[r] + questions.RULES + KIND_WIDTH + 1 for r in ROLES}
        self.score_in = _heads({r: nn.Linear(seen[r], 64) for r in ROLES})
        self.score_out = _heads({r: nn.Linear(64, 1) for r in ROLES})
        self.none_in = _heads({r: nn.Linear(told + 2, 32) for r in ROLES})
        self.none_out = _heads({r: nn.Linear(32, 1) for r in ROLES})
        self.prior = nn.ParameterDict({r: nn.Parameter(torch.tensor(1.5)) for r in ROLES})
        self.keep_in = nn.Linear(2 * WIDTH + verdicts.SIZE + 2, 64)
        self.keep_out = nn.Linear(64, 1)

    def words(self, example: Example, pieces: Pieces) -> Tensor:
        """Return the vectors [words, WIDTH] of a report's words."""
        parts: list[Tensor] = []
        for window in pieces.windows:
            hidden = self.encoder(input_ids=torch.tensor([window.ids])).last_hidden_state[0, 1:-1]
            of = torch.tensor(window.of)
            count = torch.bincount(of)[:, None]
            mean = torch.zeros(len(count), HIDDEN).index_add(0, of, hidden) / count
            parts.append(mean[window.context :])
        marks = torch.tensor(example.marks.astype(np.int64))
        known = [one(marks[:, i]) for i, one in enumerate(self.marks)]
        return self.norm(self.act(self.mix(self.drop(torch.cat([torch.cat(parts), *known], 1)))))

    def told(self, words: Tensor, told: Sequence[Told]) -> Tensor:
        """Return the vectors of tellings: the word that tells, its clause, the kind."""
        at = words[[one.token for one in told]]
        return torch.cat([at, _clauses(words, told), self.kinds(torch.tensor([one.kind for one in told]))], 1)

    def keep(self, words: Tensor, kinds: Tensor, told: Sequence[Told]) -> Tensor:
        """Return for each telling the logit that a coder would have found it."""
        own = torch.stack([kinds[slice(*one.clause), one.kind].max() for one in told])
        best = torch.stack([kinds[slice(*one.clause)].max() for one in told])
        traits = torch.tensor(np.stack([one.traits for one in told]))
        at = words[[one.token for one in told]]
        seen = torch.cat([at, _clauses(words, told), traits, own[:, None] / 5, best[:, None] / 5], 1)
        return self.keep_out(self.act(self.keep_in(self.drop_more(seen))))[:, 0]

    def answers(
        self,
        words: Tensor,
        told: Tensor,
        kinds: Sequence[int],
        asked: Sequence[questions.Question],
        blind: Sequence[bool],
    ) -> list[tuple[Tensor, Tensor]]:
        """Return for each question the logits of its candidates and of none of them.

        Where ``blind``, what the rules made of the field is hidden.
        """
        made: dict[int, tuple[Tensor, Tensor]] = {}
        for role in ROLES:
            here = [i for i, one in enumerate(asked) if one.role == role]
            if not here:
                continue
            many = [asked[i] for i in here]
            sizes = [len(one.traits) for one in many]
            ends = np.cumsum([0, *sizes])
            of = torch.tensor(np.concatenate([one.of + at for one, at in zip(many, ends, strict=False)])).long()
            mine = torch.tensor(np.repeat(np.arange(len(many)), [len(one.of) for one in many]))
            theirs = torch.tensor(np.repeat(np.arange(len(many)), sizes))
            spans = torch.tensor(np.concatenate([one.spans for one in many])).long()
            unseen = torch.tensor([float(blind[i]) for i in here])
            rules = torch.tensor(np.concatenate([one.rules for one in many])) * (1 - unseen[theirs])[:, None]
            at = torch.tensor([one.telling for one in many])
            kind = self.kinds(torch.tensor([kinds[one.telling] for one in many]))
            match = self.mention[role](torch.cat([words[spans[:, 0]], words[spans[:, 1] - 1]], 1))
            match = match * self.anchor[role](told[at])[mine]
            traits = torch.tensor(np.concatenate([one.traits for one in many]))
            relations = torch.tensor(np.concatenate([one.relations for one in many]))
            seen = torch.cat([match, relations, traits[of], rules[of], kind[mine], unseen[mine][:, None]], 1)
            score = self.score_out[role](self.act(self.score_in[role](self.drop_more(seen))))[:, 0]
            top = torch.full((len(traits),), -1e4).scatter_reduce(0, of, score.detach(), "amax")
            total = torch.zeros(len(traits)).index_add(0, of, torch.exp(score - top[of]))
            logits = torch.log(total + 1e-9) + top + self.prior[role] * rules[:, 0]
            filled = torch.tensor([float(one.rules[0, -1]) for one in many]) * (1 - unseen)
            none = torch.cat([told[at], filled[:, None], unseen[:, None]], 1)
            none = self.none_out[role](self.act(self.none_in[role](none)))[:, 0]
            for j, i in enumerate(here):
                made[i] = (logits[ends[j] : ends[j + 1]], none[j])
        return [made[i] for i in range(len(asked))]


def _clauses(words: Tensor, told: Sequence[Told]) -> Tensor:
    return torch.stack([words[slice(*one.clause)].mean(0) for one in told])
