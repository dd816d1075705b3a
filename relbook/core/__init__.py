"""What Relbook knows and does, with no window: never imports Qt."""
