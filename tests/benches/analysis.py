"""A thousand weight replications of 6,000 units x 120 indicators with rank quantiles, in numpy: what
`cargo bench -p tests --bench analysis` is measured against."""

import time

import numpy as np

rng = np.random.default_rng(42)
scores = rng.random((6000, 120))
weights = 1.0 + np.arange(120) % 3
start = time.perf_counter()
noisy = weights[:, None] * (1 + 0.25 * rng.uniform(-1, 1, (120, 1000)))
totals = scores @ (noisy / noisy.sum(axis=0))
order = np.argsort(-totals, axis=0)
ranks = np.empty_like(order)
np.put_along_axis(ranks, order, np.arange(1, 6001)[:, None], axis=0)
quantiles = [np.quantile(of, [0.05, 0.5, 0.95], axis=1) for of in (totals, ranks)]
print(f"{time.perf_counter() - start:.2f} s")
