"""What comes out of a template that extends others, read without rendering it: no database, no request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.template import Context, Node, NodeList, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode, VariableNode
from django.template.loader_tags import BlockNode, ExtendsNode


def extended(template: Template) -> Iterator[Template]:
    """The templates this one extends, the next first. As Django does it: one may extend another of its own name.

    Where the name is worked out while a page is served, it is the one that comes of an empty context.
    """
    context = Context()
    context.template = template  # where ExtendsNode looks for the engine
    # Only the first node can be the one: to look through all would trust every tag library to build sound nodes.
    while isinstance(first := next((n for n in template.nodelist if not isinstance(n, TextNode)), None), ExtendsNode):
        try:
            template = first.get_parent(context)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            return
        yield template


@dataclass
class Shown:
    """What is reached from the root of a chain: text as it stands, `{{…}}` for a variable, `{%…%}` for any other tag.

    What an included file holds is not read. `blocks` has the same for each block that is reached; `inherited` has what
    lies below a block's outermost definition, whether or not it is shown.
    """

    text: str = ""
    blocks: dict[str, str] = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)


def shown(template: Template) -> Shown:
    chain = [template, *extended(template)]
    definitions: dict[str, list[BlockNode]] = {}
    for each in chain:
        for block in each.nodelist.get_nodes_by_type(BlockNode):
            definitions.setdefault(str(cast(BlockNode, block).name), []).append(cast(BlockNode, block))
    found = Shown()
    found.text = _flat(chain[-1].nodelist, definitions, found.blocks)
    for name, defined in definitions.items():
        found.inherited[name] = "".join(_flat(each.nodelist, {}, {}) for each in defined[1:])
    return found


def _flat(nodes: NodeList, definitions: dict[str, list[BlockNode]], reached: dict[str, str]) -> str:
    """Text of the nodes, each block in its outermost definition; `reached` is filled."""
    parts = []
    for node in nodes:
        if isinstance(node, TextNode):
            parts.append(node.s)
        elif isinstance(node, BlockNode):
            name = str(node.name)
            first, *more = definitions.get(name, [node])
            parts.append(_of_block(first, more, definitions, reached))
            reached[name] = parts[-1]
        elif isinstance(node, VariableNode):
            parts.append("{{" + str(node.filter_expression.token) + "}}")
        else:
            parts.append(_of_tag(node, definitions, reached))
    return "".join(parts)


def _of_block(
    block: BlockNode, more: list[BlockNode], definitions: dict[str, list[BlockNode]], reached: dict[str, str]
) -> str:
    text = _flat(block.nodelist, definitions, reached)
    if "{{block.super}}" in text and more:
        text = text.replace("{{block.super}}", _of_block(more[0], more[1:], definitions, reached))
    return text


def _of_tag(node: Node, definitions: dict[str, list[BlockNode]], reached: dict[str, str]) -> str:
    """What a tag encloses; a tag that encloses nothing stands for itself."""
    inner = [getattr(node, name, None) for name in node.child_nodelists]
    if any(isinstance(each, NodeList) for each in inner):
        return "".join(_flat(each, definitions, reached) for each in inner if isinstance(each, NodeList))
    token = getattr(node, "token", None)
    return "{%" + token.contents + "%}" if token else ""
