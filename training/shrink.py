"""Half the encoder's file: its table of word pieces in half precision, widened where it is looked up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def shrink(path: Path) -> None:
    """Rewrite an ONNX file with its largest table in float16; a second time changes nothing.

    Raises ValueError when the table is not looked up in one place.
    """
    model = onnx.load(path)
    table = max(model.graph.initializer, key=lambda one: int(np.prod(one.dims)))
    if table.data_type == TensorProto.FLOAT16:
        return
    uses = [node for node in model.graph.node if table.name in node.input]
    if [node.op_type for node in uses] != ["Gather"]:
        raise ValueError(f"{path}: {table.name} is used by {[node.op_type for node in uses]}, expected one Gather")
    half = numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), table.name)
    model.graph.initializer.remove(table)
    model.graph.initializer.append(half)
    looked = uses[0]
    name = looked.output[0]
    looked.output[0] = f"{name}_half"
    cast = helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT)
    model.graph.node.insert(list(model.graph.node).index(looked) + 1, cast)
    onnx.save(model, path)
