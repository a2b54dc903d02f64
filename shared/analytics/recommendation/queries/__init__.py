"""Every SELECT behind recommendations: the nightly measurement, and what was measured."""
