"""The portfolio report: static pages of a release that open from the disk or from any web server.

Here is what the pages show and how they are drawn. They are made from what an audience may read of
the release and from nothing else; when they are made belongs in `pipelines/defs/publish`.
"""
