"""What an exception means, in words."""

from __future__ import annotations

from rnnlab.text import Text

EXCEPTIONS = {
    "IndexError": Text(
        "목록이나 배열의 끝을 넘는 자리를 읽습니다(IndexError). 번호가 어디까지 가는지 확인하세요.",
        "A place outside of a list or array is read (IndexError). Check how far the index goes.",
    ),
    "KeyError": Text(
        "딕셔너리에 없는 것을 찾습니다(KeyError). 없을 때는 어떻게 할지 정하세요.",
        "Something is looked up that is not in the dict (KeyError). Decide what to do then.",
    ),
    "ZeroDivisionError": Text(
        "0으로 나눕니다(ZeroDivisionError). 나누는 수가 언제 0이 되는지 확인하세요.",
        "There is a division by zero (ZeroDivisionError). Check when the divisor becomes 0.",
    ),
    "NameError": Text(
        "없는 이름을 씁니다(NameError). 철자를, 그리고 먼저 만들었는지를 확인하세요.",
        "A name is used that does not exist (NameError). Check its spelling, and where it is made.",
    ),
    "UnboundLocalError": Text(
        "변수에 값을 넣기 전에 읽습니다(UnboundLocalError). 먼저 값을 넣으세요.",
        "A variable is read before it has a value (UnboundLocalError). Give it one first.",
    ),
    "AttributeError": Text(
        "객체에 없는 속성이나 메서드를 씁니다(AttributeError). 그것이 어떤 객체인지 확인하세요.",
        "An object does not have the attribute that is used (AttributeError). Check what it is.",
    ),
    "TypeError": Text(
        "종류가 맞지 않는 값을 씁니다(TypeError). 어떤 값이 들어오는지 출력해 보세요.",
        "A value is of a kind that does not fit (TypeError). Print what your code is working on.",
    ),
    "ValueError": Text(
        "종류는 맞지만 쓸 수 없는 값이 있습니다(ValueError). 값과 모양을 출력해 보세요.",
        "A value cannot be used as it is (ValueError). Print values and shapes.",
    ),
    "RecursionError": Text(
        "함수가 끝없이 자기 자신을 부릅니다(RecursionError). 언제 멈추는지 확인하세요.",
        "A function calls itself without an end (RecursionError). Check when it stops.",
    ),
}
