"""What the dashboard is made of: types that fit the API as it is now, and its own tests."""

from local import dashboard


def test_types_and_manners_fit_and_its_own_tests_pass():
    dashboard.install()
    dashboard.npm("run", "check")
    dashboard.npm("test")
