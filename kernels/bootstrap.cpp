// bootstrap, removed when the first operation lands
