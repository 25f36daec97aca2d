const { default: defineJestConfig } = require('@tarojs/test-utils-react/dist/jest.js')

const support = '<rootDir>/test/support/jest'

/** `./socket` means `socket.h5.ts` here, as in the H5 build; a test names `./socket.weapp` to get the other one. */
const moduleFileExtensions = ['h5.ts', 'h5.tsx', 'ts', 'tsx', 'js', 'mjs', 'cjs', 'jsx', 'json', 'node']

const moduleNameMapper = { '^@/(.*)$': '<rootDir>/src/$1', '\\.(css|svg|png)$': `${support}/style.mock.js` }

const shared = {
  rootDir: __dirname,
  moduleFileExtensions,
  // copies of package.json in what is built or cached would be duplicate modules to jest
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
  setupFiles: [`${support}/words.ts`],
  setupFilesAfterEnv: [`${support}/unhandledRejections.js`],
}

/** babel.config.js belongs to Taro's builds, whose targets turn async functions into state machines: not here. */
const nodeTransform = {
  '\\.(m?js|jsx|tsx?)$': [
    'babel-jest',
    {
      babelrc: false,
      configFile: false,
      presets: [
        ['@babel/preset-env', { targets: { node: 'current' } }],
        ['@babel/preset-react', { runtime: 'automatic' }],
        '@babel/preset-typescript',
      ],
    },
  ],
}

/** Packages that ship nothing but ES modules. */
const esmOnly = ['aedes', 'nanoid']

const nodeProject = (displayName, testMatch) => ({
  ...shared,
  displayName,
  testEnvironment: 'node',
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
  moduleNameMapper,
  transform: nodeTransform,
  transformIgnorePatterns: [`<rootDir>/node_modules/(?!(${esmOnly.join('|')})/)`],
})

const taroPackages = [
  '@tarojs',
  '@stencil',
  'swiper',
  'lodash-es',
  'query-string',
  'decode-uri-component',
  'split-on-first',
  'filter-obj',
]

const pages = defineJestConfig({
  ...shared,
  bail: 0,
  displayName: 'pages',
  testMatch: ['src/{pages,subpackages,ui,features,frame}/**/*.test.tsx', 'src/*.test.tsx'].map(
    (glob) => `<rootDir>/${glob}`,
  ),
  moduleNameMapper,
  transform: { '\\.(m?js|jsx|tsx?)$': require.resolve('@tarojs/test-utils-react/dist/jest/babel-transformer.js') },
  transformIgnorePatterns: [`<rootDir>/node_modules/(?!(${[...taroPackages, ...esmOnly].join('|')})/)`],
  setupFiles: [...shared.setupFiles, `${support}/taroH5.js`],
})
// these belong to the top level, where jest looks for them once for all projects
delete pages.bail
delete pages.verbose
delete pages.collectCoverageFrom

/** @type {import('jest').Config} */
module.exports = {
  // jest closes by itself or says what keeps it open
  forceExit: false,
  testTimeout: 10_000,
  projects: [
    nodeProject('node', [
      'src/{core,services,features,frame,i18n}/**/*.test.ts',
      'src/*.test.ts',
      'config/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/{support,contract,property,soak}/**/*.test.ts',
    ]),
    pages,
    {
      ...nodeProject('e2e', ['test/e2e/**/*.test.ts']),
      setupFilesAfterEnv: [...shared.setupFilesAfterEnv, `${support}/patience.js`],
    },
  ],
}
