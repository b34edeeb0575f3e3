"""Drawing figures as SVG without a browser: a pure function of their dictionaries.

It knows the few kinds of traces that our figures have, and refuses any other. Equal
figures give equal bytes, so that a drawing can be compared with one made anew.

* ``ink``     lines of SVG
* ``scale``   from values to places along an axis
* ``legend``  names of colours
* ``trace``   what traces and axes are asked
* ``axes``, ``bars``, ``marks``  what stands between two axes
* ``plane``   all of these as one drawing
* ``grid``    grids of counts
* ``outline`` the shapes of countries
* ``globe``   the map
* ``draw``    which of these draws a figure
"""
