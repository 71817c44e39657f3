"""The commands of LaTeX that are drawn as they are meant; every other stops the formula.

Rule: a command is in here because its drawing was looked at, or because it is one character that a font has.
"""

from functools import cache

from latex2mathml import commands
from latex2mathml.symbols_parser import SYMBOLS

from examserver.importers.bundled_fonts import bundled_coverage

_STRUCTURE = frozenset(
    r"""\frac \dfrac \tfrac \cfrac \binom \dbinom \tbinom \sqrt \left \right \middle \over \choose \atop
    \overset \underset \stackrel \substack \limits \nolimits \displaystyle \textstyle \scriptstyle
    \acute \bar \breve \check \dot \ddot \dddot \grave \hat \mathring \tilde \vec \widehat \widetilde
    \overline \underline \overbrace \underbrace \overrightarrow \overleftarrow \overleftrightarrow
    \overparen \underbar \phantom \hphantom \vphantom \boxed \fbox \cancel \bcancel \xcancel \sout
    \text \textbf \textit \textrm \textsf \texttt \textup \textnormal \textmd \mbox \hbox \emph
    \operatorname \operatorname* \mathbin \mathrel \mathop \mathord \mathopen \mathclose \mathpunct
    \mathbb \mathbf \mathcal \mathfrak \mathit \mathrm \mathscr \mathsf \mathtt \mathnormal \boldsymbol
    \bm \pmb \bold \Bbb \rm \bf \it \cal \begin \end \hline \cr \bmod \pmod \mod
    \quad \qquad \enspace \thinspace \thickspace \space \nobreakspace \hspace \hskip \kern
    \negthinspace \smash \prime \dprime \trprime
    \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm \Biggm
    \lim \sup \inf \max \min \argmax \argmin \det \gcd \liminf \limsup \Pr \intop \idotsint
    \bra \ket \braket""".split()
)
_ONE_SIGN = frozenset("\\" + sign for sign in "\\,:;!>% {}|_#$&")
_ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases align align* split".split()
)
RENAMED_ENVIRONMENTS = {
    "aligned": "align*",
    "alignedat": "",
    "gathered": "matrix",
    "gather": "matrix",
    "gather*": "matrix",
    "equation": "",
    "equation*": "",
    "dcases": "cases",
    "eqnarray": "",
    "align": "align*",
}
"""What an environment is drawn as; an empty name is only taken off, or cannot be drawn."""

RENAMED = {
    r"\wideparen": r"\overparen",
    r"\overarc": r"\overparen",
    r"\R": r"\mathbb{R}",
    r"\celsius": r"{}^{\circ}\mathrm {C}",
    r"\textdegree": r"\degree",
    r"\ldots": r"\dots",
    r"\tg": r"\operatorname{tg}",
    r"\ctg": r"\operatorname{ctg}",
    r"\strut": "",
    r"\mathstrut": "",
    r"\nonumber": "",
    r"\notag": "",
    r"\small": "",
    r"\large": "",
    r"\Large": "",
    r"\normalsize": "",
    r"\footnotesize": "",
    r"\centering": "",
    r"\hfill": r"\quad ",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\colon": ":",
    r"\dotsb": r"\cdots",
}
"""Commands that say the same as others, or nothing that a formula needs."""


def is_drawn(command: str) -> bool:
    """Whether a command, with its backslash, is drawn as it is meant."""
    return command in _STRUCTURE or command in _ONE_SIGN or command in _symbols()


def is_drawn_environment(name: str) -> bool:
    """Whether a `\\begin{name}` is drawn as it is meant."""
    return name in _ENVIRONMENTS


@cache
def _symbols() -> frozenset[str]:
    """Names of functions, of arrows, and of single characters that the formulas' fonts have."""
    noto, _, stix = bundled_coverage()
    here = noto.code_points | stix.code_points
    single = {name for name, code in SYMBOLS.items() if "-" not in code and int(code, 16) in here}
    return frozenset(single) | frozenset(commands.FUNCTIONS) | frozenset(commands.EXTENSIBLE_ARROWS)
