"""Any sentence encoder of the settings: the shipped one and a tiny one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.search.encoding import Encoder, EncoderError
from tests.knowledge_base.encoders import TINY_DIMENSION, make_tiny_encoder


def test_the_shipped_encoder_answers_unit_vectors(shipped_encoder: Encoder) -> None:
    vectors = shipped_encoder.encode(["chữ ký số", "hạ tầng số đến năm 2030"])
    assert vectors.shape == (2, shipped_encoder.dimension) == (2, 192)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_the_shipped_encoder_reads_text_with_and_without_diacritics_alike(shipped_encoder: Encoder) -> None:
    marked, plain = shipped_encoder.encode(["Chữ ký số của người dân", "chu ky so cua nguoi dan"])
    assert float(marked @ plain) == pytest.approx(1, abs=1e-3)


def test_what_means_alike_lies_closer(shipped_encoder: Encoder) -> None:
    asked, near, far = shipped_encoder.encode(
        ["đăng ký chữ ký số", "cấp chứng thư chữ ký điện tử", "phòng cháy chữa cháy rừng"]
    )
    assert float(asked @ near) > float(asked @ far)


def test_any_encoder_works_whatever_its_dimension(tiny_encoder: str) -> None:
    encoder = Encoder(tiny_encoder)
    assert encoder.dimension == TINY_DIMENSION
    assert encoder.encode(["wifi công cộng"]).shape == (1, TINY_DIMENSION)


def test_the_fingerprint_tells_weights_apart_and_stays_when_they_do(tiny_encoder: str, tmp_path: Path) -> None:
    same = Encoder(make_tiny_encoder(tmp_path / "same")).fingerprint
    other = Encoder(make_tiny_encoder(tmp_path / "other", seed=8)).fingerprint
    assert Encoder(tiny_encoder).fingerprint == same != other


def test_an_encoder_that_cannot_be_loaded_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("not an encoder")
    with pytest.raises(EncoderError, match=r"TROLY_ENCODER: .* cannot be loaded as a sentence encoder") as error:
        Encoder(str(tmp_path))
    assert str(tmp_path) in str(error.value)
