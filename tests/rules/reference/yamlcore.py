"""YAML 1.2 core, as docs/law-language.md reads it: `NO`, `on` and `012` are strings; decimals are exact."""

import re
from fractions import Fraction
from pathlib import Path

import yaml

INT = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")


def scalar(node):
    text = node.value
    if node.style is not None:  # quoted or a block
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "null", "~"):
        return None
    if INT.fullmatch(text):
        return int(text)
    return Fraction(text) if DECIMAL.fullmatch(text) else text


def value(node):
    if isinstance(node, yaml.MappingNode):
        return {scalar(key): value(item) for key, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value(item) for item in node.value]
    return scalar(node)


def parse(text):
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return {} if node is None else value(node)


def read(path):
    return parse(Path(path).read_text(encoding="utf-8"))
