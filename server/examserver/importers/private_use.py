"""Characters that GB 18030 once kept in Unicode's private area, as the characters that they are now.

Old Chinese files have them, and no font shows them. Source: GB 18030-2000, -2005 and -2022, the mappings of
A6D9 to A6F3, A8BC, A8BF, A989 to A995 and FE50 to FEA0.
"""

_FE50 = (
    "2E81 20087 20089 200CC 2E84 3473 3447 2E88 2E8B 9FB4 359E 361A 360E 2E8C 2E97 396E 3918 9FB5 39CF 39DF "
    "3A73 39D0 9FB6 9FB7 3B4E 3C6E 3CE0 2EA7 215D7 9FB8 2EAA 4056 415F 2EAE 4337 2EB3 2EB6 2EB7 2298F 43B1 "
    "43AC 2EBB 43DD 44D6 4661 464C 9FB9 4723 4729 477C 478D 2ECA 4947 497A 497D 4982 4983 4985 4986 499F "
    "499B 49B7 49B6 9FBA 241FE 4CA3 4C9F 4CA0 4CA1 4C77 4CA2 4D13 4D14 4D15 4D16 4D17 4D18 4D19 4DAE 9FBB"
)
_VERTICAL = "FE10 FE12 FE11 FE13 FE14 FE15 FE16 FE17 FE18 FE19"

PRIVATE_USE: dict[int, int] = {
    **{0xE815 + at: int(code, 16) for at, code in enumerate(_FE50.split())},
    **{0xE78D + at: int(code, 16) for at, code in enumerate(_VERTICAL.split())},
    **{0xE7E8 + at: 0x2FF0 + at for at in range(12)},
    0xE7E7: 0x303E,
    0xE7C7: 0x1E3F,
    0xE7C8: 0x01F9,
}


def without_private_use(text: str) -> str:
    """The text with every such character as what it is now."""
    return text.translate(PRIVATE_USE)
