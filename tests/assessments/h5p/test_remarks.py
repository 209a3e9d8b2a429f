"""Scripts travel without their remarks, and are left alone when in doubt."""

import time

import pytest

from assessments.h5p.remarks import without_remarks


def test_remarks_that_fill_lines_go_with_the_indents() -> None:
    code = "/**\n * Draws.\n */\nfunction draw() {\n    // slowly\n    return 'http://x'; // now\n}\n\n\n"
    assert without_remarks(code) == "function draw() {\nreturn 'http://x'; // now\n}\n"


def test_what_says_whose_work_it_is_stays() -> None:
    code = "/*! Card 1.0 */\n/* Copyright (c) Somebody */\n// @license MIT\nvar a;\n"
    assert without_remarks(code) == code


@pytest.mark.parametrize(
    "code",
    [
        "var a = `\n  // kept\n`;\n",
        "var a = 'one \\\n  // kept';\n",
        "var a; /* begins late\n  // and ends\n*/ var b;\n",
        "accept = 'image/*';\n  // not sure\n",
        "var a; /* a */ var b; /* late\n// and ends */\n",
        "/* never ends\n// x\n",
    ],
)
def test_in_doubt_nothing_is_touched(code: str) -> None:
    assert without_remarks(code) == code


def test_code_between_remarks_on_one_line_stays() -> None:
    assert without_remarks("/* a */ one(); /* b */\n/* c */\ntwo();\n") == "/* a */ one(); /* b */\ntwo();\n"


def test_styles_keep_what_looks_like_a_script_s_remark() -> None:
    css = "/* Box */\n.a {\n  background: url(\n//x/y.png);\n}\n"
    assert without_remarks(css, script=False) == ".a {\nbackground: url(\n//x/y.png);\n}\n"


def test_a_long_script_on_one_line_takes_no_time() -> None:
    minified = "a=1;" * 500_000
    start = time.process_time()
    assert without_remarks(f"{minified}\n/* x */\n") == f"{minified}\n"
    assert without_remarks("/*\n" * 500_000) == "/*\n" * 500_000
    assert time.process_time() - start < 5
