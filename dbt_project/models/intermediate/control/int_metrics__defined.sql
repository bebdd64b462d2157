{{ defined_metrics() }}
