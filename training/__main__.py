"""The commands that build what Summitry ships from its sources."""

import argparse
import sys
from pathlib import Path

HOME = Path(__file__).parent / "corpus"
ABOUT = """\
Build what Summitry ships from its sources.

  python -m training actors --data DATA                        the table of actors, into the package
  python -m training corpus check                              our own annotated reports
  python -m training language --data DATA --minilm DIR --out models/en
  python -m training language ... --start models/en.pt         go on from a checkpoint, or from an exported model's folder
  python -m training average OLD.pt NEW.pt --minilm DIR --out models/en
                                                               the mean of the weights of two stages, exported
  python -m training comparison --data DATA --minilm DIR --start src/summitry/models/en --out DIR
                                                               the same encoder on PolNeAR, to measure; not for the package
  python -m training calibrate --model src/summitry/models/en  after new weights: what a confidence is worth

DATA is a folder of corpora; docs/actors.md and docs/model.md say what is in it and where it comes from."""


def main(arguments: list[str]) -> None:
    """Run one build."""
    options = make_parser().parse_args(arguments)
    if options.build == "corpus":
        from training.annotation import commands

        sys.exit(commands.run(options))
    if options.build == "calibrate":
        from training import calibrating

        sys.stdout.write(calibrating.run(options.model, options.corpus) + "\n")
        return
    if options.build == "actors":
        from training import actors

        sys.stdout.write(actors.run(options.data, options.out) + "\n")
        return
    try:
        from training import language
    except ImportError as error:
        sys.exit(
            f"training: {error.name} is missing; training needs torch, safetensors, onnx, onnxruntime and tokenizers"
        )
    if options.build == "average":
        if options.shares and len(options.shares) != len(options.checkpoints):
            sys.exit("training: give as many --shares as there are checkpoints")
        language.average(options.checkpoints, options.shares, options.minilm, options.out)
        return
    recipe = language.Recipe(options.epochs, options.seed, options.rate, options.words, options.start, options.workers)
    comparison = options.build == "comparison"
    corpora = language.read_polnear(options.data) if comparison else language.read_corpora(options.data, options.corpus)
    try:
        language.train(corpora, options.minilm, options.out, recipe)
    except ValueError as error:
        sys.exit(f"training: {error}")


def make_parser() -> argparse.ArgumentParser:
    """The command line; a folder without the files a build reads is a usage error."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    builds = parser.add_subparsers(dest="build", required=True, metavar="BUILD")

    from training.annotation import commands

    commands.add_to(builds)
    table = builds.add_parser("actors", help="the table of actors")
    table.add_argument("--data", type=folder_with("actors/states.jsonl"), required=True, metavar="DIR")
    table.add_argument("--out", type=Path, metavar="DIR", help="where to write it, if not into the package")

    sure = builds.add_parser("calibrate", help="make the scores of the package's model mean what they say")
    sure.add_argument(
        "--model", type=folder_with("model.json"), required=True, metavar="DIR", help="its folder in the package"
    )
    sure.add_argument(
        "--corpus", type=folder_with("negotiations.toml"), default=HOME, metavar="DIR", help="our own reports"
    )

    recipe = argparse.ArgumentParser(add_help=False)
    recipe.add_argument("--minilm", type=folder_with("model.safetensors"), required=True, metavar="DIR")
    recipe.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder of the exported model; OUT.pt is its checkpoint"
    )
    recipe.add_argument("--epochs", type=int, default=5, help="passes over the corpora (default: %(default)s)")
    recipe.add_argument(
        "--rate", type=float, default=1.5e-4, help="highest learning rate of the encoder (default: %(default)s)"
    )
    recipe.add_argument("--words", type=int, default=1600, help="words a batch (default: %(default)s)")
    recipe.add_argument("--seed", type=int, default=1)
    recipe.add_argument(
        "--workers",
        type=int,
        default=0,
        help="processes that prepare batches; 2 keep a GPU busy (default: %(default)s)",
    )
    start = "go on from this checkpoint, or this folder of an exported model"

    model = builds.add_parser("language", parents=[recipe], help="the language model")
    model.add_argument("--data", type=folder_with("language/ud_train.conllu"), required=True, metavar="DIR")
    model.add_argument(
        "--corpus", type=folder_with("negotiations.toml"), default=HOME, metavar="DIR", help="our own reports"
    )
    model.add_argument("--start", type=Path, metavar="PATH", help=start)

    mean = builds.add_parser(
        "average", help="the mean of the weights of stages that went on from one another, exported"
    )
    mean.add_argument(
        "checkpoints", type=Path, nargs="+", metavar="PATH", help="checkpoints, or folders of exported models"
    )
    mean.add_argument(
        "--shares", type=float, nargs="+", default=[], metavar="SHARE", help="what each counts (default: all the same)"
    )
    mean.add_argument("--minilm", type=folder_with("model.safetensors"), required=True, metavar="DIR")
    mean.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the exported model")

    compared = builds.add_parser(
        "comparison", parents=[recipe], help="a model trained on PolNeAR, to compare ours with; never to be shipped"
    )
    compared.add_argument("--data", type=folder_with("attribution/train.jsonl"), required=True, metavar="DIR")
    compared.add_argument("--start", type=Path, required=True, metavar="PATH", help=start)
    return parser


class folder_with:  # noqa: N801 - called as a type by argparse
    """A folder that has a certain file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __call__(self, text: str) -> Path:
        """The folder, or what argparse prints as a usage error."""
        if not (Path(text) / self.file).is_file():
            raise argparse.ArgumentTypeError(f"{text} has no {self.file}")
        return Path(text)


if __name__ == "__main__":
    main(sys.argv[1:])
