"""What advice about housing asks for, and what it came to (measure 5a); pure functions."""

from __future__ import annotations

from housing.codes import AdviceOutcome, ExitCause

OWN_FINDING = (AdviceOutcome.PRIVATE_RENT, AdviceOutcome.OWN_HOME)
"""A home on the private market: what measure 5a counts."""

OUTCOME_OF_EXIT: dict[str, AdviceOutcome] = {
    ExitCause.PRIVATE_RENT: AdviceOutcome.PRIVATE_RENT,
    ExitCause.OWN_HOME: AdviceOutcome.OWN_HOME,
    ExitCause.ALLOCATED: AdviceOutcome.MUNICIPAL,
    ExitCause.MOVED: AdviceOutcome.MOVED,
    ExitCause.DEAD: AdviceOutcome.MOVED,
}
"""What an exit from the queue ends the advice with; after other exits the advice goes on."""


def close_refusal(*, outcome: str, in_queue: bool, held: int) -> str:
    """Why an advice case may not be ended so; empty when it may.

    Whoever stands in the queue has a right to advice until they leave it; no result comes of
    advice that nobody gave.
    """
    if in_queue and outcome != AdviceOutcome.DECLINED:
        return "Husstanden står i boligkøen. Ta den ut av køen; da avsluttes rådgivningen også."
    if outcome in OWN_FINDING and not held:
        return "Registrer minst én samtale før du avslutter med dette resultatet."
    return ""
