"""placeholder."""


class Endpoint:
    pass


class RestConnector:
    pass
