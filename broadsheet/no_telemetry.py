"""Libraries that report their use to their makers are told not to, before they are imported: `import` this first.

onnxruntime 1.32 writes a file `.ses` into the temporary folder when it is imported and sends events to its maker from a
thread of its own; a call after the import comes too late.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
