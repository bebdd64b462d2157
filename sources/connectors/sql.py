"""placeholder."""


class SqlConnector:
    pass
