"""Words that can harm: rules as data, found in any text, shown to editors and to ``harbor_check --language``.

``rules`` reads them, ``texts`` says what a page or record has to be read, ``finding`` reads it. Nothing leaves the server.
"""
