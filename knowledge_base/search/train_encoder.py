"""Train the small static sentence encoder that the project ships.

    python -m knowledge_base.search.train_encoder DATA_FOLDER knowledge_base/search/encoder

``DATA_FOLDER`` holds ``procedures.jsonl.gz``, ``phapdien_articles.jsonl.gz`` and ``news_title_abstract.jsonl.gz``.
A text's vector is the mean of its tokens' vectors; tokens are folded and may span several syllables, so that
"chữ ký số" is one token with or without diacritics. Trained with in-batch negatives (Henderson et al., 2017,
"Efficient natural language response suggestion") on title–text pairs. Same data and seed give the same model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

VOCABULARY = 24_000
UNKNOWN = "[UNK]"
DIMENSION = 192
EPOCHS = 4
BATCH = 1024
TEMPERATURE = 0.05
LONGEST = 300
TOKENIZER_PAIRS = 8_000
SEED = 20260701

Pair = tuple[str, str]


def pairs(folder: Path) -> Iterator[Pair]:
    """Title–text pairs of the three corpora, texts cut to ``LONGEST`` characters."""
    for row in _rows(folder / "procedures.jsonl.gz"):
        name = row["ten_thu_tuc"]
        for field in ("trinh_tu_thuc_hien", "thanh_phan_ho_so", "yeu_cau_dieu_kien", "ket_qua_xu_ly"):
            if len(row.get(field, "")) > 80:
                yield name, row[field][:LONGEST]
    for row in _rows(folder / "phapdien_articles.jsonl.gz"):
        if len(row["text"]) > 80:
            yield row["title"], row["text"][:LONGEST]
            yield f"{row['title']} {row['de_muc']}"[:LONGEST], row["text"][-LONGEST:]
    for row in _rows(folder / "news_title_abstract.jsonl.gz"):
        yield row["title"], row["abstract"][:LONGEST]


def train_tokenizer(texts: Iterator[str]) -> Tokenizer:
    """A unigram tokenizer (Kudo, 2018) over folded text whose tokens may span syllables."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Lowercase(),
            normalizers.Replace("đ", "d"),
            normalizers.NFD(),
            normalizers.StripAccents(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Punctuation(), pre_tokenizers.Digits(), pre_tokenizers.Metaspace(split=False)]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=18
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train(folder: Path, target: Path) -> None:
    """Train tokenizer and vectors from the corpora under ``folder`` and save the encoder under ``target``."""
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    data = list(pairs(folder))
    random.shuffle(data)
    tokenizer = train_tokenizer(text for pair in data[:TOKENIZER_PAIRS] for text in pair)
    module = StaticEmbedding(tokenizer, embedding_dim=DIMENSION)
    model = SentenceTransformer(modules=[module], device="cpu")
    torch.nn.init.normal_(module.embedding.weight, std=0.1)
    optimizer = torch.optim.Adam(module.parameters(), lr=0.01)
    steps = EPOCHS * (len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps, pct_start=0.1)
    for epoch in range(EPOCHS):
        random.shuffle(data)
        losses = []
        for start in range(0, len(data) - BATCH + 1, BATCH):
            left, right = zip(*data[start : start + BATCH], strict=True)
            similarity = _vectors(module, left) @ _vectors(module, right).T / TEMPERATURE
            goal = torch.arange(BATCH)
            loss = (
                torch.nn.functional.cross_entropy(similarity, goal)
                + torch.nn.functional.cross_entropy(similarity.T, goal)
            ) / 2
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {np.mean(losses):.3f}")
    model.half()
    model.save(str(target), create_model_card=False)


def _vectors(module: StaticEmbedding, texts: tuple[str, ...]) -> torch.Tensor:
    features = module.tokenize(list(texts))
    return torch.nn.functional.normalize(module(features)["sentence_embedding"], dim=-1)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    train(arguments.data, arguments.target)
