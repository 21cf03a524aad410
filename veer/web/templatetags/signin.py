"""What the pages of signing in need to know."""

from typing import Any

from django import template

from veer.web.second_factor import GO_ON, is_lacking, is_required

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor(context: dict[str, Any]) -> dict[str, Any]:
    """Whether this account has to have one, still lacks it, and where somebody wanted to go before."""
    request = context["request"]
    return {
        "required": is_required(request.user),
        "lacking": is_lacking(request.user),
        "go_on": request.session.get(GO_ON, ""),
    }
