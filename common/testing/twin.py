"""What the chapters' twins share: options, the files they exchange with the chapter, and their side of a contest.

A twin is a chapter's network once more, in PyTorch. It judges the chapter's arithmetic and runs against it for time;
whoever only reads the book does not need it.
"""

import argparse
import gzip
import math
import pathlib
import sys

from rival import answer_benchmark, cannot_import, fail

try:
    import safetensors
    import safetensors.torch
    import torch
except ImportError as problem:
    cannot_import(problem)

version = torch.__version__.split("+")[0]
learning_rate = 0.001  # the chapters'
seed = 1


# --- examples ---------------------------------------------------------------------------------------------------------


def pictures(n, random):
    """n pictures {x: (n, 784)} of pixels k/255: noise in the middle, half of it black, and a black frame."""
    x = torch.zeros(n, 28, 28)
    noise = torch.randint(-255, 256, (n, 14, 14), generator=random)
    x[:, 7:21, 7:21] = noise.clamp(min=0) / 255
    return {"x": x.reshape(n, 784)}


def labelled_pictures(n, random):
    """The same with their classes: {x: (n, 784), labels: (n)}."""
    return {**pictures(n, random), "labels": torch.randint(0, 10, (n,), generator=random)}


def coarse(model, random):
    """Gives the model weights that are multiples of 1/256, so that a file of them packs well."""
    for name, weight in model.named_parameters():
        fan_in = weight[0].numel()
        low, high = (0, 0.125) if name.endswith("bias") else (-math.sqrt(6 / fan_in), math.sqrt(6 / fan_in))
        values = low + (high - low) * torch.rand(weight.shape, generator=random)
        weight.data = (values * 256).round() / 256
    return model


# --- judging: outputs, gradients, and five steps ----------------------------------------------------------------------


def answers(model, loss, inputs):
    """What the model makes of these inputs, worked out in double precision on one thread and rounded at the end.

    The result holds the weights (weight.NAME), the inputs (input.NAME), the outputs, the loss, the gradients
    (gradient.NAME) and by how much five steps of Adam moved the weights (move.NAME).
    """
    torch.set_num_threads(1)
    model = model.double()
    inputs = {name: value.double() if value.is_floating_point() else value for name, value in inputs.items()}
    adam = torch.optim.Adam(model.parameters(), lr=learning_rate)
    result = {f"input.{name}": value for name, value in inputs.items()}
    start = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    for step in range(5):
        adam.zero_grad()
        outputs = model(inputs["x"])
        value = loss(outputs, inputs)
        value.backward()
        if step == 0:
            result |= {"outputs": outputs, "loss": value}
            result |= {f"gradient.{name}": weight.grad.clone() for name, weight in model.named_parameters()}
        adam.step()
    result |= {f"weight.{name}": weight for name, weight in start.items()}
    result |= {f"move.{name}": weight - start[name] for name, weight in model.named_parameters()}
    return {name: value.detach().float().contiguous() for name, value in result.items()}


# --- files ------------------------------------------------------------------------------------------------------------


def write(path, tensors, metadata=None):
    """A file of tensors, packed when its name says so. The same tensors give the same bytes."""
    data = safetensors.torch.save(tensors, metadata)
    if path.suffix == ".gz":
        data = gzip.compress(data, 9, mtime=0)
    try:
        path.write_bytes(data)
    except OSError as problem:
        fail(path, f"cannot be written ({problem.strerror})", "choose another place")


def read(path):
    try:
        return safetensors.torch.load_file(path)
    except OSError as problem:
        fail(path, f"cannot be read ({problem.strerror or problem})", "look whether it is there")
    except safetensors.SafetensorError as problem:
        fail(path, f"is no safetensors file ({problem})", "replace it with an intact copy")


def load(model, path):
    """Loads what the chapter saved: every weight of the model and nothing else."""
    try:
        model.load_state_dict(read(path), strict=True)
    except RuntimeError as problem:
        fail(path, f"does not fit ({problem})", "give the model.safetensors of this chapter")


# --- running against the chapter --------------------------------------------------------------------------------------


def training_step(model, loss, inputs):
    """A function that does a step of training on these inputs, in PyTorch's quickest way.

    With a learning rate of zero: a network that learns its only batch by heart has gradients so small in the end that
    arithmetic with them is slow. The chapter's side does the same.
    """
    adam = torch.optim.Adam(model.parameters(), lr=0.0, fused=True)

    def step():
        adam.zero_grad(set_to_none=True)
        loss(model(inputs["x"]), inputs).backward()
        adam.step()

    return step


# --- the program ------------------------------------------------------------------------------------------------------


class Options(argparse.ArgumentParser):
    def error(self, problem):
        fail("options", problem, "--help lists them", status=2)


def parse(description, work, fixture):
    options = Options(description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    files = options.add_argument_group("files")
    files.add_argument("--golden", type=pathlib.Path, nargs="?", const=fixture, metavar="FILE",
                       help="write what the narrow network does (default: golden.safetensors.gz beside this program)")
    files.add_argument("--load", type=pathlib.Path, metavar="FILE", help="take weights that the chapter saved")
    files.add_argument("--save", type=pathlib.Path, metavar="FILE", help="save weights for the chapter to load")
    files.add_argument("--inputs", type=pathlib.Path, metavar="FILE", help="work on these inputs ...")
    files.add_argument("--answers", type=pathlib.Path, metavar="FILE", help="... and write what came of them")
    contest = options.add_argument_group("contest")
    contest.add_argument("--rival", choices=[work], metavar="WORK", help=f"do {work} when told to on stdin")
    contest.add_argument("--threads", type=int, metavar="N", help="threads of the contest (default: PyTorch's choice)")
    given = options.parse_args()
    if (given.inputs is None) != (given.answers is None):
        options.error("--inputs and --answers go together")
    if given.threads is not None and given.threads < 1:
        options.error(f"--threads {given.threads} is less than 1")
    if not (given.golden or given.load or given.save or given.inputs or given.rival):
        options.print_help()
    return given


def main(description, *, model, narrow, inputs, loss, work, batch=128):
    """The whole program of a twin.

    model   makes the network; model(**narrow) makes the narrow copy that the chapter's parity test uses
    inputs  makes n examples, as `pictures` above
    loss    of (outputs, inputs)
    work    the name of the training step in the chapter's benchmark
    """
    fixture = pathlib.Path(sys.argv[0]).resolve().parent / "golden.safetensors.gz"
    given = parse(description, work, fixture)
    random = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)

    if given.golden:
        small = coarse(model(**narrow), random)
        by = f"chapters/{fixture.parent.name}/twin.py --golden, PyTorch {version}"
        # One entry alone: safetensors writes several in whatever order.
        write(given.golden, answers(small, loss, inputs(6, random)), {"written by": by})
    if given.rival:
        if given.threads:
            torch.set_num_threads(given.threads)
        step = training_step(model(), loss, inputs(batch, random))
        for _ in range(20):
            step()
        answer_benchmark("PyTorch", version, step)
        return
    if given.load or given.save or given.inputs:
        network = model()
        if given.load:
            load(network, given.load)
            count = sum(weight.numel() for weight in network.parameters())
            print(f"{given.load}: all {count} weights have their place")
        if given.save:
            write(given.save, network.state_dict())
        if given.inputs:
            given_inputs = read(given.inputs)
            if "labels" in given_inputs:
                given_inputs["labels"] = given_inputs["labels"].long()
            try:
                result = answers(network, loss, given_inputs)
            except (KeyError, RuntimeError) as problem:
                fail(given.inputs, f"the network cannot work on it ({problem})", "give the inputs that it takes")
            write(given.answers, result)
