"""What to ask for of exercises: their rules and runs, the answers and pairs of a run."""

from collections.abc import Collection

from tests.faults.world import MISSING, World

__all__ = ["exercise_targets"]


def exercise_targets(world: World, endpoint: str, names: Collection[str]) -> dict[str, dict[str, object]]:
    """The arguments of a route below an exercise for each kind of target; `names` are those it takes."""
    lgd, code = world.pair
    exercise: dict[str, object] = {"exercise_id": world.exercise}
    gone: dict[str, object] = {"exercise_id": MISSING}
    run = {**exercise, "number": world.run}
    by_endpoint: dict[str, dict[str, dict[str, object]]] = {
        "mapping.lift_exercise_rule": {
            **{name: {**exercise, "rule_id": number} for name, number in world.rules.items()},
            "missing_rule": {**exercise, "rule_id": MISSING},
            "missing": {**gone, "rule_id": world.rules["there"]},
        },
        "mapping.try_rules": {
            **{name: {**exercise, "without": number} for name, number in world.rules.items()},
            "missing_rule": {**exercise, "without": MISSING},
            "missing": {**gone, "without": world.rules["there"]},
        },
        **{
            f"mapping.{name}": {
                "there": {**run, key: there},
                "missing_run": {**exercise, "number": MISSING, key: there},
                f"missing_{which}": {**run, key: absent},
                "missing": {**gone, "number": world.run, key: there},
            }
            for name, key, which, there, absent in (
                ("show_answer", "answer", "answer", "stable", "frontier-9999"),
                ("download_analysis", "name", "answer", "stable.zip", "frontier.zip"),
                ("compare_runs", "other", "other", world.other_run, MISSING),
            )
        },
        **{
            f"mapping.{name}": {
                "there": {**run, "lgd": lgd, "code": code},
                "missing_run": {**exercise, "number": MISSING, "lgd": lgd, "code": code},
                "missing_district": {**run, "lgd": MISSING, "code": code},
                "missing_cpse": {**run, "lgd": lgd, "code": "NOSUCH"},
                "missing": {**gone, "number": world.run, "lgd": lgd, "code": code},
            }
            for name in ("show_pair", "swap_leads")
        },
    }
    if endpoint in by_endpoint:
        return by_endpoint[endpoint]
    if "number" not in names:
        return {"there": exercise, "missing": gone}
    extra: dict[str, object] = {"name": "result.zip"} if "name" in names else {}
    return {
        "there": {**run, **extra},
        "missing_run": {**exercise, "number": MISSING, **extra},
        "missing": {**gone, "number": world.run, **extra},
    }
