"""The models on Apache Spark with Iceberg, in an environment of their own (`make spark-env`).

Nothing here imports what only the project's own environment has, and nothing there imports this.
"""
