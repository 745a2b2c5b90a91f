"""Encoders for the tests: the shipped one and a tiny one of another dimension, made on the spot."""

from __future__ import annotations

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from settings import REPOSITORY
from tests.knowledge_base.sample_knowledge import FILES

SHIPPED = str(REPOSITORY / "knowledge_base" / "search" / "encoder")
TINY_DIMENSION = 16


def make_tiny_encoder(folder: Path, *, seed: int = 7, dimension: int = TINY_DIMENSION) -> str:
    """Save a word-level static encoder with random vectors under ``folder``; same seed, same encoder."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(FILES.values(), trainers.WordLevelTrainer(special_tokens=["[UNK]"]))
    torch.manual_seed(seed)
    module = StaticEmbedding(tokenizer, embedding_dim=dimension)
    torch.nn.init.normal_(module.embedding.weight)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    return str(folder)
