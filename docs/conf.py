"""How the documentation is built: Markdown in, HTML out, and every warning is an error."""

from comptoir import __version__

project = "Comptoir"
author = "the authors of Comptoir"
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"Comptoir {version}"
html_copy_source = False
html_show_copyright = False
nitpicky = True
exclude_patterns = ["_build"]
