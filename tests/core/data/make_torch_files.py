#!/usr/bin/env python3
"""Writes the .pt files that test_torch_file reads, with PyTorch (Debian: python3-torch)."""

import zipfile
from collections import OrderedDict
from pathlib import Path

import torch

FOLDER = Path(__file__).parent


def save(name, value, **options):
    torch.save(value, FOLDER / name, **options)


def counted(*shape):
    """0, 1, 2 … in this shape."""
    return torch.arange(torch.Size(shape).numel(), dtype=torch.float32).reshape(shape)


module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
with torch.no_grad():
    module[0].weight.copy_(counted(2, 3) - 2.5)
    module[0].bias.copy_(torch.tensor([0.25, -1e30]))
    module[1].running_mean.copy_(torch.tensor([7.0, 8.0]))
save("plain.pt", module.state_dict())
save("legacy.pt", module.state_dict(), _use_new_zipfile_serialization=False)
torch.jit.script(module).save(str(FOLDER / "torchscript.pt"))

large = counted(6, 5)
views = OrderedDict(whole=large, transposed=large.t(), column=large[1:4, 2], row=large[5],
                    last=large[5, 4], again=large)
save("views.pt", views)
save("views_stream.pt", views, _use_new_zipfile_serialization=False)
save("expanded.pt", {"row": counted(3).expand(2, 3), "one": torch.tensor(2.5).expand(2, 2)})
types = {
    "half": torch.tensor([1.5, -2.0], dtype=torch.float16),
    "bfloat16": torch.tensor([1.5, -3.0], dtype=torch.bfloat16),
    "double": torch.tensor([1 / 3], dtype=torch.float64),
    "long": torch.tensor([-(2**40), 2**40]),
    "int": torch.tensor([-70000], dtype=torch.int32),
    "short": torch.tensor([-300], dtype=torch.int16),
    "char": torch.tensor([-5], dtype=torch.int8),
    "byte": torch.tensor([250], dtype=torch.uint8),
    "bool": torch.tensor([True, False]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(3, 0, 2),
    "parameter": torch.nn.Parameter(counted(2, 2)),
}
save("types.pt", types)
save("types_stream.pt", types, _use_new_zipfile_serialization=False)
optimizer = torch.optim.SGD(module.parameters(), lr=0.5, momentum=0.9)
save("training.pt", {"epoch": 3, "best": 0.75, "large": 2**40, "note": None,
                     "optimizer": optimizer.state_dict(), "state_dict": module.state_dict()})
save("parallel.pt", {"model_state_dict": torch.nn.DataParallel(module).state_dict()})
save("ordered.pt", OrderedDict(first=counted(2, 3), second=counted(300)))
save("model.pt", {"model": {"weight": counted(2)}})
save("no_tensors.pt", {"epoch": 3})
save("list.pt", [counted(2)])


def rewrite_as_zip64(name, new_name):
    """The same entries, each described by zip64 records as in an archive of more than 4 GiB."""
    zipfile.ZIP64_LIMIT = 0
    with zipfile.ZipFile(FOLDER / name) as old, zipfile.ZipFile(FOLDER / new_name, "w") as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry))


rewrite_as_zip64("model.pt", "zip64.pt")
