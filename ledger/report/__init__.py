"""The report of an audit: one that can be filed, read on paper, and checked.

* ``document``   what it says, as JSON
* ``texts``      the words of the page, in Dutch and English
* ``page``       the page, one for each language
* ``seal``       the auditor's signature over the files, and its check
* ``filing``     the files of one report in one directory
"""
