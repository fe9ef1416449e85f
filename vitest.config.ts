import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: the daemon suites take one each, more would only make them wait for each other.
    maxWorkers: 2,
    maxConcurrency: 2,
    // For machines that are busy with something else, too: java takes many times as long to start then.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
