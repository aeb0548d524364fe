"""Questions of bots that wait for a person."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException

from clerkwork.control_room.api.access import AtDesk, Auditor
from clerkwork.control_room.api.words import AnswerWish, NamePath, QuestionAnswer
from clerkwork.control_room.tokens import Role
from clerkwork.runner.asking import Answer
from clerkwork.runner.store.questions import Questions

questions = APIRouter(tags=["questions"])


@questions.get("/questions")
async def list_questions(desk: AtDesk, who: Auditor) -> list[QuestionAnswer]:
    """What waits for an answer, the oldest first. The picture is one of the run's."""
    return [QuestionAnswer.of(one) for one in await Questions(desk.room.store).open()]


@questions.post("/questions/{question}/answer")
async def answer_question(desk: AtDesk, who: Auditor, question: NamePath, wish: AnswerWish) -> QuestionAnswer:
    """Answer with one of the choices; the question says which role may."""
    asked = await Questions(desk.room.store).find(question)
    if asked is None:
        raise HTTPException(404, f"there is no question {question}")
    if who.role < Role[asked.role]:
        raise HTTPException(403, f"{who.name} is {who.role.name}; this is for {asked.role}")
    if wish.choice not in asked.choices:
        raise HTTPException(422, f"{wish.choice!r} is none of {', '.join(map(repr, asked.choices))}")
    said = await Questions(desk.room.store).answer(question, Answer(wish.choice, who.name, wish.note))
    if said is None:
        told = f"was answered by {asked.by}" if asked.answered else "is over"
        raise HTTPException(409, f"the question {question} {told}")
    return QuestionAnswer.of(said)
