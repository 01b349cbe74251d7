"""The networks of training: distances, learning from kept opinions, going on after an end. Needs torch."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch comes with the extra `training`")
from broadsheet.errors import LanguageModelError  # noqa: E402
from broadsheet.language.network import LABELS_FILE, Network  # noqa: E402
from broadsheet.language.pieces import WordPieces  # noqa: E402
from broadsheet.language.version import find_shipped_folder  # noqa: E402
from training.bases import check_base  # noqa: E402
from training.batches import Augmentation, Encoder, collate  # noqa: E402
from training.before import load_edition  # noqa: E402
from training.checkpoints import blend, load_checkpoint  # noqa: E402
from training.distill import learn_opinions  # noqa: E402
from training.encoder import Distances, Shape, Tagger  # noqa: E402
from training.fit import Recipe, fit, has_trees  # noqa: E402
from training.label import Reader, Teachers, attach_all, label  # noqa: E402
from training.sentences import SPACE, Document, Sentence  # noqa: E402
from training.stages import drop_silver  # noqa: E402

SMALL = Shape(shared_layers=1, inner=16, width=24, heads=2, arc_width=8, rel_width=8, rel_count=3)
PIECES = WordPieces({word: row for row, word in enumerate(["elm", "oak", "ash", "yew", "fir"], 200)})
ENCODER = Encoder(PIECES, {"root": 0, "dep": 1, "nsubj": 2})


def _make(text: str, *, has_tree: bool = False) -> Sentence:
    words = text.split()
    sentence = Sentence(words, [SPACE] * len(words), [1] * len(words), piece_count=len(words))
    if has_tree:
        sentence.heads, sentence.rels, sentence.upos = [0] * len(words), ["root"] * len(words), ["NOUN"] * len(words)
    return sentence


def _corpora() -> dict[str, list[Document]]:
    return {"trees": [[_make("Elm oak ash", has_tree=True)]] * 3, "gmb": [[_make("yew fir"), _make("Oak oak elm fir")]]}


def test_near_pieces_have_values_of_their_own_and_far_ones_share() -> None:
    distances = Distances(1)
    with torch.no_grad():
        distances.values.weight.copy_(torch.arange(32.0)[:, None])
    buckets = distances(200)[0]
    assert buckets[10, 10:14].tolist() == [0, 17, 18, 19]  # to the right
    assert buckets[10, 7:10].tolist() == [3, 2, 1]  # to the left
    assert buckets[0, 8] == 24 and buckets[0, 16] == 26
    assert buckets[0, 150] == buckets[0, 199] == 31 and buckets[199, 0] == 15


@pytest.mark.parametrize("distances", [False, True])
def test_padding_changes_no_answer(distances: bool) -> None:
    torch.manual_seed(1)
    tagger = Tagger(dataclasses.replace(SMALL, distances=distances)).eval()
    short, long = [_make("Elm oak")], [_make("Elm oak ash yew fir elm")]
    alone, _ = collate([ENCODER.encode(short, None, Augmentation())])
    beside, _ = collate([ENCODER.encode(window, None, Augmentation()) for window in (short, long)])
    with torch.no_grad():
        one, two = tagger(**alone), tagger(**beside)
    for name in ("ner", "pos", "start", "rel"):
        assert torch.allclose(one[name][0], two[name][0, :2], atol=1e-5)
    assert torch.allclose(one["arc"][0], two["arc"][0, :2, :2], atol=1e-5)


def test_a_base_of_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(LanguageModelError, match="is needed"):
        check_base(tmp_path / "model.safetensors", "0" * 64)


def _label(folder: Path, corpora: dict[str, list[Document]]) -> Tagger:
    torch.manual_seed(1)
    teacher = Tagger(SMALL).eval()
    label(corpora, Teachers((teacher,), (teacher,)), ENCODER, folder)
    attach_all(corpora, folder, folder)
    return teacher


def test_kept_opinions_are_those_of_the_teacher(tmp_path: Path) -> None:
    corpora = _corpora()
    teacher = _label(tmp_path, corpora)
    document = corpora["gmb"][0]
    inputs, _ = collate([ENCODER.encode(document, None, Augmentation())])
    with torch.no_grad():
        outputs = teacher(**inputs)
    second = document[1].taught
    assert second is not None
    rows = second.read()
    assert rows.index["ner"][:, 0].tolist() == outputs["ner"][0, 2:].argmax(-1).tolist()
    assert rows.index["arc"][:, 0].tolist() == outputs["arc"][0, 2:, 2:].argmax(-1).tolist()
    assert np.allclose(rows.share["pos"].sum(1), 1, atol=2e-3)


def test_the_loss_is_least_for_the_teacher_itself(tmp_path: Path) -> None:
    corpora = _corpora()
    teacher = _label(tmp_path, corpora)
    window = corpora["gmb"][0]
    inputs, _ = collate([ENCODER.encode(window, None, Augmentation())])
    torch.manual_seed(2)
    with torch.no_grad():
        own, other = teacher(**inputs), Tagger(SMALL).eval()(**inputs)
    assert learn_opinions(own, [window]) < learn_opinions(other, [window])


def test_an_opinion_on_names_alone_teaches_no_trees(tmp_path: Path) -> None:
    corpora = _corpora()
    _label(tmp_path, corpora)
    attach_all(corpora, tmp_path)
    window = corpora["gmb"][0]
    assert not has_trees(window)
    inputs, _ = collate([ENCODER.encode(window, None, Augmentation())])
    torch.manual_seed(2)
    tagger = Tagger(SMALL)
    learn_opinions(tagger(**inputs), [window]).backward()
    learnt = {
        name for name, parameter in tagger.named_parameters() if parameter.grad is not None and parameter.grad.any()
    }
    assert any(name.startswith("name_layer.") for name in learnt)
    assert not any(name.startswith("syntax_layer.") for name in learnt)


def test_names_are_taught_by_one_network_and_trees_by_another(tmp_path: Path) -> None:
    corpora, asked = _corpora(), {}
    for seed in (1, 2):
        torch.manual_seed(seed)
        teacher = Tagger(SMALL).eval()
        label(corpora, Teachers((teacher,), (teacher,)), ENCODER, tmp_path / str(seed))
        attach_all(corpora, tmp_path / str(seed), tmp_path / str(seed))
        asked[seed] = corpora["gmb"][0][0].taught.read()
    attach_all(corpora, tmp_path / "1", tmp_path / "2")
    rows = corpora["gmb"][0][0].taught.read()
    assert rows.share["ner"].tolist() == asked[1].share["ner"].tolist() != asked[2].share["ner"].tolist()
    assert rows.share["arc"].tolist() == asked[2].share["arc"].tolist() != asked[1].share["arc"].tolist()
    assert rows.starts.tolist() == asked[2].starts.tolist() != asked[1].starts.tolist()


def test_teachers_of_names_are_not_asked_for_trees(tmp_path: Path) -> None:
    corpora, tagger = _corpora(), Tagger(SMALL).eval()
    for name, teachers in (("names", Teachers((tagger,), ())), ("trees", Teachers((), (tagger,)))):
        label(corpora, teachers, ENCODER, tmp_path / name)
    attach_all(corpora, tmp_path / "names", tmp_path / "names")
    silent = corpora["gmb"][0][0].taught.read()
    assert not any(silent.share[part].any() for part in ("pos", "arc", "rel")) and np.isnan(silent.starts).all()
    attach_all(corpora, tmp_path / "names", tmp_path / "trees")
    rows = corpora["gmb"][0][0].taught.read()
    assert all(np.allclose(rows.share[part].sum(1), 1, atol=2e-3) for part in ("ner", "pos", "arc", "rel"))


def test_an_opinion_on_trees_alone_teaches_no_names_even_where_one_is_exchanged(tmp_path: Path) -> None:
    corpora = _corpora()
    _label(tmp_path, corpora)
    attach_all(corpora, tmp_path / "none", tmp_path)
    window = corpora["gmb"][0]
    assert has_trees(window)
    assert window[0].taught is not None and window[0].taught.parts == ("pos", "arc", "rel")
    assert window[0].taught.exchange(0, 1, 2, "ORG").parts == ()
    inputs, _ = collate([ENCODER.encode(window, None, Augmentation())])
    tagger = Tagger(SMALL)
    learn_opinions(tagger(**inputs), [window]).backward()
    assert not tagger.name_layer.q.weight.grad.any() and tagger.syntax_layer.q.weight.grad.any()


def test_trees_are_not_learnt_where_only_names_are(tmp_path: Path) -> None:
    torch.manual_seed(1)
    tagger = Tagger(SMALL)
    before = tagger.syntax_layer.q.weight.clone(), tagger.name_layer.q.weight.clone()
    fit(tagger, _corpora(), ENCODER, Recipe(steps=2, names_only=True), tmp_path)
    assert torch.equal(tagger.syntax_layer.q.weight, before[0])
    assert not torch.equal(tagger.name_layer.q.weight, before[1])


def test_the_shipped_edition_is_read_back_as_first_weights() -> None:
    folder = find_shipped_folder() / "reader"
    rels = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))["rels"]
    index = {rel: row for row, rel in enumerate(reversed(rels))} | {"nmod:unheard": len(rels)}
    tagger = load_edition(folder, index).eval()
    window = [_make("The mayor of Leeds told Reuters on Friday that the old bridge was closed .")]
    inputs, _ = collate([Encoder(Network(folder).pieces, {}).encode(window, None, Augmentation())])
    shipped = Reader(folder, index)(**inputs)
    with torch.no_grad():
        own = tagger(**inputs)
    for part in ("ner", "pos", "start", "arc"):
        assert torch.equal(own[part].argmax(-1), shipped[part].argmax(-1))
    assert torch.equal(own["rel"][..., :-1].argmax(-1), shipped["rel"][..., :-1].argmax(-1))
    assert torch.equal(own["rel"][..., -1], own["rel"][..., index["nmod"]])


def test_the_shipped_network_is_asked_in_the_order_of_the_relations_that_are_learnt() -> None:
    folder = find_shipped_folder() / "reader"
    rels = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))["rels"]
    words = Network(folder).pieces
    inputs, _ = collate([Encoder(words, {}).encode([_make("She sold two boats")], None, Augmentation())])
    forwards = Reader(folder, {rel: row for row, rel in enumerate(rels)})(**inputs)
    backwards = Reader(folder, {rel: row for row, rel in enumerate(reversed(rels))})(**inputs)
    assert torch.equal(forwards["rel"].flip(-1), backwards["rel"])
    assert [rels[row] for row in forwards["rel"][0].argmax(-1).tolist()][:1] == ["nsubj"]
    assert forwards["arc"][0].argmax(-1).tolist()[0] == 1


def test_a_sentence_too_long_for_a_teacher_has_no_opinion_and_the_others_do(tmp_path: Path) -> None:
    long = _make("elm oak ash yew fir elm oak")
    corpora = {"gmb": [[_make("Elm oak"), long, _make("fir")]]}
    teacher = Tagger(SMALL).eval()
    label(corpora, Teachers((teacher,), (teacher,), longest=6), ENCODER, tmp_path)
    attach_all(corpora, tmp_path, tmp_path)
    shares = [sentence.taught.read().share["ner"].sum(1).tolist() for sentence in corpora["gmb"][0]]
    assert shares[1] == [0] * 7 and np.allclose(shares[0] + shares[2], 1, atol=2e-3)
    outputs = Tagger(SMALL)(**collate([ENCODER.encode([long], None, Augmentation())])[0])
    assert learn_opinions(outputs, [[long]]).item() == 0


def test_words_without_an_opinion_teach_nothing() -> None:
    window = [_make("Elm oak")]
    inputs, _ = collate([ENCODER.encode(window, None, Augmentation())])
    assert learn_opinions(Tagger(SMALL)(**inputs), [window]).item() == 0


def test_opinions_on_other_sentences_are_refused(tmp_path: Path) -> None:
    _label(tmp_path, _corpora())
    with pytest.raises(LanguageModelError, match="other sentences"):
        attach_all(_corpora() | {"gmb": [[_make("Elm")]]}, tmp_path)


def test_labelled_text_is_not_asked_again(tmp_path: Path) -> None:
    _label(tmp_path, _corpora())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    _label(tmp_path, _corpora())
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} and len(before) == 2


def test_silver_labels_give_way_to_the_teachers_and_unknown_text_is_left_out(tmp_path: Path) -> None:
    corpora = {"gmb": [[_make("yew fir")]], "text": [[_make("Elm oak")]], "gold": [[_make("Oak ash")]]}
    _label(tmp_path, {"gmb": corpora["gmb"]})
    corpora["gmb"].append([_make("ash elm")])
    corpora["text"][0][0].masks = None
    drop_silver(corpora)
    assert [[document[0].words for document in documents] for documents in corpora.values()] == [
        [["yew", "fir"]],
        [],
        [["Oak", "ash"]],
    ]
    assert corpora["gmb"][0][0].masks is None and corpora["gold"][0][0].masks is not None


def test_a_blend_lies_between_two_networks() -> None:
    torch.manual_seed(1)
    one, other = Tagger(SMALL), Tagger(SMALL)
    first, second = one.ner.weight.clone(), other.ner.weight.clone()
    blend(one, other, 0.25)
    assert torch.allclose(one.ner.weight, 0.75 * first + 0.25 * second)


def test_an_ended_run_goes_on_where_it_was(tmp_path: Path) -> None:
    recipe = Recipe(steps=6, save_every=2, shares=(("gmb", 0.5), ("trees", 1.5)))
    torch.manual_seed(1)
    fit(Tagger(SMALL), _corpora(), ENCODER, dataclasses.replace(recipe, steps=4), tmp_path)
    (tmp_path / "final.pt").unlink()
    fit(Tagger(SMALL), _corpora(), ENCODER, recipe, tmp_path)
    assert torch.load(tmp_path / "final.pt")["step"] == 6
    _, rels = load_checkpoint(tmp_path / "final.pt")
    assert rels == ENCODER.rel_index


def test_a_taught_network_learns_from_text_without_labels(tmp_path: Path) -> None:
    corpora = {"gmb": [[_make("Elm oak"), _make("ash yew fir")]]}
    for sentence in corpora["gmb"][0]:
        sentence.masks = None
    _label(tmp_path / "labels", corpora)
    fit(Tagger(SMALL), corpora, ENCODER, Recipe(steps=2), tmp_path, teach=learn_opinions)
    assert (tmp_path / "final.pt").exists()
