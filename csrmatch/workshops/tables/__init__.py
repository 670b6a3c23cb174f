"""Files of workshops: sheets into typed rows with what is wrong in them, and the templates that go out."""
