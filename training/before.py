"""The edition in models/en as the first weights of the next one: its ONNX file read back into a network of training.

The weights of products come back as 7 bit steps, those of word pieces as 8 bit; all others as they were.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from broadsheet.errors import LanguageModelError
from broadsheet.language.network import LABELS_FILE
from broadsheet.language.version import MODEL_FILE
from training.encoder import Layer, Shape, Tagger

_PRODUCT = re.compile(r"/tagger/(?P<module>.+)/MatMul(?:_q)?")
_ROOT = "tagger."

Constants = dict[str, NDArray[np.generic]]


@torch.no_grad()
def load_edition(folder: Path, rel_index: dict[str, int]) -> Tagger:
    """The network of a folder such as models/en/reader, its relations in the rows of `rel_index`.

    A relation that it did not know begins as its type does, else as `dep`. Raises LanguageModelError where the file
    lacks weights that the network has.
    """
    weights = _read_weights(folder / MODEL_FILE)
    labels = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))["rels"]
    shape = Shape(inner=weights["name_layer.inner.bias"].shape[0], rel_count=max(rel_index.values()) + 1)
    tagger = Tagger(shape)
    rows = _choose_rows(labels, rel_index)
    for part in ("rel.weight", "rel.bias"):
        weights[part] = weights[part][rows]
    positions = torch.zeros_like(tagger.encoder.positions.weight)
    known = weights["encoder.positions.weight"]
    positions[: len(known)] = known
    weights["encoder.positions.weight"] = positions
    missing = tagger.state_dict().keys() ^ weights.keys()
    if missing:
        raise LanguageModelError(f"{folder / MODEL_FILE} has other weights than the network: {sorted(missing)[:5]}.")
    tagger.load_state_dict(weights)
    for layer in tagger.modules():
        if isinstance(layer, Layer):
            layer.q.weight.div_(layer.scale)
            layer.q.bias.div_(layer.scale)
    return tagger


def _read_weights(path: Path) -> dict[str, Tensor]:
    """Weights by their name in a network of training; those of products turned as torch has them."""
    graph = onnx.load(path).graph
    constants: Constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name.removeprefix(_ROOT): values for name, values in constants.items() if name.startswith(_ROOT)}
    for name in [name for name in found if name.endswith("_q")]:
        found[name.removesuffix("_q")] = _widen(found.pop(name), found.pop(name.removesuffix("_q") + "_s"))
    for node in graph.node:
        match = _PRODUCT.fullmatch(node.name)
        if match and node.input[1] in constants:
            weight = constants[node.input[1]]
            if node.input[1].endswith("_q"):
                weight = _widen(weight, constants[node.input[1].removesuffix("_q") + "_s"])
            found[match["module"].replace("/", ".") + ".weight"] = weight.T
    return {name: torch.from_numpy(np.array(values, np.float32)) for name, values in found.items()}


def _widen(steps: NDArray[np.generic], scale: NDArray[np.generic]) -> NDArray[np.generic]:
    return np.multiply(steps.astype(np.float32), scale)


def _choose_rows(labels: list[str], rel_index: dict[str, int]) -> list[int]:
    """For each row of the new network the one of the edition that it begins as."""
    names: dict[int, str] = {}
    for rel, row in rel_index.items():
        names.setdefault(row, rel)
    known = {rel: row for row, rel in enumerate(labels)}
    return [known.get(names[row], known.get(names[row].split(":")[0], known["dep"])) for row in sorted(names)]
