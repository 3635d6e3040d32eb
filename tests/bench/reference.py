"""The public Python reference on this program's default model; prints JSON.

reference.py MOBILE_SAM_FOLDER WEIGHTS PICTURE X,Y THREADS [--everything]
needs torch, torchvision, numpy, Pillow and what MobileSAM itself imports (timm).
"""
import json
import statistics
import struct
import sys
import time

folder, weights, picture, point, threads = sys.argv[1:6]
sys.path.insert(0, folder)

import numpy as np
import torch
from mobile_sam import SamAutomaticMaskGenerator, SamPredictor, sam_model_registry
from PIL import Image


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def load_model(path):
    """The converted model's batch norms are folded into biases: norms that only add those."""
    model = sam_model_registry["vit_t"]()
    ours = read_safetensors(path)
    state = model.state_dict()
    for name, value in state.items():
        layer, _, part = name.partition(".bn.")
        if name in ours:
            state[name] = ours[name]
        elif part == "weight":
            state[name] = torch.ones_like(value)
        elif part == "bias":
            state[name] = ours[layer + ".c.bias"]
        elif part == "running_mean":
            state[name] = torch.zeros_like(value)
        elif part == "running_var":
            state[name] = torch.full_like(value, 1 - 1e-5)
    model.load_state_dict(state)
    return model.eval()


def median_ms(runs, work):
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


torch.set_num_threads(int(threads))
image = np.array(Image.open(picture).convert("RGB"))
click = np.array([[float(number) for number in point.split(",")]])
model = load_model(weights)
predictor = SamPredictor(model)
result = {
    "encode_ms": median_ms(3, lambda: predictor.set_image(image)),
    "decode_ms": median_ms(9, lambda: predictor.predict(click, np.array([1]))),
}
if "--everything" in sys.argv:
    start = time.perf_counter()
    SamAutomaticMaskGenerator(model).generate(image)
    result["everything_s"] = time.perf_counter() - start
print(json.dumps(result))
