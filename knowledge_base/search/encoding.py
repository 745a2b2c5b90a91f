"""The sentence encoder behind sentence-transformers: the shipped one, or any named in the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.ingest.errors import KnowledgeError

Vectors = NDArray[np.float32]


class EncoderError(KnowledgeError):
    """The encoder named in the settings cannot be loaded, or is not the one an index was built with."""


class Encoder:
    """Texts to unit vectors. ``name`` is a folder or a model's name on a hub."""

    def __init__(self, name: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=Path(name).exists())
        except Exception as error:
            raise EncoderError(f"TROLY_ENCODER: {name!r} cannot be loaded as a sentence encoder: {error}") from error
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = self._fingerprint()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, dimension), float32."""
        vectors = self._model.encode(
            list(texts),
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
            batch_size=256,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _fingerprint(self) -> str:
        """A digest of what the model answers to a fixed text, so that any change of weights shows."""
        probe = self.encode(["Hạ tầng số đến năm 2030", "chu ky so"])
        return hashlib.sha256(np.round(probe, 3).tobytes()).hexdigest()[:16]
