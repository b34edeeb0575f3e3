"""The Dash application: pages over the warehouse, which it only reads."""
