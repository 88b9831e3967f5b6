"""The compiler's messages for the people who write templates: the line, and what is wrong, in Chinese. Pure."""

import re
from collections.abc import Callable

_PLACE = re.compile(r"main\.typ:(\d+):\d+")
_KNOWN: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"unknown variable: (\S+)", lambda m: f"没有名叫“{m[1]}”的变量或者函数"),
    (r"dictionary does not contain key \"([^\"]*)\"", lambda m: f"数据里没有“{m[1]}”这一项"),
    (r"unclosed delimiter", lambda m: "有括号或者引号没有配对"),
    (r"unclosed string", lambda m: "有引号没有配对"),
    (r"unexpected closing bracket|unexpected closing paren|unexpected closing brace", lambda m: "多了一个右括号"),
    (r"failed to download package|package not found", lambda m: "模板不能使用外部程序包"),
    (
        r"file not found|would escape|access denied|failed to load file|outside of the project",
        lambda m: "模板只能使用给它的数据和图片，不能读取别的文件",
    ),
    (r"failed to decode image|unknown image format|failed to parse svg", lambda m: "图片读不出来"),
    (r"missing argument: (\S+)", lambda m: f"调用时少了“{m[1]}”"),
    (r"unexpected argument(?:: (\S+))?", lambda m: f"调用时多了{m[1] or '内容'}"),
    (r"expected (.+), found (.+)", lambda m: f"这里应该是 {m[1]}，却写了 {m[2]}"),
    (r"cannot access fields on type (\S+)", lambda m: f"{m[1]} 类型的值没有下级内容"),
    (
        r"maximum (?:function call|layout|show rule|grouping) depth exceeded",
        lambda m: "模板自己调用自己，没有尽头",
    ),
    (r"loop seems to be infinite|condition is always true", lambda m: "循环没有尽头"),
    (r"panicked with: (.*)", lambda m: f"模板自己报告：{m[1]}"),
    (r"assertion failed(?:: (.*))?", lambda m: f"模板里的检查没有通过：{m[1] or ''}"),
)
LONGEST = 200


def explain(message: str, diagnostic: str) -> tuple[str, int | None]:
    """What is wrong, and the line of the template it was noticed in (from 1) where that is known.

    An error within the shared base names the line of the template that called it.
    """
    place = _PLACE.search(diagnostic)
    return _in_chinese(message), int(place[1]) if place else None


def _in_chinese(message: str) -> str:
    for pattern, tell in _KNOWN:
        if found := re.search(pattern, message):
            return tell(found)[:LONGEST]
    return f"模板写法有错误（{message[:LONGEST]}）"
