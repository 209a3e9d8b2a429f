"""What one package may cost us (docs/h5p.md says where each figure comes from). Plain Python."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one package may cost us. Sizes in bytes."""

    package: int = 64 * MEBIBYTE
    entries: int = 2000
    member: int = 32 * MEBIBYTE
    unpacked: int = 256 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = MEBIBYTE
    directory: int = MEBIBYTE
    json: int = 2 * MEBIBYTE
    json_depth: int = 64
    json_together: int = 16 * MEBIBYTE
    json_containers: int = 250_000
    libraries: int = 200


LIMITS = Limits()
