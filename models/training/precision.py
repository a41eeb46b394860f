"""Whether bfloat16 makes a training faster here: processors without instructions for it emulate it, many times slower."""

from __future__ import annotations

import time

import torch
from torch import nn

RUNS = 3


def bfloat16_pays(device: torch.device) -> bool:
    """Times a convolution as the networks here have many, forwards and back; a fraction of a second, and it is said."""
    layer = nn.Conv2d(32, 32, 3, padding=1).to(device, memory_format=torch.channels_last)
    picture = torch.rand(4, 32, 32, 32, device=device).to(memory_format=torch.channels_last)

    def seconds(enabled: bool) -> float:
        began = time.perf_counter()
        with torch.autocast(device.type, torch.bfloat16, enabled=enabled):
            answer = layer(picture)
        answer.float().mean().backward()
        if device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter() - began

    # The first run of each makes what the others find made.
    full, half = (min([seconds(enabled) for _ in range(1 + RUNS)][1:]) for enabled in (False, True))
    print(f"bfloat16 takes {half / full:.2f} of the time of float32 here", flush=True)
    return half < full
