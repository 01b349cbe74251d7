"""Checkpoint to the shipped ONNX file: folded, quantized with ranges measured once, so that results stay the same.

Dynamic quantization takes the range of activations from the batch at hand, and a text's scores then depend on its
batch mates. Here ranges are fixed at export. Weights are 7 bit per output column: on processors without VNNI the
product of 8 bit activations and 8 bit weights overflows 16 bits, and results would differ between machines.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.batches import Augmentation, Encoder, collate
from training.encoder import Tagger
from training.sentences import Sentence

log = logging.getLogger(__name__)

OUTPUTS = ("ner", "pos", "start", "arc", "rel")
MAX_POSITIONS = 128
WEIGHT_MAX = 63
_NARROWEST = 256
"""Rows from which on a product is done in 8 bits."""

_BATCH = {"ids": "rows", "case": "rows", "space": "rows", "mask": "rows", "first": "words", "word_mask": "words"}


class _Outputs(torch.nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        outputs = self.tagger(*inputs)
        return tuple(outputs[name] for name in OUTPUTS)


@torch.no_grad()
def export_float(tagger: Tagger, path: Path) -> None:
    """Write the network in 32 bit floats."""
    for layer in [*tagger.encoder.layers, tagger.name_layer, tagger.syntax_layer]:
        layer.fold_scale()
    encoder = tagger.encoder
    encoder.positions.weight = torch.nn.Parameter(encoder.positions.weight[:MAX_POSITIONS].clone())
    rows, words = 32, 16
    first = torch.arange(1, words + 1).expand(2, words).contiguous()
    example = (
        torch.randint(1000, 2000, (2, rows)),
        torch.randint(0, 99, (2, rows)),
        torch.randint(0, 3, (2, rows)),
        torch.ones(2, rows),
        first,
        torch.ones(2, words),
    )
    axes = {name: {0: "batch", 1: axis} for name, axis in _BATCH.items()}
    axes |= {name: {0: "batch", 1: "words"} for name in OUTPUTS}
    axes["arc"] = {0: "batch", 1: "words", 2: "heads"}
    torch.onnx.export(
        _Outputs(tagger.eval()), example, str(path), input_names=list(_BATCH), output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def quantize(
    source: Path, target: Path, batches: Iterable[dict[str, NDArray[np.generic]]], *, keep: float = 1.0
) -> None:
    """Write the 8 bit network. batches: typical inputs; keep: share of an activation's range that is covered."""
    model = onnx.load(source)
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    products = [node for node in model.graph.node if _is_wide_product(node, constants)]
    ranges = measure_ranges(source, sorted({node.input[0] for node in products}), batches, keep)
    nodes: list[onnx.NodeProto] = []
    added: dict[str, NDArray[np.generic]] = {}
    quantized: set[str] = set()
    skipped: set[str] = set()
    adds = {name: node for node in model.graph.node if node.op_type == "Add" for name in node.input}
    for node in model.graph.node:
        if node.name in skipped:
            continue
        if node in products:
            add = adds.get(node.output[0])
            nodes.extend(_make_product(node, add, constants, ranges, added, quantized))
            if add is not None:
                skipped.add(add.name)
        elif node.op_type == "Gather" and _is_word_table(node, constants):
            nodes.extend(_make_lookup(node, constants, added))
        else:
            nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    _replace_constants(model, constants, added)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, target)
    log.info("%s: %.1f MB", target.name, target.stat().st_size / 1e6)


def _is_wide_product(node: onnx.NodeProto, constants: dict[str, NDArray[np.generic]]) -> bool:
    return (
        node.op_type == "MatMul"
        and node.input[1] in constants
        and constants[node.input[1]].shape[0] >= _NARROWEST
        and constants[node.input[1]].shape[1] >= 64
    )


def _is_word_table(node: onnx.NodeProto, constants: dict[str, NDArray[np.generic]]) -> bool:
    return node.input[0] in constants and constants[node.input[0]].shape[0] > 10_000


def measure_ranges(
    source: Path, names: list[str], batches: Iterable[dict[str, NDArray[np.generic]]], keep: float
) -> dict[str, tuple[float, float]]:
    """Lowest and highest value of activations; with keep < 1 the mean over batches of inner quantiles."""
    model = onnx.load(source)
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for batch in batches:
        real = {batch["mask"].shape[1]: batch["mask"] > 0, batch["word_mask"].shape[1]: batch["word_mask"] > 0}
        for name, values in zip(names, session.run(names, batch), strict=True):
            kept = values[real[values.shape[1]]]
            tails = (1 - keep) / 2
            seen[name].append((float(np.quantile(kept, tails)), float(np.quantile(kept, 1 - tails))))
    return {
        name: (min(a for a, _ in pairs), max(b for _, b in pairs))
        if keep >= 1
        else (float(np.mean([a for a, _ in pairs])), float(np.mean([b for _, b in pairs])))
        for name, pairs in seen.items()
    }


def _make_product(
    node: onnx.NodeProto, add: onnx.NodeProto | None, constants: dict[str, NDArray[np.generic]],
    ranges: dict[str, tuple[float, float]], added: dict[str, NDArray[np.generic]], quantized: set[str],
) -> list[onnx.NodeProto]:  # fmt: skip
    source, weight_name = node.input[0], node.input[1]
    weight = constants[weight_name]
    scale = find_column_scales(weight)
    added[weight_name + "_q"] = np.clip(np.round(weight / scale), -WEIGHT_MAX, WEIGHT_MAX).astype(np.int8)
    added[weight_name + "_s"] = scale.astype(np.float32)
    low, high = min(ranges[source][0], 0.0), max(ranges[source][1], 0.0)
    step = (high - low) / 255
    added[source + "_s"] = np.array(step, np.float32)
    added[source + "_z"] = np.array(round(-low / step), np.uint8)
    nodes = []
    if source not in quantized:
        quantized.add(source)
        nodes.append(helper.make_node("QuantizeLinear", [source, source + "_s", source + "_z"], [source + "_q"]))
    inputs = [source + "_q", weight_name + "_q", source + "_s", weight_name + "_s", source + "_z", ""]
    output = node.output[0]
    if add is not None:
        bias = next(name for name in add.input if name != node.output[0])
        inputs.append(bias)
        output = add.output[0]
    else:
        inputs.pop()
    nodes.append(
        helper.make_node("MatMulIntegerToFloat", inputs, [output], domain="com.microsoft", name=node.name + "_q")
    )
    return nodes


def find_column_scales(weight: NDArray[np.generic]) -> NDArray[np.float32]:
    """Step per output column with the least squared error: the largest weights may be clipped a little."""
    widest = np.maximum(np.abs(weight).max(0), 1e-8) / WEIGHT_MAX
    best, least = widest, np.full(weight.shape[1], np.inf)
    for share in np.linspace(0.6, 1.0, 17):
        scale = widest * share
        error = ((np.clip(np.round(weight / scale), -WEIGHT_MAX, WEIGHT_MAX) * scale - weight) ** 2).sum(0)
        best, least = np.where(error < least, scale, best), np.minimum(error, least)
    return best.astype(np.float32)


def _make_lookup(
    node: onnx.NodeProto, constants: dict[str, NDArray[np.generic]], added: dict[str, NDArray[np.generic]]
) -> list[onnx.NodeProto]:
    """8 bit rows with a scale each."""
    table, index = node.input[0], node.input[1]
    values = constants[table]
    scale = np.maximum(np.abs(values).max(1, keepdims=True), 1e-8) / 127
    added[table + "_q"] = np.round(values / scale).astype(np.int8)
    added[table + "_s"] = scale.astype(np.float32)
    return [
        helper.make_node("Gather", [table + "_q", index], [table + "_rows"]),
        helper.make_node("Gather", [table + "_s", index], [table + "_scales"]),
        helper.make_node("Cast", [table + "_rows"], [table + "_floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [table + "_floats", table + "_scales"], [node.output[0]]),
    ]


def _replace_constants(
    model: onnx.ModelProto, constants: dict[str, NDArray[np.generic]], added: dict[str, NDArray[np.generic]]
) -> None:
    used = {name for node in model.graph.node for name in node.input}
    del model.graph.initializer[:]
    everything = constants | added
    model.graph.initializer.extend(
        numpy_helper.from_array(np.ascontiguousarray(everything[n]), n) for n in everything if n in used
    )


def make_calibration(
    windows: list[list[Sentence]], encoder: Encoder, size: int = 8
) -> list[dict[str, NDArray[np.generic]]]:
    """Windows as the inputs of batches."""
    batches = []
    for start in range(0, len(windows), size):
        rows = [encoder.encode(window, None, Augmentation()) for window in windows[start : start + size]]
        inputs, _ = collate(rows)
        batches.append({name: value.numpy() for name, value in inputs.items()})
    return batches


def name_relations(rel_index: dict[str, int]) -> list[str]:
    """Names of the relations in the order of the network's output."""
    names: dict[int, str] = {}
    for rel, row in rel_index.items():
        names.setdefault(row, rel)  # the index begins with the relations that own a row
    return [names[row] for row in sorted(names)]


def write_labels(path: Path, rel_index: dict[str, int]) -> None:
    """Names of the relations, beside the model."""
    path.write_text(json.dumps({"rels": name_relations(rel_index)}) + "\n", encoding="utf-8")


def copy_vocabulary(base: Path, target: Path) -> None:
    """The word pieces go along with the model."""
    shutil.copyfile(base / "vocab.txt", target / "vocab.txt")
