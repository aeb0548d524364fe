"""Asks a person, and goes on with the answer."""

from __future__ import annotations

from clerkwork.bots.actions.ask import Ask
from clerkwork.runner.asking import Answer, Question
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import BusinessException
from clerkwork.runner.session import Session


async def ask(session: Session, step: Ask, _deadline: Deadline) -> None:
    """Put the answer into the output. BusinessException when it is one to stop on, or nobody answers."""
    page = session.page()
    question = Question(
        run=session.folder.info.run,
        step=step.id or f"step {session.index}",
        words=session.folder.journal.redactor.text(session.text(step.ask)),
        choices=step.choices,
        role=step.role,
        picture=await session.camera.picture(page, only_looked=True) if page else None,
        wait_s=step.patience(),
    )
    session.tell(
        "asked",
        question=question.words,
        choices=list(step.choices),
        role=step.role,
        wait_s=question.wait_s,
        shot=question.picture,
    )
    answer = await _answer(session, step, question)
    session.scope["outputs"][step.into] = answer.choice
    session.tell("answered", choice=answer.choice, by=answer.by, note=answer.note)
    if answer.choice in step.stop_on:
        note = f": {answer.note}" if answer.note else ""
        raise BusinessException(f"{answer.by} answered {answer.choice!r} to {question.words!r}{note}")


async def _answer(session: Session, step: Ask, question: Question) -> Answer:
    found = await session.asker.ask(question) if session.asker else None
    if found is not None:
        return found
    if step.otherwise is not None:
        return Answer(step.otherwise, "nobody")
    waited = f"within {question.wait_s:g} s" if session.asker else "because nobody is there to be asked"
    raise BusinessException(
        f"nobody answered {question.words!r} {waited}",
        "run it on a terminal or in the control room, or give the step an 'otherwise'",
    )
