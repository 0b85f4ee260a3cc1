"""Train the network on examples; the same examples and seed give the same weights on one machine."""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoModel

from counterclaim.claims.trained.encoder import Pieces
from training.data import Example
from training.network import Network

EPOCHS: Final = 8
ENCODER_RATE: Final = 5e-5
HEADS_RATE: Final = 1.5e-3
BLIND: Final = 0.15
"""Share of the questions put without what the rules made of the field, so that the model can do without."""
FROZEN: Final = 2
"""Lowest layers of the encoder that stay as they came, with the embeddings: so few reports teach them nothing."""
_WARM_UP: Final = 0.08


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example, its words cut into pieces."""

    example: Example
    pieces: Pieces


def network(encoder: Path) -> Network:
    """Return a network with the pretrained encoder of a folder, its heads untrained."""
    return Network(AutoModel.from_pretrained(encoder, add_pooling_layer=False))


def loss(net: Network, lesson: Lesson, dice: random.Random) -> Tensor:
    """Return the loss of one report: which words tell of what, which tellings stand, what fills their fields."""
    example = lesson.example
    words = net.words(example, lesson.pieces)
    kinds = net.kind(words)
    total = _kinds_loss(example, kinds)
    if not example.told:
        return total
    told = net.told(words, example.told)
    right = torch.tensor([float(one.right) for one in example.told])
    found = torch.tensor([float(not one.proposed) for one in example.told])
    kept = functional.binary_cross_entropy_with_logits(net.keep(words, kinds, example.told), right, reduction="none")
    total = total + 0.5 * (kept * found).sum() / found.sum().clamp(min=1)
    asked = [(one.question, torch.tensor(one.answer)) for one in example.asked if one.answer is not None]
    if not asked:
        return total
    answers = net.answers(
        words, told, [one.kind for one in example.told], [q for q, _ in asked], [dice.random() < BLIND for _ in asked]
    )
    lost = [_answer_loss(logits, none, truth) for (logits, none), (_, truth) in zip(answers, asked, strict=True)]
    return total + torch.stack(lost).mean()


def _kinds_loss(example: Example, kinds: Tensor) -> Tensor:
    """Some word of a claim's words tells of its kind (which one is not coded); no word elsewhere does."""
    inside = torch.zeros(kinds.shape, dtype=torch.bool)
    told = kinds.new_zeros(())
    for one in example.gold:
        inside[slice(*one.span), one.kind] = True
        told = told + functional.softplus(-torch.logsumexp(kinds[slice(*one.span), one.kind], 0))
    for seen in example.told:
        if seen.right and not seen.proposed:
            # Where the rules found the claim too, the word they found it by is the word.
            told = told + 0.5 * functional.softplus(-kinds[seen.token, seen.kind])
    elsewhere = (functional.softplus(kinds) * ~inside).sum()
    return 3 * (told + elsewhere) / max(len(kinds), 1)


def _answer_loss(logits: Tensor, none: Tensor, truth: Tensor) -> Tensor:
    """Any right candidate before all else, or none where none is right; beside it each candidate by itself."""
    everything = torch.logsumexp(torch.cat([logits, none[None]]), 0)
    right = torch.logsumexp(logits[truth > 0], 0) if truth.any() else none
    alone = functional.binary_cross_entropy_with_logits(logits, truth, reduction="sum")
    return everything - right + 0.3 * alone / max(1, min(len(truth), 8))


def fit(lessons: Sequence[Lesson], encoder: Path, *, seed: int, epochs: int = EPOCHS, label: str = "fit") -> Network:
    """Return a network trained on all lessons, one report a step."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net = network(encoder)
    for part in (net.encoder.embeddings, *net.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(requires_grad=False)
    inner = [p for p in net.encoder.parameters() if p.requires_grad]
    outer = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    steps = torch.optim.AdamW(
        [{"params": inner, "lr": ENCODER_RATE}, {"params": outer, "lr": HEADS_RATE}], weight_decay=0.01
    )
    every = epochs * len(lessons)
    pace = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda done: min(1.0, (done + 1) / (every * _WARM_UP)) * max(0.0, 1 - done / every)
    )
    net.train()
    begun = time.monotonic()
    for epoch in range(epochs):
        order = list(lessons)
        dice.shuffle(order)
        summed = 0.0
        for lesson in order:
            steps.zero_grad()
            lost = loss(net, lesson, dice)
            lost.backward()
            torch.nn.utils.clip_grad_norm_([*inner, *outer], 1.0)
            steps.step()
            pace.step()
            summed += float(lost.detach())
        if not math.isfinite(summed):
            raise ArithmeticError(f"{label}: the loss is no number after epoch {epoch + 1}: lower the rates")
        spent = time.monotonic() - begun
        print(f"{label}: epoch {epoch + 1}/{epochs}, loss {summed / len(order):.3f}, {spent:.0f} s", file=sys.stderr)
    return net.eval()
