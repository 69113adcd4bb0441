"""The weights of an exported model as a checkpoint again, so that training can go on from what is shipped."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.heads import TAGS

# The exporter keeps the names of tables and biases, but calls a layer's weights, turned round, after the product with them.
PRODUCT = re.compile(r"(?:/heads)?/(?P<layer>.+)/MatMul(?:_quant)?$")
QUANTISED = ("_quantized", "_scale", "_zero_point")


def checkpoint(folder: Path) -> dict[str, Any]:
    """`{model, vocabulary, stages}` of a folder with `model.onnx` and `model.json`; int8 weights become floats again."""
    import onnx

    card = json.loads((folder / "model.json").read_text("utf-8"))
    graph = onnx.load(folder / "model.onnx").graph
    arrays = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    state: dict[str, Tensor] = {}
    for name, array in arrays.items():
        if name.startswith("heads.") and not (name.endswith(QUANTISED) and array.ndim < 2):
            stem = name.removeprefix("heads.").removesuffix("_quantized")
            turned = stem.endswith("_Transposed")
            weight = _floats(name, arrays)
            state[stem.removesuffix("_Transposed")] = torch.from_numpy((weight.T if turned else weight).copy())
    for node in graph.node:
        found, layer = [i for i in node.input if i in arrays and arrays[i].ndim == 2], PRODUCT.match(node.name)
        if found and layer:
            path = layer["layer"].replace("/", ".")
            weight = torch.from_numpy(_floats(found[0], arrays).T.copy())
            state[("taggers." if path in TAGS else "") + path + ".weight"] = weight
    return {"model": state, "vocabulary": card["tags"], "stages": card["trained"]["stages"]}


def _floats(name: str, arrays: dict[str, Any]) -> Any:
    array = arrays[name]
    if array.dtype == np.float32:
        return array
    stem = name.removesuffix("_quantized")
    return (
        (array.astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)) * arrays[f"{stem}_scale"]
    ).astype(np.float32)
