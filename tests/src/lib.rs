//! End-to-end suites, golden files, fixtures, benchmarks and WebDriver tests.
