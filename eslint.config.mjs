import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Folders below cli/ get what they need passed in; only the command line and the child's entry own the process. */
const ownsTheProcess = [
  'src/compile/entry/**',
  'src/loader/**',
  'src/cli/**',
  'src/worker/entry/**',
  'src/child/entry/**',
  'src/local/entry/**',
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'templates', 'test/**/fixtures/**', 'coverage'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // index signatures are read with brackets: tsconfig's noPropertyAccessFromIndexSignature
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/page/**/*.ts'],
    languageOptions: { parserOptions: { project: './src/page/tsconfig.json' } },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ownsTheProcess,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'take env from the context that was passed in' },
        { object: 'process', property: 'exit', message: 'throw a KclTsError; only src/cli ends the process' },
        { object: 'process', property: 'argv', message: 'only src/cli reads the command line' },
        { object: 'process', property: 'stdout', message: 'use the stream that was passed in' },
        { object: 'process', property: 'stderr', message: 'use the stream that was passed in' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      // the built modules are imported when a test runs, and named by typeof import()
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.mjs', 'bin/*.js', 'examples/**/*.cjs'],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
