"""What marking can refuse, by name."""


class UnreadableResponse(ValueError):
    """The response cannot have come from this question's form: wrong kind, unknown option, far too long.

    A wrong or an empty answer is none of these: it is marked, and scores 0.
    """


class UnreadableMarks(ValueError):
    """These marks cannot have come from the rubric's form: a criterion without its level, or one that is unknown."""


class ImpossibleDefinition(ValueError):
    """No answer could ever be right, or nothing tells right from wrong. `code` says what is amiss.

    Codes: too_few_choices, choice_twice, unknown_choice, no_right_choice, several_right_choices, impossible_worth,
    no_accepted_answer, answer_too_long, too_many_typos, no_number, tolerance_below_zero, unit_without_factor,
    unit_twice, no_unit, not_a_truth_value, no_gap, gaps_differ, everything_is_right, impossible_area,
    impossible_margin, too_many_places, no_criterion, criterion_twice, too_few_levels, level_twice, levels_alike,
    impossible_points, no_file_fits, unknown_interaction, malformed.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
