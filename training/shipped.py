"""The weights of an exported model as a checkpoint again, so that training can go on from what is shipped."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.heads import TAGS

# What the exporter calls the product of a layer: its name in the module is the layer's.
PRODUCT = re.compile(r"/heads/(?P<layer>.+)/(?:MatMul|Gather)(?:_quant)?$")


def checkpoint(folder: Path) -> dict[str, Any]:
    """`{model, vocabulary, stages}` of a folder with `model.onnx` and `model.json`; int8 weights become floats again."""
    import onnx

    card = json.loads((folder / "model.json").read_text("utf-8"))
    graph = onnx.load(folder / "model.onnx").graph
    arrays = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    state: dict[str, Tensor] = {
        name.removeprefix("heads."): torch.from_numpy(array.copy())
        for name, array in arrays.items()
        if name.startswith("heads.") and array.dtype == np.float32 and not name.endswith(("_scale", "_zero_point"))
    }
    for node in graph.node:
        found, layer = [i for i in node.input if i in arrays and arrays[i].ndim == 2], PRODUCT.match(node.name)
        if found and layer:
            weight = _floats(found[0], arrays)
            table = node.op_type == "Gather"
            path = layer["layer"].replace("/", ".")
            state[("taggers." if path in TAGS else "") + path + ".weight"] = torch.from_numpy(
                weight if table else weight.T.copy()
            )
    return {"model": state, "vocabulary": card["tags"], "stages": card["trained"]["stages"]}


def _floats(name: str, arrays: dict[str, Any]) -> Any:
    array = arrays[name]
    if array.dtype == np.float32:
        return array.copy()
    stem = name.removesuffix("_quantized")
    return (
        (array.astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)) * arrays[f"{stem}_scale"]
    ).astype(np.float32)
