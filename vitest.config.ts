import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/scratch-folder.ts'],
    setupFiles: ['test/tripwire/setup.ts'],
    // For a machine that is busy: nothing here takes long otherwise.
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'test-results/unit.json' }]] : ['default'],
  },
});
