import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const TESTS = ['**/*.test.{ts,tsx}', 'test/**']
const DEFAULT_EXPORT_WANTED = [
  'src/pages/**',
  'src/subpackages/*/**/index*.{ts,tsx}',
  'src/app.{ts,tsx}',
  'src/app.config.ts',
  'src/custom-tab-bar/**',
  'config/**',
  'types/**',
  '*.config.{js,cjs,mjs}',
]

/** What components show or say of what they are given. */
const READ_ATTRIBUTES =
  '^(aria-?label|placeholder|title|subtitle|label|alt|text|note|header|footer|aside|hint|confirm|cancel|unit)$'

/** Words for people stand in the catalogues of src/i18n, or one language would be left behind. */
const TEXT_OUTSIDE_CATALOGUES = [
  ...['Literal[value=/[\u4e00-\u9fff]/]', 'TemplateElement[value.raw=/[\u4e00-\u9fff]/]'],
  'JSXText[value=/[A-Za-z\u4e00-\u9fff]/]',
  'JSXElement > JSXExpressionContainer > Literal[value=/[A-Za-z]/]',
  'JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=/[A-Za-z]/]',
  ...['Literal[value=/[A-Za-z]/]', 'JSXExpressionContainer > Literal[value=/[A-Za-z]/]'].map(
    (text) => `JSXAttribute[name.name=/${READ_ATTRIBUTES}/i] > ${text}`,
  ),
  'CallExpression[callee.name="showToast"] Property[key.name=/^(text|label)$/] > Literal[value=/[A-Za-z]/]',
].map((selector) => ({ selector, message: 'Text that people read belongs in src/i18n.' }))

/** Babel transpiles syntax, not the library: these are missing on iOS 11 and, some of them, in WeChat. */
const MISSING_ON_OLD_PHONES = [
  {
    selector:
      'CallExpression[callee.property.name=/^(at|flat|flatMap|replaceAll|matchAll|findLast|findLastIndex|trimStart|trimEnd|toSorted|toReversed|toSpliced)$/]',
    message: 'Not in the library of iOS 11: write it out.',
  },
  {
    selector: 'CallExpression[callee.object.name="Object"][callee.property.name=/^(fromEntries|hasOwn|groupBy)$/]',
    message: 'Not in the library of iOS 11: write it out.',
  },
  {
    selector: 'CallExpression[callee.object.name="Promise"][callee.property.name=/^(allSettled|any|withResolvers)$/]',
    message: 'Not in the library of iOS 11: write it out.',
  },
  {
    selector: 'CallExpression[callee.property.name="finally"]',
    message: 'No promise has it before iOS 11.3: `try … finally` in an async function.',
  },
  {
    selector: 'Literal[regex.pattern=/\\(\\?<[=!]/]',
    message: 'Lookbehind stops iOS before 16.4 from loading the file.',
  },
  { selector: 'Literal[bigint]', message: 'No BigInt before iOS 14.' },
]

const unavailable = (names, message) => ['error', ...names.map((name) => ({ name, message }))]
const BROWSER_GLOBALS =
  'window document navigator location localStorage sessionStorage fetch XMLHttpRequest WebSocket Worker BroadcastChannel Blob URL URLSearchParams AbortController AbortSignal TextDecoder TextEncoder Intl crypto structuredClone BigInt BigInt64Array BigUint64Array WeakRef queueMicrotask requestAnimationFrame Buffer process globalThis'.split(
    ' ',
  )
const IMPURE_GLOBALS = [
  ...BROWSER_GLOBALS,
  ...'wx console performance Date setTimeout clearTimeout setInterval clearInterval setImmediate'.split(' '),
]

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'test-results/**', '.cache/**', '.swc/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    // not projectService: *.weapp.ts belong to tsconfig.weapp.json, which it would not look into
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'tsconfig.weapp.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: TESTS,
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'no-restricted-syntax': ['error', ...MISSING_ON_OLD_PHONES, ...TEXT_OUTSIDE_CATALOGUES],
      'no-restricted-globals': unavailable(BROWSER_GLOBALS, 'Absent in WeChat: it belongs in an *.h5.ts adapter.'),
    },
  },
  {
    files: ['src/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-globals': unavailable(IMPURE_GLOBALS, 'core/ is pure: take it as an argument.') },
  },
  {
    files: ['src/**/*.h5.{ts,tsx}'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // the gallery is seen by developers only, and is in no build for others
    files: ['src/i18n/**', 'src/app.config.ts', 'src/subpackages/gallery/**', '**/*.data.ts'],
    rules: { 'max-lines': 'off', 'no-restricted-syntax': ['error', ...MISSING_ON_OLD_PHONES] },
  },
  {
    files: TESTS,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['scripts/**', 'config/**'], rules: { 'no-console': 'off' } },
  { files: DEFAULT_EXPORT_WANTED, rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['**/*.{js,cjs,mjs}', '**/*.d.mts'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(
        'console process Buffer URL fetch setTimeout clearTimeout setInterval clearInterval setImmediate performance require module __dirname jest beforeAll afterAll afterEach AbortController AbortSignal global wx'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.{js,cjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
