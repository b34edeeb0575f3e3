"""What a control list is called where there is no room for its title."""

from dashboards.scene import Scene
from dashboards.views.version_name import first_words


def list_name(scene: Scene, list_id: str) -> str:
    """Return how the title of a list's first version begins; else its id."""
    titles = [
        scene.language.either(one.title_nl, one.title_en)
        for one in sorted(scene.control_lists(), key=lambda one: one.valid_from)
        if one.list_id == list_id
    ]
    return first_words(titles[0]) if titles else list_id
