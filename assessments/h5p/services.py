"""What others may call of H5P: receiving a package, deciding about libraries."""

from assessments.h5p.deciding import approve_library, block_library
from assessments.h5p.receiving import SILENT_TYPES, Received, receive_package

__all__ = ["SILENT_TYPES", "Received", "approve_library", "block_library", "receive_package"]
