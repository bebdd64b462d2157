"""The canonical contract: one documented file per entity, for any system without a reader."""
