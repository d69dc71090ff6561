"""PyTorch peer of Understudy's training step: same df network, losses, optimiser and batch, on the CPU.

Reads one JSON command a line from stdin and answers one JSON line on stdout:
  {"load": path}            float32 little-endian: all weights in the program's order and layouts, then the
                            batch (for source, plate: warped, target, mask); resets the moments
  {"steps": n}              runs n training steps; {"ms": [...], "loss": [...]}
  {"losses": true}          losses of the loaded batch without a step
  {"gradients": true}       norm of each weight's gradient, by name
  {"weights": true}         norm of each weight, by name
Options come as one JSON object in argv[1].
"""
import json
import math
import sys
import time

import numpy
import torch
import torch.nn.functional as F

options = json.loads(sys.argv[1])
torch.set_num_threads(options["threads"])
torch.set_flush_denormal(True)
torch.manual_seed(0)
config = options["config"]
batch = options["batch"]
resolution = config["resolution"]
LAYOUT = torch.channels_last if options.get("channelsLast", True) else torch.contiguous_format


def gaussian(length, sigma):
    at = torch.arange(length, dtype=torch.float64) - (length - 1) / 2
    window = torch.exp(-at * at / (2 * sigma * sigma))
    return (window / window.sum()).float()


class Down(torch.nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = torch.nn.Conv2d(inputs, outputs, 5, 2, 2)

    def forward(self, x):
        return F.leaky_relu_(self.conv(x), 0.1)


class Up(torch.nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = torch.nn.Conv2d(inputs, outputs * 4, 3, 1, 1)
        self.conv.shuffled = True

    def forward(self, x):
        return F.pixel_shuffle(F.leaky_relu_(self.conv(x), 0.1), 2)


class Residual(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(channels, channels, 3, 1, 1)
        self.conv2 = torch.nn.Conv2d(channels, channels, 3, 1, 1)

    def forward(self, x):
        return F.leaky_relu_(self.conv2(F.leaky_relu_(self.conv1(x), 0.2)).add_(x), 0.2)


class Encoder(torch.nn.Module):
    """encoder and inter"""

    def __init__(self, e, inner):
        super().__init__()
        self.lowest = resolution // 16
        self.inner = inner
        self.downs = torch.nn.ModuleList([Down(3, e), Down(e, 2 * e), Down(2 * e, 4 * e), Down(4 * e, 8 * e)])
        # dense layers as 1×1 convolutions: oneDNN runs them, where nn.Linear may meet Debian's reference BLAS
        self.dense1 = torch.nn.Conv2d(self.lowest ** 2 * 8 * e, inner, 1)
        self.dense2 = torch.nn.Conv2d(inner, self.lowest ** 2 * inner, 1)
        self.up = Up(inner, inner)

    def forward(self, x):
        for down in self.downs:
            x = down(x)
        # flattened as rows, columns, channels, as in the program it is compared with
        flat = x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, 1, 1)
        code = self.dense2(self.dense1(flat))
        image = code.view(-1, self.lowest, self.lowest, self.inner).permute(0, 3, 1, 2)
        return self.up(image.contiguous(memory_format=LAYOUT))


class Decoder(torch.nn.Module):
    def __init__(self, inner, d, m):
        super().__init__()
        self.ups = torch.nn.ModuleList([Up(inner, 8 * d), Up(8 * d, 4 * d), Up(4 * d, 2 * d)])
        self.residuals = torch.nn.ModuleList([Residual(8 * d), Residual(4 * d), Residual(2 * d)])
        self.colour = torch.nn.Conv2d(2 * d, 3, 1)
        self.mask_ups = torch.nn.ModuleList([Up(inner, 8 * m), Up(8 * m, 4 * m), Up(4 * m, 2 * m)])
        self.mask = torch.nn.Conv2d(2 * m, 1, 1)

    def forward(self, code):
        x = code
        for up, residual in zip(self.ups, self.residuals):
            x = residual(up(x))
        m = code
        for up in self.mask_ups:
            m = up(m)
        return torch.sigmoid(self.colour(x)), torch.sigmoid(self.mask(m))

    def in_order(self):
        layers = []
        for up, residual in zip(self.ups, self.residuals):
            layers += [up.conv, residual.conv1, residual.conv2]
        return layers + [self.colour] + [up.conv for up in self.mask_ups] + [self.mask]


encoder = Encoder(config["encoderDims"], config["innerDims"])
decoders = [Decoder(config["innerDims"], config["decoderDims"], config["maskDims"]) for _ in range(2)]
for module in [encoder, *decoders]:
    module.to(memory_format=LAYOUT)
layers = [down.conv for down in encoder.downs] + [encoder.dense1, encoder.dense2, encoder.up.conv]
for decoder in decoders:
    layers += decoder.in_order()
parameters = [p for layer in layers for p in (layer.weight, layer.bias)]

WINDOWS = [max(1, int(resolution / 11.6))] + ([max(1, int(resolution / 23.2))] if resolution >= 256 else [])
BLUR_SIGMA = max(1, resolution / 32)
BLUR_LENGTH = min(2 * math.ceil(3 * BLUR_SIGMA) + 1, 2 * resolution - 1)


def blur(x, window, pad=0):
    """separable, per channel"""
    n, c, h, w = x.shape
    x = x.reshape(n * c, 1, h, w)
    if pad:
        x = F.pad(x, (pad, pad, pad, pad), mode="replicate")
    x = F.conv2d(F.conv2d(x, window.view(1, 1, 1, -1)), window.view(1, 1, -1, 1))
    return x.view(n, c, x.shape[2], x.shape[3])


FILTERS = {length: gaussian(length, 1.5) for length in WINDOWS}


def dssim(a, b, length):
    n = a.shape[0]
    filtered = blur(torch.cat([a, b, a * b, a * a + b * b]).contiguous(), FILTERS[length])
    mean_a, mean_b, products, squares = filtered.split(n)
    mean_product = mean_a * mean_b
    mean_squares = mean_a * mean_a + mean_b * mean_b
    c1, c2 = 0.01 ** 2, 0.03 ** 2
    luminance = (2 * mean_product + c1) / (mean_squares + c1)
    structure = (2 * (products - mean_product) + c2) / (squares - mean_squares + c2)
    return (1 - (luminance * structure).mean()) * 0.5


def side_loss(image, mask, target, wanted_mask):
    with torch.no_grad():
        region = blur(wanted_mask, gaussian(BLUR_LENGTH, BLUR_SIGMA), BLUR_LENGTH // 2).clamp(0, 0.5) * 2
        target = target * region
    image = image * region
    loss = 10 * F.mse_loss(image, target) + 10 * F.mse_loss(mask, wanted_mask)
    for length in WINDOWS:
        loss = loss + 10 / len(WINDOWS) * dssim(image, target, length)
    return loss


def losses(data):
    codes = encoder(torch.cat([data[0]["warped"], data[1]["warped"]])).split(batch)
    return [
        side_loss(*decoder(code), side["target"], side["mask"])
        for decoder, code, side in zip(decoders, codes, data)
    ]


def load(path):
    values = torch.from_numpy(numpy.fromfile(path, dtype="<f4"))
    at = 0

    def take(*shape):
        nonlocal at
        count = math.prod(shape)
        at += count
        return values[at - count:at].view(*shape)

    with torch.no_grad():
        for layer in layers:
            o, i, h, w = layer.weight.shape
            weight = take(h, w, i, o).permute(3, 2, 0, 1)
            bias = take(o)
            if hasattr(layer, "shuffled"):
                # the program counts (offset, channel) before its shuffle, PyTorch (channel, offset)
                weight = weight.reshape(4, o // 4, i, h, w).transpose(0, 1).reshape(o, i, h, w)
                bias = bias.view(4, o // 4).t().reshape(o)
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)

    def image(channels):
        taken = take(batch, resolution, resolution, channels).permute(0, 3, 1, 2)
        return taken.contiguous(memory_format=LAYOUT)

    data = [{"warped": image(3), "target": image(3), "mask": image(1)} for _ in range(2)]
    if at != values.numel():
        raise SystemExit(f"{path} holds {values.numel()} numbers where {at} were expected")
    # one tensor at a time beats foreach on a CPU: each tensor's passes find it in the cache
    optimiser = torch.optim.Adam(parameters, lr=options["learningRate"], foreach=options.get("foreach", False))
    return data, optimiser


def norms(tensors):
    return {name: float(tensor.norm()) for name, tensor in zip(options["names"], tensors)}


data, optimiser = None, None
for line in sys.stdin:
    command = json.loads(line)
    answer = {}
    if "load" in command:
        data, optimiser = load(command["load"])
    elif "losses" in command:
        with torch.no_grad():
            answer["losses"] = [float(loss) for loss in losses(data)]
    elif "gradients" in command:
        optimiser.zero_grad(set_to_none=True)
        sum(losses(data)).backward()
        answer["norms"] = norms([p.grad for p in parameters])
    elif "weights" in command:
        answer["norms"] = norms([p.detach() for p in parameters])
    elif "steps" in command:
        answer = {"ms": [], "loss": []}
        for _ in range(command["steps"]):
            start = time.perf_counter()
            optimiser.zero_grad(set_to_none=True)
            loss = sum(losses(data))
            loss.backward()
            optimiser.step()
            answer["loss"].append(float(loss))
            answer["ms"].append(1000 * (time.perf_counter() - start))
    print(json.dumps(answer), flush=True)
