import tseslint from 'typescript-eslint';

// The type-aware rules find a checkpoint that nobody waits for: no-floating-promises.
export default tseslint.config(
  { ignores: ['node_modules'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // test() of node:test returns a promise that the test runner itself waits for
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: 'test', package: 'node:test' }] },
      ],
    },
  },
);
