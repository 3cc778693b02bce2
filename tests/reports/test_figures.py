from sutra.reports.figures import percent


def test_only_all_is_a_hundred_percent():
    assert percent(0.9952, places=0) == "99.5"
    assert percent(0.99996) == "99.996"
    assert percent(1.0, places=0) == "100"
    assert percent(0.1234) == "12.3"
