"""A trained network -> the files that the package carries: encoder in int8, heads, tokenizer, settings with hashes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from counterclaim.claims.trained.weights import CARD, ENCODER, HEADS, TOKENIZER, Settings
from training.network import Network

OPSET: Final = 17


class _Encoder(nn.Module):
    """The encoder as a graph of one input, the ids of a window's pieces."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor) -> Tensor:
        hidden: Tensor = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return hidden


def export(net: Network, pretrained: Path, folder: Path, settings: Settings) -> Settings:
    """Write a network's files into a folder; return the settings with the files' hashes.

    Only products of matrices become int8, per channel: the vectors then keep a cosine of .993 with the exact ones,
    against .961 with everything that can be.  Weights keep seven bits: on processors without VNNI the sums of eight
    would overflow, and the same report would be read otherwise there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    net.encoder.set_attn_implementation("eager")
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        torch.onnx.export(
            _Encoder(net.encoder),
            (torch.randint(1000, 20000, (1, 16)),),
            str(exact),
            input_names=["input_ids"],
            output_names=["hidden"],
            dynamic_axes={"input_ids": {1: "pieces"}, "hidden": {1: "pieces"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            str(exact),
            str(folder / ENCODER),
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    heads = {
        name: value.detach().numpy().astype(np.float16)
        for name, value in net.state_dict().items()
        if not name.startswith("encoder.")
    }
    np.savez(folder / HEADS, **heads)
    shutil.copyfile(pretrained / TOKENIZER, folder / TOKENIZER)
    return write(folder, settings)


def write(folder: Path, settings: Settings) -> Settings:
    """Write the settings of a folder of weights, its files' hashes among them."""
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (ENCODER, HEADS, TOKENIZER)}
    settings = msgspec.structs.replace(settings, sha256=hashes)
    (folder / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
    return settings
