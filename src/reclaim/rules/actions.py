"""What can be done about a loss, and who could have prevented it: the words of every surface."""

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from reclaim.rules.yaml_file import read_rules, refuse_duplicates

STRICT = ConfigDict(extra="forbid", frozen=True)


class Action(BaseModel):
    """One thing a biller can do; `key` stands in tables, `label` on pages."""

    model_config = STRICT

    key: str
    label: Annotated[str, Field(max_length=40)]
    means: str


class Stage(BaseModel):
    """A stage of the work in which a loss arises; `preventable_by` is null where nobody could."""

    model_config = STRICT

    stage: str
    label: Annotated[str, Field(max_length=40)]
    preventable_by: str | None


@cache
def actions() -> dict[str, Action]:
    """Every action by its key, in the order in which they are explained."""
    source = files("reclaim.data").joinpath("actions.yaml")
    found = read_rules(source, Action, key="key")
    refuse_duplicates(source.name, [action.key for action in found])
    return {action.key: action for action in found}


@cache
def stages() -> dict[str, Stage]:
    """Every stage by its name, in the order of the work."""
    source = files("reclaim.data").joinpath("rules", "stages.yaml")
    found = read_rules(source, Stage, key="stage")
    refuse_duplicates(source.name, [stage.stage for stage in found])
    return {stage.stage: stage for stage in found}


def preventable_by(stage: str | None) -> str | None:
    """Who could have prevented what went wrong there; null for nobody, or without a stage."""
    return None if stage is None else stages()[stage].preventable_by
