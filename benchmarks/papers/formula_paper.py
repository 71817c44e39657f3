"""A Chinese paper of mathematics with formulas in every question, written as our own JSON and imported."""

import json
from pathlib import Path
from typing import Any

from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper

SECTION_OF = 25
TEXT = "某工厂第一季度生产零件的数量满足下面的关系，其中各量的单位均为件，且各季度的增长率保持不变。"
FORMULAS = (
    r"a_{%d}=\frac{n^2+1}{\sqrt{n+%d}}",
    r"\int_{0}^{%d} x^2\,\mathrm{d}x+\sum_{k=1}^{%d} k",
    r"f(x)=\begin{cases} x+%d, & x<0 \\ x^2-%d, & x\ge 0 \end{cases}",
    r"\lim_{x\to %d}\frac{\sin x}{x+%d}",
    r"\overrightarrow{AB}\cdot\overrightarrow{CD}=%d\cos\theta+%d",
)
VALUES = (r"\frac{%d}{3}", r"\sqrt{%d}", r"%d\pi", r"2^{%d}")


def formula_paper(questions: int, folder: Path) -> PaperDraft:
    """Write the paper into the folder and import it; each question has two formulas, each choice one."""
    asked = [_question(number) for number in range(1, questions + 1)]
    sections = [
        {"title": f"第 {start // SECTION_OF + 1} 部分", "questions": asked[start : start + SECTION_OF]}
        for start in range(0, questions, SECTION_OF)
    ]
    paper = {"format": "examclient-paper", "version": 1, "title": "数学", "language": "zh-CN"}
    file = folder / "formulas.json"
    file.write_text(json.dumps({**paper, "sections": sections}, ensure_ascii=False), encoding="utf-8")
    return import_paper(file, "formulas")


def _question(number: int) -> dict[str, Any]:
    """Half single choice; gaps, several choices, short answers and essays take turns among the others."""
    formula = FORMULAS[number % len(FORMULAS)] % (number, number + 1)
    text = f"<p>{TEXT}</p><p>已知 $${formula}$$</p><p>其中 $x_{{{number}}}>0$，请回答第 {number} 题。</p>"
    choices = [
        {"text": f"结果为 ${value % number}$", "right": not index} for index, value in enumerate(VALUES)
    ]
    if number % 2:
        return {"type": "single", "text": text, "points": 2, "choices": choices}
    others: tuple[dict[str, Any], ...] = (
        {"type": "multiple", "text": text, "points": 2, "choices": choices},
        {
            "type": "cloze",
            "text": f"{text}<p>数量为 [[a]] 件。</p>",
            "points": 1,
            "gaps": {"a": {"numbers": [number]}},
        },
        {"type": "short", "text": text, "points": 1, "accept": ["增加"]},
        {"type": "essay", "text": text, "points": 8, "by_hand": True},
    )
    return others[number // 2 % len(others)]
