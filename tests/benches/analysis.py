"""Normalising and joining 6,000 units x 120 indicators, and a thousand weight replications of them with
rank quantiles, in numpy: what `cargo bench -p tests --bench analysis` is measured against. Prints seconds."""

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
print(f"replications {time.perf_counter() - start}")

groups = np.arange(120).reshape(12, 10)
shares = (weights[groups] / weights[groups].sum(axis=1, keepdims=True))
times = []
for _ in range(20):
    start = time.perf_counter()
    low, high = scores.min(axis=0), scores.max(axis=0)
    normalised = (scores - low) / (high - low) * 100
    pillars = np.einsum("ugi,gi->ug", normalised[:, groups], shares)
    halves = pillars.reshape(6000, 3, 4).mean(axis=2)
    index = halves.mean(axis=1)
    times.append(time.perf_counter() - start)
print(f"aggregation {sorted(times)[10]}")
