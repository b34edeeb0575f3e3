"""The pages, each a function from a scene to its content."""
