"""Figures: pure functions from rows to plain dictionaries that Plotly draws."""
