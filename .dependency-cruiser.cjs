/** The suffix of the platform looked at, as its build resolves it. */
const suffix = process.env.HOMING_PLATFORM === 'weapp' ? '.weapp' : '.h5'
/** Files of the other platform, which this one's build never opens: what they import need not be there. */
const ELSEWHERE = `\\${suffix === '.weapp' ? '.h5' : '.weapp'}\\.tsx?$`

const TEST = '\\.test\\.tsx?$'
const FAKE = '\\.fake\\.tsx?$'
const OWN_FROM = (path) => ({ path, pathNot: [TEST] })
const npm = (names) => `node_modules/${names}(/|$)`

/** `what` may import `allowed` and itself; everything else of src is above it or beside it. */
const layer = (name, allowed, comment) => ({
  name: `layer-${name}`,
  comment,
  severity: 'error',
  from: OWN_FROM(`^src/${name}/`),
  to: { path: '^(src|test|config|scripts)/', pathNot: [`^src/(${[name, ...allowed].join('|')})/`] },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    layer('core', [], 'core/ holds the rules and knows nobody'),
    layer('i18n', ['core'], 'catalogues name what core can say'),
    layer('services', ['core'], 'the platform service layer can be lifted out'),
    layer('features', ['core', 'services', 'i18n'], 'use cases do not know the screens'),
    layer('ui', ['core', 'i18n'], 'the kit knows no use case'),
    layer('pages', ['core', 'services', 'features', 'ui', 'i18n'], 'pages stand on everything below'),
    layer('subpackages', ['core', 'services', 'features', 'ui', 'i18n'], 'so do pages that are loaded when opened'),
    layer('frame', ['core', 'services', 'features', 'ui', 'i18n', 'pages'], 'stands around the pages, on H5'),
    {
      name: 'subpackages-apart',
      comment: 'WeChat lets no package reach into a subpackage but itself (ADR 0021)',
      severity: 'error',
      from: { path: '^src/subpackages/([^/]+)/', pathNot: [TEST] },
      to: { path: '^src/subpackages/', pathNot: ['^src/subpackages/$1/'] },
    },
    {
      name: 'words-with-their-subpackage',
      comment: 'a subpackage brings its words; elsewhere they may not be loaded yet (ADR 0007)',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(i18n|subpackages|frame)/', TEST] },
      to: { path: '^src/i18n/[^/]+/' },
    },
    {
      name: 'words-of-the-frame',
      comment: 'what stands around the pages on H5 brings its own words (ADR 0007)',
      severity: 'error',
      from: { path: '^src/frame/', pathNot: [TEST] },
      to: { path: '^src/i18n/[^/]+/', pathNot: ['^src/i18n/frame/'] },
    },
    {
      name: 'own-words-only',
      comment: "another subpackage's words may not be loaded yet (ADR 0007)",
      severity: 'error',
      from: { path: '^src/subpackages/([^/]+)/', pathNot: [TEST] },
      to: { path: '^src/i18n/[^/]+/', pathNot: ['^src/i18n/$1/'] },
    },
    {
      name: 'pages-apart',
      comment: 'what two pages share belongs to a feature or to the kit',
      severity: 'error',
      from: { path: '^src/pages/([^/]+)/', pathNot: [TEST] },
      to: { path: '^src/pages/', pathNot: ['^src/pages/$1/'] },
    },
    {
      name: 'core-pure',
      comment: 'core/ may use valibot, and nothing else from outside',
      severity: 'error',
      from: OWN_FROM('^src/core/'),
      to: { dependencyTypesNot: ['local', 'aliased', 'undetermined'], pathNot: ['^src/', npm('valibot')] },
    },
    {
      name: 'mqtt-only-in-its-folder',
      comment: 'so that measurement can decide later whether MQTT.js stays',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/services/mqtt/', TEST] },
      to: { path: npm('(mqtt|mqtt-packet)') },
    },
    {
      name: 'taro-only-at-the-edges',
      comment: 'services talk to the platform in *.weapp, *.h5 and device.ts only',
      severity: 'error',
      from: { path: '^src/(core|services|i18n/.+\\.ts$)', pathNot: ['\\.(weapp|h5)\\.tsx?$', '/device\\.ts$', TEST] },
      to: { path: npm('@tarojs') },
    },
    {
      name: 'react-only-above-services',
      severity: 'error',
      comment: 'what is not a component or hook must run without React',
      from: OWN_FROM('^src/(core|services)/'),
      to: { path: npm('(react|react-dom)') },
    },
    {
      name: 'no-fakes-in-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, FAKE] },
      to: { path: FAKE },
    },
    {
      name: 'no-tests-in-the-app',
      severity: 'error',
      from: { path: '^(src|config)/', pathNot: [TEST] },
      to: { path: [TEST, '^test/'] },
    },
    {
      name: 'no-dev-dependencies-in-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, FAKE] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(src|config)/', pathNot: [ELSEWHERE] },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'types may refer to each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'nothing imports it and it imports nothing: is it used at all?',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: [
          TEST,
          '\\.d\\.ts$',
          '\\.(weapp|h5)\\.tsx?$',
          '^src/app\\.',
          '^src/custom-tab-bar/',
          '\\.config\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    exclude: { path: ['^dist/', '\\.css$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: [`${suffix}.ts`, `${suffix}.tsx`, '.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
    cache: { folder: `node_modules/.cache/dependency-cruiser${suffix}`, strategy: 'content' },
  },
}
