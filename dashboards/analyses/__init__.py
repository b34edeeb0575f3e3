"""The analyses: pure functions over what the queries return.

They know nothing of pages, languages or the warehouse. None averages a weight, and
none says what caused what.
"""
